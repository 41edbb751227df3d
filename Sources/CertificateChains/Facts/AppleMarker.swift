import SwiftASN1

/// The content of one of the extensions with which Apple marks what a certificate is for.
///
/// Source: object identifiers under 1.2.840.113635.100.6, as Apple's pin rules name them.
package enum AppleMarker: Sendable, Hashable {
    /// The mark alone.
    case null
    /// A text, in ``service`` the marker of a service.
    case text(String)
    case other

    /// The arc of all marker extensions, with its last dot.
    package static let arc = "1.2.840.113635.100.6."
    /// The marker whose text is the marker of a service.
    static let service = "48.1"
    /// The marker of the intermediates that sign for Apple's servers.
    static let serverAuthentication = "2.12"

    init(_ value: ArraySlice<UInt8>) {
        guard let node = try? DER.parse(value), let bytes = node.primitiveBytes else {
            self = .other
            return
        }
        switch node.identifier {
        case .null where bytes.isEmpty: self = .null
        case .utf8String, .ia5String: self = .text(String(decoding: bytes, as: UTF8.self))
        default: self = .other
        }
    }
}
