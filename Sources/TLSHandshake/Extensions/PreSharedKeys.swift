/// The pre-shared keys that a client offers, each with the proof that it has it.
///
/// It must be the last extension of a ClientHello. Source: RFC 8446 section 4.2.11.
public struct OfferedPreSharedKeys: HelloExtension {
    /// The name of one key.
    public struct Identity: Hashable, Sendable {
        /// A ticket, or the name of an external key.
        public let identity: [UInt8]
        /// Milliseconds, with the ticket's own number mixed in; 0 for an external key.
        public let obfuscatedTicketAge: UInt32

        public init(identity: [UInt8], obfuscatedTicketAge: UInt32) {
            self.identity = identity
            self.obfuscatedTicketAge = obfuscatedTicketAge
        }
    }

    public static let type = ExtensionType.preSharedKey

    public let identities: [Identity]
    /// One for each identity, in the same order.
    public let binders: [[UInt8]]

    public init(identities: [Identity], binders: [[UInt8]]) {
        self.identities = identities
        self.binders = binders
    }

    init(_ key: PreSharedKey, binder: [UInt8]) {
        let identity = Identity(identity: key.identity, obfuscatedTicketAge: key.obfuscatedTicketAge)
        self.init(identities: [identity], binders: [binder])
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 2, 7...0xFFFF, "identities")
        var identities: [Identity] = []
        while !list.isEmpty {
            var identity = try list.readVector(prefix: 2, 1...0xFFFF, "identity")
            let age = try list.readUInt32("obfuscated_ticket_age")
            identities.append(Identity(identity: identity.readRest(), obfuscatedTicketAge: age))
        }
        self.identities = identities
        var proofs = try reader.readVector(prefix: 2, 33...0xFFFF, "binders")
        var binders: [[UInt8]] = []
        while !proofs.isEmpty {
            var binder = try proofs.readVector(prefix: 1, 32...255, "PskBinderEntry")
            binders.append(binder.readRest())
        }
        self.binders = binders
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2) { list in
            for each in identities {
                list.writeVector(prefix: 2, each.identity)
                list.write(each.obfuscatedTicketAge)
            }
        }
        writer.writeVector(prefix: 2) { list in
            for binder in binders { list.writeVector(prefix: 1, binder) }
        }
    }

    /// Bytes of the list of binders with its length: what the binders themselves do not cover.
    public var bindersLength: Int { binders.reduce(2) { $0 + 1 + $1.count } }
}

/// The pre-shared key that a server chose, by its place in the offer.
///
/// Source: RFC 8446 section 4.2.11.
public struct SelectedPreSharedKey: HelloExtension {
    public static let type = ExtensionType.preSharedKey

    /// 0 for the first identity.
    public let index: UInt16

    public init(_ index: UInt16) { self.index = index }

    public init(reading reader: inout WireReader) throws(WireError) {
        index = try reader.readUInt16("selected_identity")
    }

    public func write(to writer: inout WireWriter) { writer.write(index) }
}
