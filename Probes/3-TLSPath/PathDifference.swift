import Casework
import ProbeKit
import TLSHandshake

/// A field of the handshakes with one host that is not the same on two ways.
struct PathDifference: Hashable {
    let field: String
    let baseline: [String]
    let path: [String]
    /// Whether the edges of one content network may differ in it by themselves.
    let isUsual: Bool

    var words: String { "\(field) \(Self.shown(path)) instead of \(Self.shown(baseline))" }

    func figure(host: String) -> Figure {
        .table([
            "host": .text(host), "field": .text(field), "baseline": .list(baseline.map { .text($0) }),
            "path": .list(path.map { .text($0) }), "usual": .flag(isUsual),
        ])
    }

    private static func shown(_ values: [String]) -> String { values.joined(separator: " or ") }

    /// What differs between the completed handshakes of two ways.
    ///
    /// Rules: 1. trust, version, ALPN: a value that the baseline never showed.  A root of the case's own in place of
    ///           a public one or of Apple's is another trust, though both are expected.
    ///        2. anchor, leaf key, issuer, JA3S, only where the trust is the same: no value in common.
    ///        3. a field that one of the ways does not show is not compared, but for an ALPN that is missing.
    static func all(_ path: PathGroup, _ baseline: PathGroup) -> [PathDifference] {
        let (here, there) = (path.completed, baseline.completed)
        guard !here.isEmpty, !there.isEmpty else { return [] }
        let trust = strict("trust", here, there) { $0.chain?.anchorClass }
        let strict = [
            trust, strict("version", here, there, \.transcript.version),
            strict("ALPN", here, there) { $0.transcript.version == nil ? nil : $0.transcript.alpn ?? "none" },
        ]
        // Nothing below says more where the anchor itself is another.
        guard trust == nil else { return strict.compactMap(\.self) }
        let usual = [
            disjoint("anchor", here, there) { $0.chain?.isTrusted == true ? $0.chain?.anchor : nil },
            disjoint("leaf key", here, there) { $0.transcript.certificates?.first?.spkiSHA256 },
            disjoint("issuer", here, there) { $0.transcript.certificates?.first?.issuer },
            disjoint("JA3S", here, there, \.transcript.ja3s),
        ]
        return (strict + usual).compactMap(\.self)
    }

    private static func strict(
        _ field: String, _ here: [PathHandshake], _ there: [PathHandshake],
        _ value: (PathHandshake) -> String?
    ) -> Self? {
        let (path, baseline) = (Set(here.compactMap(value)), Set(there.compactMap(value)))
        let strange = path.subtracting(baseline)
        guard !baseline.isEmpty, !strange.isEmpty else { return nil }
        return Self(field: field, baseline: baseline.sorted(), path: strange.sorted(), isUsual: false)
    }

    private static func disjoint(
        _ field: String, _ here: [PathHandshake], _ there: [PathHandshake],
        _ value: (PathHandshake) -> String?
    ) -> Self? {
        let (path, baseline) = (Set(here.compactMap(value)), Set(there.compactMap(value)))
        guard !baseline.isEmpty, !path.isEmpty, path.isDisjoint(with: baseline) else { return nil }
        return Self(field: field, baseline: baseline.sorted(), path: path.sorted(), isUsual: true)
    }
}

extension ChainJudgement {
    /// Whose word the chain rests on, in the terms in which two ways are compared.
    ///
    /// Apple's hosts present chains to Apple's roots or to public ones, by edge: both are the world's. A root that
    /// only the case knows is neither.
    fileprivate var anchorClass: String? {
        guard let status else { return nil }
        guard isTrusted else { return status.rawValue }
        return anchorKind == "given" ? "a root of the case" : "Apple's or public"
    }
}
