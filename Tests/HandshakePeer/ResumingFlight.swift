internal import TLSHandshake

/// A handshake in which a pre-shared key is taken, stopped at the points where damage can be done.
struct ResumingFlight: Sendable {
    /// The key is none, or the server did not take it.
    struct NotResumed: Error {}

    /// After the ClientHello.
    let started: ClientHandshake
    /// After the ServerHello.
    let keyed: ClientHandshake
    let serverHello: [UInt8]
    /// Another answer to the ClientHello: the key must be proved again, or dropped.
    let retry = FlightFuzzer.retry
    /// EncryptedExtensions and Finished.
    let protectedFlight: [[UInt8]]
    /// With the handshake's keys.
    let server: PeerServer

    init() throws {
        guard let key = PreSharedKey(external: [1, 2, 3], secret: [UInt8](repeating: 9, count: 32)) else {
            throw NotResumed()
        }
        var configuration = ClientHandshake.Configuration(serverName: "mdm.example.com", alpn: ["h2"])
        configuration.preSharedKey = key
        var script = PeerServer.Script()
        script.preSharedKeys = [key]
        script.alpn = "h2"
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        let hello = conversation.client.start().send
        started = conversation.client
        var framer = RecordFramer()
        framer.append(try conversation.server.receive(hello))
        let first = try framer.next()?.bytes ?? []
        serverHello = Array(first.dropFirst(RecordLimits.headerLength))
        var client = started
        _ = client.receive(first)
        keyed = client
        server = conversation.server.rewoundToHandshakeKeys()
        protectedFlight = try FlightFuzzer.open(framer, server)
        guard protectedFlight.count == 2 else { throw NotResumed() }
    }
}
