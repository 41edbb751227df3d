public import TLSHandshake

/// A client and a server in memory, wired back to back.
public struct Conversation {
    public var client: ClientHandshake
    public var server: PeerServer
    public private(set) var events: [HandshakeEvent] = []
    /// Everything that the server sent.
    public private(set) var serverBytes: [UInt8] = []

    public init(
        _ configuration: ClientHandshake.Configuration, _ script: PeerServer.Script = PeerServer.Script(),
        identity: PeerIdentity
    ) throws {
        client = ClientHandshake(configuration, entropy: try Self.entropy())
        server = PeerServer(script, identity: identity)
    }

    /// The same entropy every time.
    public static func entropy() throws -> Entropy {
        struct BadKey: Error {}
        guard
            let entropy = Entropy(
                random: [UInt8](repeating: 0xC1, count: 32), sessionID: [UInt8](repeating: 0x5E, count: 32),
                x25519PrivateKey: [UInt8](repeating: 0x11, count: 32),
                p256PrivateKey: [UInt8](repeating: 0x12, count: 32))
        else { throw BadKey() }
        return entropy
    }

    /// Lets both talk until neither has anything to say; the server's bytes come in pieces of `piece`.
    public mutating func run(piece: Int = .max) throws {
        var step = client.start()
        while true {
            events += step.events
            let answer = step.send.isEmpty ? [] : try server.receive(step.send)
            guard !answer.isEmpty else { return }
            step = deliver(answer, piece: piece)
        }
    }

    /// Gives the client bytes of the server; what the client sends is left to the caller.
    public mutating func deliver(_ bytes: [UInt8], piece: Int = .max) -> Step {
        serverBytes += bytes
        guard piece < bytes.count else { return client.receive(bytes) }
        var whole = Step()
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let step = client.receive(bytes[start..<min(start + piece, bytes.count)])
            whole.append(step)
        }
        return whole
    }

    /// Delivers bytes, records the events and lets the server read the answer.
    public mutating func exchange(_ bytes: [UInt8], piece: Int = .max) throws {
        let step = deliver(bytes, piece: piece)
        events += step.events
        if !step.send.isEmpty { _ = try server.receive(step.send) }
    }
}
