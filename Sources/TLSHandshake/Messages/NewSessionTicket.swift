/// A ticket for a later resumption.
///
/// Source: RFC 8446 section 4.6.1.
public struct NewSessionTicket: HandshakeBody {
    public static let type = HandshakeType.newSessionTicket

    /// Seconds; the RFC allows up to 604 800.
    public let lifetime: UInt32
    public let ageAdd: UInt32
    public let nonce: [UInt8]
    public let ticket: [UInt8]
    public let extensions: [RawExtension]

    public init(
        lifetime: UInt32, ageAdd: UInt32, nonce: [UInt8], ticket: [UInt8], extensions: [RawExtension] = []
    ) {
        self.lifetime = lifetime
        self.ageAdd = ageAdd
        self.nonce = nonce
        self.ticket = ticket
        self.extensions = extensions
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        lifetime = try reader.readUInt32("ticket_lifetime")
        ageAdd = try reader.readUInt32("ticket_age_add")
        var nonceVector = try reader.readVector(prefix: 1, 0...255, "ticket_nonce")
        nonce = nonceVector.readRest()
        var ticketVector = try reader.readVector(prefix: 2, 1...0xFFFF, "ticket")
        ticket = ticketVector.readRest()
        extensions = try reader.readExtensions("extensions")
    }

    public func write(to writer: inout WireWriter) {
        writer.write(lifetime)
        writer.write(ageAdd)
        writer.writeVector(prefix: 1, nonce)
        writer.writeVector(prefix: 2, ticket)
        writer.writeExtensions(extensions)
    }
}
