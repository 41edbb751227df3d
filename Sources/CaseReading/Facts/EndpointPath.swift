/// The path of a request without what changes from device to device.
///
/// `/v2/devices/00008120-009F0AF0F545341C/enroll?x=1` becomes `/v2/devices/{id}/enroll`.
package struct EndpointPath: Sendable, Hashable {
    /// The path, with `{id}` for every part that names a device or a record, and without a query.
    package let text: String
    /// The first part that looks like a UDID or a serial number.
    package let device: String?

    /// The longest part that can be a name of a device.
    private static let longestName = 64

    package init(_ path: String) {
        let bare = path.utf8.prefix { $0 != 0x3F && $0 != 0x23 }
        guard bare.contains(where: { 0x30...0x39 ~= $0 }) else {
            text = bare.count == path.utf8.count ? path : String(Substring(bare))
            device = nil
            return
        }
        var found: String?
        let parts = Substring(bare).split(separator: "/", omittingEmptySubsequences: false).map { part in
            switch Self.kind(of: part.utf8) {
            case .word: return String(part)
            case .number: return "{id}"
            case .device:
                found = found ?? String(part)
                return "{id}"
            }
        }
        text = parts.joined(separator: "/")
        device = found
    }

    private enum Kind { case word, number, device }

    private static func kind(of part: Substring.UTF8View) -> Kind {
        guard part.count <= longestName else { return .word }
        let letters = part.map(Letter.init)
        let digits = letters.count { $0 == .digit }
        if digits >= 4, digits == letters.count { return .number }
        let isHex = letters.allSatisfy { $0 == .digit || $0 == .hex || $0 == .lowerHex || $0 == .hyphen }
        let hyphens = letters.count { $0 == .hyphen }
        // UUID, UDID of newer devices, UDID of older ones, UUID without hyphens.
        let shapes: Set<[Int]> = [[36, 4], [25, 1], [40, 0], [32, 0]]
        if isHex, digits > 0, shapes.contains([letters.count, hyphens]) { return .device }
        let isSerial = letters.allSatisfy { $0 == .digit || $0 == .hex || $0 == .upper }
        if isSerial, digits > 0, (10...12).contains(letters.count) { return .device }
        return .word
    }

    private enum Letter {
        case digit, hex, lowerHex, upper, hyphen, other

        init(_ byte: UInt8) {
            self =
                switch byte {
                case 0x30...0x39: .digit
                case 0x41...0x46: .hex
                case 0x61...0x66: .lowerHex
                case 0x47...0x5A: .upper
                case 0x2D: .hyphen
                default: .other
                }
        }
    }
}
