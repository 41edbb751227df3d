/// The versions that a client offers, best first.
///
/// Source: RFC 8446 section 4.2.1.
public struct OfferedVersions: HelloExtension {
    public static let type = ExtensionType.supportedVersions

    public let versions: [ProtocolVersion]

    public init(_ versions: [ProtocolVersion]) { self.versions = versions }

    public init(reading reader: inout WireReader) throws(WireError) {
        versions = try reader.readCodePoints(prefix: 1, 2...254, "versions")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeCodePoints(prefix: 1, versions)
    }
}

/// The version that a server chose.
///
/// Source: RFC 8446 section 4.2.1.
public struct SelectedVersion: HelloExtension {
    public static let type = ExtensionType.supportedVersions

    public let version: ProtocolVersion

    public init(_ version: ProtocolVersion) { self.version = version }

    public init(reading reader: inout WireReader) throws(WireError) {
        version = ProtocolVersion(rawValue: try reader.readUInt16("selected_version"))
    }

    public func write(to writer: inout WireWriter) {
        writer.write(version)
    }
}
