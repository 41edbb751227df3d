/// Why a certificate could not be read to its end.
package struct CertificateReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field that was being read, such as `subject`.
    package var field: String
    /// The offset of that field from the start of the certificate, in bytes.
    package var offset: Int
    /// What was expected, or what was found instead.
    package var reason: String

    package var description: String { "certificate, \(field) at byte \(offset): \(reason)" }
}
