/// Bytes from a HelloRetryRequest that the second ClientHello must repeat.
///
/// Source: RFC 8446 section 4.2.2.
public struct Cookie: HelloExtension {
    public static let type = ExtensionType.cookie

    public let value: [UInt8]

    public init(_ value: [UInt8]) { self.value = value }

    public init(reading reader: inout WireReader) throws(WireError) {
        var cookie = try reader.readVector(prefix: 2, 1...0xFFFF, "cookie")
        value = cookie.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2, value)
    }
}
