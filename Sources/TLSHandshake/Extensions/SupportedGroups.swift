/// The groups that the sender can use, best first.
///
/// Source: RFC 8446 section 4.2.7.
public struct SupportedGroups: HelloExtension {
    public static let type = ExtensionType.supportedGroups

    public let groups: [NamedGroup]

    public init(_ groups: [NamedGroup]) { self.groups = groups }

    public init(reading reader: inout WireReader) throws(WireError) {
        groups = try reader.readCodePoints(prefix: 2, 2...0xFFFF, "named_group_list")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeCodePoints(prefix: 2, groups)
    }
}
