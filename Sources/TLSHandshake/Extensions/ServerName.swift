/// The name of the host that the client wants.
///
/// Source: RFC 6066 section 3.
public struct ServerName: HelloExtension {
    public static let type = ExtensionType.serverName
    private static let hostName: UInt8 = 0

    public let hostName: String

    public init(hostName: String) { self.hostName = hostName }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 2, 1...0xFFFF, "server_name_list")
        let start = list.offset
        let kind = try list.readUInt8("name_type")
        guard kind == Self.hostName else {
            throw WireError(
                reading: "name_type", offset: start, expected: "host_name (0)", found: "\(kind)")
        }
        var name = try list.readVector(prefix: 2, 1...0xFFFF, "HostName")
        hostName = String(decoding: name.readRest(), as: UTF8.self)
        try list.finish("server_name_list")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2) { list in
            list.write(Self.hostName)
            list.writeVector(prefix: 2, hostName.utf8)
        }
    }
}
