/// An extension as it came: its type, its bytes, and where they stood in the message.
///
/// Source: RFC 8446 section 4.2.
public struct RawExtension: Sendable {
    public let type: ExtensionType
    public let data: [UInt8]
    /// Where `data` begins: bytes from the start of the message; not part of equality.
    public let offset: Int

    public init(type: ExtensionType, data: [UInt8], offset: Int = 0) {
        self.type = type
        self.data = data
        self.offset = offset
    }

    /// Reads the content, which must fill the extension.
    public func decode<Content: HelloExtension>(_: Content.Type = Content.self) throws(WireError) -> Content {
        var reader = WireReader(data, at: offset)
        let content = try Content(reading: &reader)
        try reader.finish(type.description)
        return content
    }
}

extension RawExtension: Hashable {
    public static func == (left: RawExtension, right: RawExtension) -> Bool {
        left.type == right.type && left.data == right.data
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(data)
    }
}

// MARK: - Lists of extensions

extension WireReader {
    /// Reads a list of extensions with its two-byte length; order and duplicates are kept.
    public mutating func readExtensions(_ reading: String) throws(WireError) -> [RawExtension] {
        var list = try readVector(prefix: 2, 0...0xFFFF, reading)
        var extensions: [RawExtension] = []
        while !list.isEmpty {
            let type = ExtensionType(rawValue: try list.readUInt16("extension_type"))
            var data = try list.readVector(prefix: 2, 0...0xFFFF, type.description)
            let start = data.offset
            extensions.append(RawExtension(type: type, data: data.readRest(), offset: start))
        }
        return extensions
    }
}

extension WireWriter {
    public mutating func writeExtensions(_ extensions: [RawExtension]) {
        writeVector(prefix: 2) { writer in
            for each in extensions {
                writer.write(each.type)
                writer.writeVector(prefix: 2, each.data)
            }
        }
    }
}

extension [RawExtension] {
    public subscript(type: ExtensionType) -> RawExtension? { first { $0.type == type } }

    /// Reads the first extension of the content's type.
    public func decode<Content: HelloExtension>(_: Content.Type = Content.self) throws(WireError) -> Content?
    {
        guard let raw = self[Content.type] else { return nil }
        return try raw.decode()
    }

    /// The first extension whose type already stood before it.
    public var firstDuplicate: RawExtension? {
        var seen: Set<ExtensionType> = []
        return first { !seen.insert($0.type).inserted }
    }
}
