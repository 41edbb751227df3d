/// One public key for one group.
///
/// Source: RFC 8446 section 4.2.8.
public struct KeyShareEntry: Hashable, Sendable {
    public let group: NamedGroup
    public let keyExchange: [UInt8]

    public init(group: NamedGroup, keyExchange: [UInt8]) {
        self.group = group
        self.keyExchange = keyExchange
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        group = NamedGroup(rawValue: try reader.readUInt16("group"))
        var key = try reader.readVector(prefix: 2, 1...0xFFFF, "key_exchange")
        keyExchange = key.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(group)
        writer.writeVector(prefix: 2, keyExchange)
    }
}

/// The keys that a client offers, in the order of its preference.
public struct OfferedKeyShares: HelloExtension {
    public static let type = ExtensionType.keyShare

    public let entries: [KeyShareEntry]

    public init(_ entries: [KeyShareEntry]) { self.entries = entries }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 2, 0...0xFFFF, "client_shares")
        var entries: [KeyShareEntry] = []
        while !list.isEmpty { entries.append(try KeyShareEntry(reading: &list)) }
        self.entries = entries
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2) { list in
            for entry in entries { entry.write(to: &list) }
        }
    }
}

/// The key that a server answers with.
public struct SelectedKeyShare: HelloExtension {
    public static let type = ExtensionType.keyShare

    public let entry: KeyShareEntry

    public init(_ entry: KeyShareEntry) { self.entry = entry }

    public init(reading reader: inout WireReader) throws(WireError) {
        entry = try KeyShareEntry(reading: &reader)
    }

    public func write(to writer: inout WireWriter) {
        entry.write(to: &writer)
    }
}

/// The group for which a HelloRetryRequest wants a key.
public struct RequestedGroup: HelloExtension {
    public static let type = ExtensionType.keyShare

    public let group: NamedGroup

    public init(_ group: NamedGroup) { self.group = group }

    public init(reading reader: inout WireReader) throws(WireError) {
        group = NamedGroup(rawValue: try reader.readUInt16("selected_group"))
    }

    public func write(to writer: inout WireWriter) {
        writer.write(group)
    }
}
