package import Casework
import CertificateChains
package import TLSHandshake

/// What a presented chain is worth: computed from its certificates, else as the transcript recorded it.
package struct ChainJudgement: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case expected, `public`, intercepted, untrusted, incomplete
    }

    package enum Validity: Sendable, Hashable {
        case valid, notYetValid, expired
    }

    /// `nil` where nobody could judge it.
    package var status: Status?
    package var reason = ""
    package var anchor: String?
    /// The inspection product, where it is known.
    package var product: String?
    /// How surely the issuers' names tell the product: `high`, `medium` or `low`.
    package var productConfidence: String?
    /// `given`, `apple` or `public`: whose anchor the path ends in, where it is known.
    package var anchorKind: String?
    /// What the chain is worth under Apple's pin rules; `nil` for a host that is not pinned.
    package var pin: PinStanding?
    /// The issuers of the path, leaf first.
    package var issuers: [String] = []
    package var missingIssuer: String?
    /// The alternative names of the leaf.
    package var names: [String] = []
    package var namesHost: Bool?
    package var validity: Validity?
    package var notBefore: Instant?
    package var notAfter: Instant?
    /// Why Apple devices refuse the chain although others accept it.
    package var unfit: [String] = []
    package var isComputed = false

    package init() {}

    /// Takes what a transcript says; `nil` where it names neither certificates nor a verdict.
    package init?(recordedIn transcript: HandshakeTranscript, host: String, at time: Instant) {
        let certificates = transcript.certificates ?? []
        guard transcript.trust != nil || !certificates.isEmpty else { return nil }
        status = transcript.trust?.status.flatMap(Status.init(rawValue:))
        anchor = transcript.trust?.anchor
        issuers = certificates.compactMap(\.issuer)
        anchorKind = transcript.trust?.anchorKind
        let recognised =
            transcript.trust?.product.flatMap(InspectionProduct.named)
            ?? InspectionProduct.recognise(issuerTexts: issuers)
        product = transcript.trust?.product ?? recognised?.name
        productConfidence = transcript.trust?.productConfidence ?? recognised?.confidence.rawValue
        pin = PinStanding(recordedIn: transcript, host: host, status: status)
        unfit = RecordedCertificates.unfitness(of: certificates)
        guard let leaf = certificates.first else { return }
        names = leaf.names ?? []
        namesHost = leaf.names.map { RecordedCertificates.names($0, cover: host) }
        notBefore = leaf.notBefore.flatMap(Instant.init(rfc3339:))
        notAfter = leaf.notAfter.flatMap(Instant.init(rfc3339:))
        if let notAfter, time > notAfter {
            validity = .expired
        } else if let notBefore, time < notBefore {
            validity = .notYetValid
        } else if notBefore != nil, notAfter != nil {
            validity = .valid
        }
    }
}

/// Rules about certificates of which a transcript keeps the fields and not the bytes.
enum RecordedCertificates {
    /// Whether one of the names is the host's.
    ///
    /// Source: RFC 9525 section 6; `*` stands for one whole first label.
    static func names(_ names: [String], cover host: String) -> Bool {
        let wanted = host.split(separator: ".", omittingEmptySubsequences: false)
        return names.contains { name in
            let bare = name.lowercased().hasPrefix("dns:") ? name.dropFirst(4) : name[...]
            let offered = bare.lowercased().split(separator: ".", omittingEmptySubsequences: false)
            guard offered.first == "*" else { return offered == wanted }
            return offered.count >= 3 && offered.count == wanted.count
                && offered.dropFirst() == wanted.dropFirst()
        }
    }

    /// What Apple devices refuse.
    ///
    /// Source: Apple 103769.
    static let shortestRSA = 2048
    static let longestDays: Int64 = 825
    /// 2019-07-01T00:00:00Z, since when the length counts.
    static let lengthCountsFrom = Instant(microseconds: 1_561_939_200_000_000)

    /// The reasons that the fields show; the extended key usage is not among them.
    static func unfitness(of certificates: [HandshakeTranscript.CertificateSummary]) -> [String] {
        var reasons: [String] = []
        for (place, certificate) in certificates.enumerated() {
            let subject = certificate.subject ?? "certificate \(place + 1)"
            if let bits = rsaBits(certificate.key), bits < shortestRSA {
                reasons.append("RSA key of \(bits) bits, below \(shortestRSA), in \(subject)")
            }
            let isRoot = place > 0 && certificate.subject != nil && certificate.subject == certificate.issuer
            if !isRoot, let signature = certificate.signature, isOutdated(signature) {
                reasons.append("signed with \(signature): \(subject)")
            }
        }
        guard let leaf = certificates.first else { return reasons }
        if leaf.names?.isEmpty == true { reasons.append("no subject alternative name") }
        if let first = leaf.notBefore.flatMap(Instant.init(rfc3339:)), first >= lengthCountsFrom,
            let last = leaf.notAfter.flatMap(Instant.init(rfc3339:)), last > first
        {
            let day: Int64 = 86_400_000_000
            let days =
                last.since(first).microseconds / day + (last.since(first).microseconds % day == 0 ? 0 : 1)
            if days > longestDays { reasons.append("valid for \(days) days, more than \(longestDays)") }
        }
        return reasons
    }

    private static func rsaBits(_ key: String?) -> Int? {
        guard let key, key.uppercased().hasPrefix("RSA") else { return nil }
        return Int(key.filter(\.isNumber))
    }

    private static func isOutdated(_ signature: String) -> Bool {
        let name = signature.lowercased().filter { $0 != "-" && $0 != "_" }
        return name.contains("sha1") || name.contains("md5")
    }
}
