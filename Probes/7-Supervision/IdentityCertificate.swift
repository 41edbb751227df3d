package import Casework

/// The certificate of a supervision identity, as far as rules ask.
package struct IdentityCertificate: Sendable, Hashable {
    /// Who stands behind it.
    ///
    /// The names are compared; signatures are `inspect`'s business.
    package enum Voucher: String, Sendable, Hashable, CaseIterable {
        /// Nobody but itself, as identities of Apple Configurator are.
        case itself
        case apple
        /// A root that the case names as expected.
        case caseAnchor = "case-anchor"
        case stranger
    }

    /// RFC 4514 text.
    package var subject: String
    package var organisationalUnits: [String]
    /// RFC 4514 text.
    package var issuer: String
    package var voucher: Voucher
    package var notBefore: Instant?
    package var notAfter: Instant?
    /// SHA-256 of the certificate.
    package var fingerprint: Fingerprint
    package var citation: Citation

    package init(
        subject: String, organisationalUnits: [String] = [], issuer: String, voucher: Voucher,
        notBefore: Instant? = nil, notAfter: Instant? = nil, fingerprint: Fingerprint, citation: Citation
    ) {
        self.subject = subject
        self.organisationalUnits = organisationalUnits
        self.issuer = issuer
        self.voucher = voucher
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.fingerprint = fingerprint
        self.citation = citation
    }
}
