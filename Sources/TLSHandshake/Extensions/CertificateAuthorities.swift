/// The authorities whose certificates the sender accepts, each a distinguished name in DER.
///
/// Source: RFC 8446 section 4.2.4.
public struct CertificateAuthorities: HelloExtension {
    public static let type = ExtensionType.certificateAuthorities

    public let names: [[UInt8]]

    public init(_ names: [[UInt8]]) { self.names = names }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 2, 3...0xFFFF, "authorities")
        var names: [[UInt8]] = []
        while !list.isEmpty {
            var name = try list.readVector(prefix: 2, 1...0xFFFF, "DistinguishedName")
            names.append(name.readRest())
        }
        self.names = names
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2) { list in
            for name in names { list.writeVector(prefix: 2, name) }
        }
    }
}
