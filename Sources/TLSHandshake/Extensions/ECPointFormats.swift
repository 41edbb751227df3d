/// The forms in which the sender can read points of elliptic curves; only TLS 1.2 looks at it.
///
/// Source: RFC 8422 section 5.1.2.
public struct ECPointFormats: HelloExtension {
    public static let type = ExtensionType.ecPointFormats
    public static let uncompressed: UInt8 = 0

    public let formats: [UInt8]

    public init(_ formats: [UInt8]) { self.formats = formats }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 1, 1...255, "ec_point_format_list")
        formats = list.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 1, formats)
    }
}
