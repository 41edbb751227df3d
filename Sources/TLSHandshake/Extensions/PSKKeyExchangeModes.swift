/// The ways in which a client may use a pre-shared key.
///
/// Source: RFC 8446 section 4.2.9.
public struct PSKKeyExchangeModes: HelloExtension {
    public static let type = ExtensionType.pskKeyExchangeModes
    public static let pskOnly: UInt8 = 0
    public static let pskWithECDHE: UInt8 = 1

    public let modes: [UInt8]

    public init(_ modes: [UInt8]) { self.modes = modes }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 1, 1...255, "ke_modes")
        modes = list.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 1, modes)
    }
}
