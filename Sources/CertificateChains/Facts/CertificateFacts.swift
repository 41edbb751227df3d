/// What one certificate says, read leniently, so that a certificate no verifier accepts is still described.
///
/// Every field is what stands in the certificate; nothing here says that it is true or trusted.
/// A certificate that cannot be read to its end keeps the fields in front of the fault and says in
/// ``problem`` what was wrong and where; ``sha256`` is always there.
/// Source: RFC 5280 section 4.1, RFC 6962 section 3.3.
package struct CertificateFacts: Sendable, Hashable {
    /// The certificate as it was found.
    package var der: [UInt8]
    /// SHA-256 over ``der``, lower-case hex.
    package var sha256: String
    package var subject = DirectoryName()
    package var issuer = DirectoryName()
    /// The serial number, lower-case hex without separators, empty if it could not be read.
    package var serial = ""
    package var notBefore: CertificateTime?
    package var notAfter: CertificateTime?
    /// The DNS names and IP addresses of the subject alternative name, in their order.
    package var names: [SubjectName] = []
    /// Whether there is a subject alternative name extension at all.
    package var hasSubjectAlternativeName = false
    package var key = PublicKeyFacts()
    /// The name of the algorithm that signed this certificate, such as `ecdsa-with-SHA256`.
    package var signature = ""
    /// SHA-256 over the subject public key info, lower-case hex.
    package var spkiSHA256 = ""
    /// How many signed certificate timestamps are embedded.
    package var scts: Int { timestamps.count }
    /// The embedded signed certificate timestamps.
    package var timestamps: [SignedTimestamp] = []
    /// The `cA` flag of the basic constraints.
    package var isCA = false
    /// The extended key usages as dotted object identifiers, absent without the extension.
    package var extendedKeyUsages: [String]?
    /// The certificate policies as dotted object identifiers.
    package var policies: [String] = []
    /// Apple's marker extensions: what stands behind ``AppleMarker/arc`` and their content.
    package var appleMarkers: [String: AppleMarker] = [:]
    /// Where the issuer's certificate can be fetched, from authority information access.
    package var issuerLocations: [String] = []
    /// What could not be read, absent if everything could.
    package var problem: String?

    /// Whether subject and issuer carry the same name, as a root does.
    package var isSelfIssued: Bool { !subject.isEmpty && subject == issuer }

    /// The length of the validity period in whole days, rounded up, absent if a date is.
    package var validityDays: Int? {
        guard let notBefore, let notAfter, notAfter >= notBefore else { return nil }
        let seconds = notAfter.secondsSince1970 - notBefore.secondsSince1970
        return Int((seconds + 86_399) / 86_400)
    }

    /// Reads a certificate in DER; never fails, see ``problem``.
    ///
    /// Complexity: linear in the number of bytes.
    package init(der: [UInt8]) {
        self.der = der
        self.sha256 = Fingerprint.sha256(der)
        do {
            try CertificateReader.read(der, into: &self)
        } catch {
            self.problem = error.description
        }
    }
}
