/// A key that both sides know before the handshake, and the identity under which it is offered.
///
/// It is only ever offered with an (EC)DHE exchange beside it (psk_dhe_ke) and never for early data. Nothing
/// prints the secret: descriptions and mirrors tell the kind, the hash and the lengths alone.
/// Source: RFC 8446 sections 2.2 and 4.2.11.
public struct PreSharedKey: Hashable, Sendable {
    /// Where a key comes from.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// Both sides were given it.
        case external
        /// It belongs to a ticket of an earlier handshake.
        case resumption
    }

    /// The longest identity that is offered: half of what the extensions of a ClientHello may take.
    public static let maximumIdentity = 1 << 15
    /// The longest time for which a ticket may be used, in seconds: seven days (RFC 8446 section 4.6.1).
    public static let maximumTicketLifetime: UInt32 = 604_800

    public let kind: Kind
    public let identity: [UInt8]
    /// The hash to which the key is bound: a server must choose a suite that has it.
    public let hash: HashAlgorithm
    /// Milliseconds, with the ticket's own number mixed in; 0 for an external key.
    public let obfuscatedTicketAge: UInt32
    let secret: [UInt8]

    /// A key that both sides were given.
    ///
    /// Fails for an empty secret and for an identity that is empty or longer than ``maximumIdentity``.
    public init?(external identity: [UInt8], secret: [UInt8], hash: HashAlgorithm = .sha256) {
        self.init(.external, identity, secret, hash, obfuscatedTicketAge: 0)
    }

    /// The key of a ticket that came `ageMs` milliseconds ago.
    ///
    /// Fails for a ticket that may not be used: its lifetime is 0 or over, the clock went back, its suite is
    /// none of TLS 1.3, or it is longer than ``maximumIdentity``. A lifetime of more than seven days counts as
    /// seven days.
    public init?(resuming received: ReceivedTicket, ageMs: Int64) {
        let ticket = received.ticket
        let lifetime = Int64(min(ticket.lifetime, Self.maximumTicketLifetime)) * 1_000
        guard let hash = SuiteParameters(received.suite)?.hash, ageMs >= 0, ageMs < lifetime else {
            return nil
        }
        self.init(
            .resumption, ticket.ticket, received.preSharedKey, hash,
            obfuscatedTicketAge: UInt32(truncatingIfNeeded: ageMs) &+ ticket.ageAdd)
    }

    private init?(
        _ kind: Kind, _ identity: [UInt8], _ secret: [UInt8], _ hash: HashAlgorithm,
        obfuscatedTicketAge: UInt32
    ) {
        guard (1...Self.maximumIdentity).contains(identity.count), !secret.isEmpty else { return nil }
        self.kind = kind
        self.identity = identity
        self.secret = secret
        self.hash = hash
        self.obfuscatedTicketAge = obfuscatedTicketAge
    }
}

// MARK: - Keys

extension PreSharedKey {
    /// The start of the key schedule.
    package var earlySecret: EarlySecret { EarlySecret(hash: hash, preSharedKey: secret) }

    /// The proof of the key over a ClientHello that is cut off before its binders.
    ///
    /// The transcript holds what came before: nothing, or the first ClientHello's hash and a HelloRetryRequest.
    /// Source: RFC 8446 section 4.2.11.2.
    package func binder(over truncatedHello: [UInt8], after transcript: TranscriptHash) -> [UInt8] {
        var transcript = transcript
        transcript.choose(hash)
        transcript.append(truncatedHello)
        let early = earlySecret
        let key = kind == .external ? early.externalBinderKey : early.resumptionBinderKey
        return key.verifyData(transcriptHash: transcript.current)
    }
}

// MARK: - Silence

extension PreSharedKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "\(kind.rawValue) PSK for \(hash), identity of \(identity.count) bytes, secret not shown"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [("kind", kind.rawValue)]) }
}

extension ReceivedTicket: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "ticket of \(ticket.ticket.count) bytes for \(suite), lifetime \(ticket.lifetime) s, key not shown"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(self, children: [("ticket", ticket as Any), ("suite", suite as Any)])
    }
}
