/// A reason why Apple devices refuse a server certificate that OpenSSL accepts.
///
/// Rules: 1. RSA keys of leaf and issuers have 2048 bits or more. 2. their signatures use SHA-2.
/// 3. the leaf has a subject alternative name. 4. issued since 2019-07-01, the leaf has the extended key
/// usage `serverAuth`. 5. issued since then, it is valid for 825 days or fewer.
/// A root's own signature is not looked at: nobody verifies it.
/// Source: Apple 103769 (requirements for trusted certificates in iOS 13 and macOS 10.15).
package enum Unfitness: Sendable, Hashable, CustomStringConvertible {
    case shortKey(subject: String, bits: Int)
    case outdatedSignature(subject: String, algorithm: String)
    case noSubjectAlternativeName
    case noServerAuthentication
    case validTooLong(days: Int)

    /// The shortest accepted RSA modulus in bits.
    package static let minimumRSABits = 2_048
    /// The longest accepted validity in days.
    package static let maximumDays = 825
    /// 2019-07-01T00:00:00Z, since when rules 4 and 5 hold.
    package static let rulesSince = CertificateTime(secondsSince1970: 1_561_939_200)

    package var description: String {
        switch self {
        case .shortKey(let subject, let bits):
            "RSA key of \(bits) bits, below \(Self.minimumRSABits), in \(subject)"
        case .outdatedSignature(let subject, let algorithm): "signed with \(algorithm): \(subject)"
        case .noSubjectAlternativeName: "no subject alternative name"
        case .noServerAuthentication: "no extended key usage serverAuth"
        case .validTooLong(let days): "valid for \(days) days, more than \(Self.maximumDays)"
        }
    }

    /// Applies the rules to a path, leaf first.
    package static func reasons(in path: [CertificateFacts]) -> [Unfitness] {
        guard let leaf = path.first else { return [] }
        var reasons: [Unfitness] = []
        for certificate in path {
            if let bits = certificate.key.rsaBits, bits < minimumRSABits {
                reasons.append(.shortKey(subject: certificate.subject.text, bits: bits))
            }
            let isRoot = certificate.isSelfIssued && certificate != leaf
            if !isRoot, AlgorithmNames.outdatedDigests.contains(certificate.signature) {
                reasons.append(
                    .outdatedSignature(subject: certificate.subject.text, algorithm: certificate.signature))
            }
        }
        if !leaf.hasSubjectAlternativeName { reasons.append(.noSubjectAlternativeName) }
        guard let issued = leaf.notBefore, issued >= rulesSince else { return reasons }
        if leaf.extendedKeyUsages?.contains("1.3.6.1.5.5.7.3.1") != true {
            reasons.append(.noServerAuthentication)
        }
        if let days = leaf.validityDays, days > maximumDays { reasons.append(.validTooLong(days: days)) }
        return reasons
    }
}
