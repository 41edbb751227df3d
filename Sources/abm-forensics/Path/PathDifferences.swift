import Casework
import Reporting
import TLSHandshake

/// The fields of handshakes that two paths to one host do not agree on.
///
/// Times, sizes and addresses of this side differ by themselves and are not compared. A field that one path
/// never reached shows as no value, so that the report says what was lost on the way.
enum PathDifferences {
    /// Compares each path with the baseline.
    static func between(
        baseline: (name: String, handshakes: [HandshakeTranscript]),
        and path: (name: String, handshakes: [HandshakeTranscript])
    ) -> [PathReport.Difference] {
        fields.compactMap { field in
            let expected = values(of: field, in: baseline.handshakes)
            let found = values(of: field, in: path.handshakes)
            guard Set(expected) != Set(found) else { return nil }
            return PathReport.Difference(
                field: field.name, baseline: baseline.name, path: path.name, onBaseline: expected,
                onPath: found)
        }
    }

    private struct Field: Sendable {
        /// As in the transcript's JSON; a dot leads into an object.
        let name: String
        let read: @Sendable (HandshakeTranscript) -> Figure?

        init(_ name: String, _ read: @escaping @Sendable (HandshakeTranscript) -> Figure?) {
            self.name = name
            self.read = read
        }
    }

    /// In the order in which a handshake tells them.
    private static let fields: [Field] = [
        Field("outcome") { .text($0.outcome.rawValue) },
        Field("alert.name") { $0.alert?.name.map(Figure.text) },
        Field("firstBytes") { $0.firstBytes.map(Figure.text) },
        Field("acked") { $0.acked.map(Figure.flag) },
        Field("version") { $0.version.map(Figure.text) },
        Field("cipherSuite") { $0.cipherSuite.map(Figure.text) },
        Field("group") { $0.group.map(Figure.text) },
        Field("alpn") { $0.alpn.map(Figure.text) },
        Field("ja3s") { $0.ja3s.map(Figure.text) },
        Field("downgradeSentinel") { $0.downgradeSentinel.map(Figure.text) },
        Field("sniAcknowledged") { $0.sniAcknowledged.map(Figure.flag) },
        Field("psk.accepted") { $0.psk?.accepted.map(Figure.flag) },
        Field("clientCertificateRequested") { $0.clientCertificateRequested.map(Figure.flag) },
        Field("acceptedAuthorities") { $0.acceptedAuthorities.map { .list($0.sorted().map(Figure.text)) } },
        Field("certificates.count") { $0.certificates.map { .count($0.count) } },
        Field("certificates.subject") { $0.certificates?.first?.subject.map(Figure.text) },
        Field("certificates.issuer") { $0.certificates?.first?.issuer.map(Figure.text) },
        Field("certificates.spkiSHA256") { $0.certificates?.first?.spkiSHA256.map(Figure.text) },
        Field("ocsp.stapled") { $0.ocsp?.stapled.map(Figure.flag) },
        Field("ocsp.status") { $0.ocsp?.status.map(Figure.text) },
        Field("scts") { transcript in
            transcript.certificates?.first.map { .count(($0.scts ?? 0) + (transcript.tlsSCTs ?? 0)) }
        },
        Field("trust.status") { $0.trust?.status.map(Figure.text) },
        Field("trust.anchor") { $0.trust?.anchor.map(Figure.text) },
        Field("trust.product") { $0.trust?.product.map(Figure.text) },
    ]

    /// The values that were seen, each once, in the order of the handshakes.
    private static func values(of field: Field, in handshakes: [HandshakeTranscript]) -> [Figure] {
        var seen: Set<Figure> = []
        return handshakes.compactMap(field.read).filter { seen.insert($0).inserted }
    }
}
