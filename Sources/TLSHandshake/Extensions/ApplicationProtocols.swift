/// The application protocols that a client offers, or the one that a server chose.
///
/// Source: RFC 7301 section 3.1.
public struct ApplicationProtocols: HelloExtension {
    public static let type = ExtensionType.alpn

    /// Names as bytes: they need not be text.
    public let names: [[UInt8]]

    public init(names: [[UInt8]]) { self.names = names }
    public init(_ names: [String]) { self.names = names.map { Array($0.utf8) } }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 2, 2...0xFFFF, "protocol_name_list")
        var names: [[UInt8]] = []
        while !list.isEmpty {
            var name = try list.readVector(prefix: 1, 1...255, "ProtocolName")
            names.append(name.readRest())
        }
        self.names = names
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2) { list in
            for name in names { list.writeVector(prefix: 1, name) }
        }
    }

    /// The names as text; a name that is not UTF-8 has replacement characters.
    public var texts: [String] { names.map { String(decoding: $0, as: UTF8.self) } }
}
