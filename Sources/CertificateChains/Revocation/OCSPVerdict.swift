/// What a stapled OCSP response is worth for a leaf and its issuer at a time.
package struct OCSPVerdict: Sendable, Hashable {
    /// What is wrong with a response; the first words are fixed, so that a transcript can be read again.
    package enum Fault: Sendable, Hashable, CustomStringConvertible {
        case unreadable(String)
        /// The responder gave no answer.
        case unanswered(String)
        case otherCertificate(serial: String)
        case unknownIssuer
        case unsupportedSignature(String)
        case badSignature
        case foreignResponder(String)
        case responderWithoutUsage
        case responderOutOfDate
        case notYetValid(CertificateTime)
        case expired(CertificateTime)

        /// The words that the description begins with.
        package var words: String {
            switch self {
            case .unreadable: "unreadable"
            case .unanswered: "no answer"
            case .otherCertificate: "another certificate"
            case .unknownIssuer: "issuer unknown"
            case .unsupportedSignature: "unsupported signature"
            case .badSignature: "bad signature"
            case .foreignResponder: "foreign responder"
            case .responderWithoutUsage: "responder not authorised"
            case .responderOutOfDate: "responder out of date"
            case .notYetValid: "not yet valid"
            case .expired: "expired"
            }
        }

        package var description: String {
            switch self {
            case .unreadable(let problem): "\(words): \(problem)"
            case .unanswered(let word): "\(words): \(word)"
            case .otherCertificate(let serial): "\(words): serial number \(serial)"
            case .unknownIssuer: "\(words): it was not presented"
            case .unsupportedSignature(let algorithm): "\(words): \(algorithm)"
            case .badSignature: words
            case .foreignResponder(let who): "\(words): \(who)"
            case .responderWithoutUsage: "\(words): its certificate lacks the usage OCSPSigning"
            case .responderOutOfDate: "\(words): its certificate is not valid at this time"
            case .notYetValid(let time): "\(words): begins at \(time.rfc3339)"
            case .expired(let time): "\(words): ended at \(time.rfc3339)"
            }
        }
    }

    /// What the response says of the leaf, signed or not; absent without an answer for it.
    package var status: OCSPResponse.Status?
    /// In the order in which they were found; none if the response is sound.
    package var faults: [Fault] = []
    package var thisUpdate: CertificateTime?
    package var nextUpdate: CertificateTime?
    package var timestamps: [SignedTimestamp] = []

    /// `good`, `revoked` or `unknown`, else the word of a response that is no answer.
    package var statusWord: String? {
        if let status { return status.word }
        for case .unanswered(let word) in faults { return word }
        return nil
    }

    /// `valid`, else everything that is wrong.
    package var verified: String {
        faults.isEmpty ? "valid" : faults.map(\.description).joined(separator: "; ")
    }

    package var revokedAt: CertificateTime? {
        guard case .revoked(let time, _)? = status else { return nil }
        return time
    }

    /// Words of faults that prove a response wrong, as opposed to one that cannot be checked.
    package static let provenWords = [
        "unreadable", "another certificate", "bad signature", "foreign responder", "responder not authorised",
        "responder out of date", "not yet valid", "expired",
    ]
}
