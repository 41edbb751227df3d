/// An OCSP response, as far as it can be read; nothing here says that it is true.
///
/// Source: RFC 6960 section 4.2.1.
package struct OCSPResponse: Sendable, Hashable {
    /// Who says that they answer.
    package enum Responder: Sendable, Hashable {
        /// The encoded distinguished name.
        case name([UInt8])
        /// SHA-1 over the key.
        case key([UInt8])
    }

    /// What it says of one certificate.
    package enum Status: Sendable, Hashable {
        case good
        /// With the reason by its name of RFC 5280 section 5.3.1, absent without one.
        case revoked(at: CertificateTime, reason: String?)
        case unknown

        package var word: String {
            switch self {
            case .good: "good"
            case .revoked: "revoked"
            case .unknown: "unknown"
            }
        }
    }

    /// The answer for one certificate.
    package struct Answer: Sendable, Hashable {
        /// The dotted identifier of the digest that the two hashes are made with.
        package var digest: String
        package var issuerNameHash: [UInt8]
        package var issuerKeyHash: [UInt8]
        /// Lower-case hex without a sign octet.
        package var serial: String
        package var status: Status
        package var thisUpdate: CertificateTime
        package var nextUpdate: CertificateTime?
        package var timestamps: [SignedTimestamp] = []
    }

    /// `successful`, or the word for why there is no answer, such as `tryLater`.
    package var word: String
    package var responder: Responder?
    package var producedAt: CertificateTime?
    package var answers: [Answer] = []
    /// What the signature is over.
    package var signedBytes: [UInt8] = []
    /// The dotted identifier of the signature's algorithm.
    package var signatureAlgorithm = ""
    package var signature: [UInt8] = []
    /// Certificates that came along, in DER.
    package var certificates: [[UInt8]] = []

    package init(word: String) { self.word = word }

    /// Reads a response in DER.
    ///
    /// Throws: ``CertificateReadError`` with the field that is broken.
    package init(der: [UInt8]) throws(CertificateReadError) {
        self = try OCSPReader.read(der)
    }
}
