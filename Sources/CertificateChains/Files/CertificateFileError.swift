/// What is wrong with a certificate file, and where.
package struct CertificateFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line of a PEM file, from 1.
    package var line: Int?
    /// The byte offset of a DER file, from 0.
    package var offset: Int?
    package var reason: String

    package var description: String {
        if let line { return "line \(line): \(reason)" }
        if let offset { return "byte \(offset): \(reason)" }
        return reason
    }
}
