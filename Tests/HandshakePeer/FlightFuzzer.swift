internal import TLSHandshake

/// Feeds damaged flights of a server to clients that stand at each point of a handshake.
///
/// Damage inside the protected flight is done before sealing, so that it reaches the parsers.
public struct FlightFuzzer: Sendable {
    /// What one damaged flight came to.
    public struct Outcome: Sendable {
        public let label: String
        public let peakBuffered: Int
        /// The broken rule in words, if one ended it.
        public let deviation: String?
    }

    private var random: SplitMix64
    private let started: ClientHandshake
    /// A client that offers the groups of Apple's systems, with a key for the hybrid.
    private let hybrid: ClientHandshake
    private let keyed: ClientHandshake
    private let connected: ClientHandshake
    /// The server after its hello and after the handshake: its keys seal the damaged flights.
    private let keyedServer: PeerServer
    private let connectedServer: PeerServer
    private let wire: [UInt8]
    /// The same for a handshake whose pre-shared key is taken.
    private let resuming: ResumingFlight
    private let clearFlights: [[UInt8]]
    private let protectedFlight: [[UInt8]]
    private let hybridFlights: [[UInt8]]

    public init(seed: UInt64) throws {
        random = SplitMix64(seed: seed)
        var script = PeerServer.Script()
        script.requestsCertificate = true
        script.authorities = [TestCertificate.name("Fleet Authority")]
        script.alpn = "h2"
        script.staple = [0x30, 3, 1, 2, 3]
        script.timestamps = [[1, 2], [3]]
        var conversation = try Conversation(
            .init(
                serverName: "mdm.example.com", alpn: ["h2"], template: Self.template,
                reportsRawMessages: false), script, identity: .ed25519())
        let hello = conversation.client.start().send
        started = conversation.client
        wire = try conversation.server.receive(hello)
        var framer = RecordFramer()
        framer.append(wire)
        let first = try framer.next().map(\.bytes) ?? []
        var client = started
        _ = client.receive(first)
        keyed = client
        keyedServer = conversation.server.rewoundToHandshakeKeys()
        protectedFlight = try Self.open(framer, keyedServer)
        let finish = client.receive(wire.dropFirst(first.count)).send
        _ = try conversation.server.receive(finish)
        connected = client
        connectedServer = conversation.server
        let serverHello = Array(first.dropFirst(RecordLimits.headerLength))
        hybridFlights = Self.hybridFlights(serverHello)
        var offering = ClientHandshake(
            .init(serverName: "mdm.example.com", template: .apple26), entropy: try Conversation.entropy())
        _ = offering.start()
        hybrid = offering
        resuming = try ResumingFlight()
        clearFlights = [serverHello, Self.retry, LegacyFlight.messages().flatMap(\.bytes)]
    }

    static let retry = ServerHello(
        random: ServerHello.helloRetryRequestRandom, sessionID: [UInt8](repeating: 0x5E, count: 32),
        cipherSuite: .aes128GCMSHA256, extensions: [SelectedVersion(.tls13).raw, Cookie([1, 2]).raw]
    ).message.bytes

    /// The careful client, also for compressed chains.
    private static var template: ClientHelloTemplate {
        var template = ClientHelloTemplate.modern
        template.slots.append(.fixed(CompressCertificate([.zlib]).raw))
        return template
    }

    /// Answers to a client that offers more groups: a hybrid share, whose ciphertext may be anything, and a
    /// wish for each of the groups without a key.
    private static func hybridFlights(_ serverHello: [UInt8]) -> [[UInt8]] {
        guard let hello = try? HandshakeMessage(serverHello).decode(ServerHello.self),
            let share = try? hello.extensions.decode(SelectedKeyShare.self)?.entry.keyExchange
        else { return [] }
        let secret = KeyShareEntry(
            group: .x25519MLKEM768, keyExchange: [UInt8](repeating: 0x2E, count: 1088) + share)
        let answer = ServerHello(
            random: hello.random, sessionID: hello.sessionID, cipherSuite: hello.cipherSuite,
            extensions: [SelectedVersion(.tls13).raw, SelectedKeyShare(secret).raw])
        let retries = [NamedGroup.secp256r1, .secp384r1, .secp521r1].map { group in
            ServerHello(
                random: ServerHello.helloRetryRequestRandom, sessionID: hello.sessionID,
                cipherSuite: hello.cipherSuite,
                extensions: [SelectedVersion(.tls13).raw, RequestedGroup(group).raw, Cookie([1]).raw])
        }
        return ([answer] + retries).map(\.message.bytes)
    }

    /// The messages of a protected flight, one each.
    static func open(_ framer: RecordFramer, _ server: PeerServer) throws -> [[UInt8]] {
        var (framer, assembler, messages) = (framer, HandshakeAssembler(), [[UInt8]]())
        guard var protection = server.writes else { return [] }
        while let record = try framer.next() {
            guard record.type == .applicationData else { continue }
            assembler.append(try protection.open(record).fragment)
            while let message = try assembler.next() { messages.append(message.bytes) }
        }
        return messages
    }

    /// Damages one flight and feeds it.
    public mutating func next() -> Outcome {
        if random.below(500) == 0 { return run(started, flood()) }
        return switch random.below(11) {
        case 0: run(started, Mutator.mutate(wire, &random))
        case 1, 2: run(started, clear(clearFlights))
        case 3, 4, 5: run(keyed, protected(protectedFlight, keyedServer))
        case 6: run(resuming.started, clear([resuming.serverHello, resuming.retry]))
        case 7: run(resuming.keyed, protected(resuming.protectedFlight, resuming.server))
        case 8: run(hybrid, clear(hybridFlights))
        case _: run(connected, afterwards())
        }
    }
}

// MARK: - Flights

extension FlightFuzzer {
    private mutating func clear(_ flights: [[UInt8]]) -> [UInt8] {
        let flight = Mutator.mutate(flights[random.below(flights.count)], &random)
        var (rest, records) = (flight[...], [UInt8]())
        repeat {
            let length = random.below(2) == 0 ? 1 << 14 : 1 + random.below(64)
            let type: ContentType = random.below(20) == 0 ? .alert : .handshake
            records += Record(type: type, fragment: Array(rest.prefix(length))).bytes
            rest = rest.dropFirst(length)
        } while !rest.isEmpty
        return records
    }

    private mutating func protected(_ flight: [[UInt8]], _ keyedServer: PeerServer) -> [UInt8] {
        var messages = flight
        let place = random.below(messages.count)
        if random.below(4) == 0 { compress(&messages) }
        switch random.below(6) {
        case 0: messages.swapAt(place, random.below(messages.count))
        case 1: messages.insert(messages[place], at: random.below(messages.count))
        case 2: messages[place] = Mutator.mutate(messages[place], &random)
        case _:
            // The header's length follows the damage, so that the body's parser sees it.
            let type = HandshakeType(rawValue: messages[place].first ?? 0)
            let body = Mutator.mutate(Array(messages[place].dropFirst(4)), &random)
            messages[place] = HandshakeMessage(type: type) { $0.write(body) }.bytes
        }
        var server = keyedServer
        return random.below(2) == 0
            ? server.seal(messages.flatMap { $0 }) : messages.flatMap { server.seal($0) }
    }

    /// Puts a compressed chain in place of the plain one, damaged before or after the compression.
    private mutating func compress(_ messages: inout [[UInt8]]) {
        let place = messages.firstIndex { $0.first == HandshakeType.certificate.rawValue }
        guard let place else { return }
        var body = Array(messages[place].dropFirst(HandshakeMessage.headerLength))
        if random.below(2) == 0 { body = Mutator.mutate(body, &random) }
        let whole = CompressedCertificate(compressing: body)
        let lies = [0, -1, 1, 1000, RecordLimits.certificateMessage]
        messages[place] =
            CompressedCertificate(
                algorithm: CertificateCompressionAlgorithm(
                    rawValue: random.below(20) == 0 ? 2 : CertificateCompressionAlgorithm.zlib.rawValue),
                uncompressedLength: max(0, whole.uncompressedLength + lies[random.below(lies.count)]),
                compressed: random.below(4) == 0
                    ? Mutator.mutate(whole.compressed, &random) : whole.compressed
            ).message.bytes
    }

    private mutating func afterwards() -> [UInt8] {
        var (server, records) = (connectedServer, [UInt8]())
        for _ in 0...random.below(6) {
            switch random.below(7) {
            case 0: records += server.updateKeys(requesting: random.below(2) == 0)
            case 1: records += server.sealRecord([], as: .applicationData)
            case 2:
                records += server.seal([UInt8](repeating: 1, count: random.below(100)), as: .applicationData)
            case 3: records += server.seal(Mutator.mutate([2, 40], &random), as: .alert)
            case 4:
                let type = ContentType(rawValue: UInt8(truncatingIfNeeded: random.next()))
                records += server.sealRecord([1, 2, 3], as: type)
            case _:
                let ticket = NewSessionTicket(lifetime: 1, ageAdd: 2, nonce: [3], ticket: [4, 5, 6])
                let body = Mutator.mutate(Array(ticket.message.body), &random)
                records += server.seal(HandshakeMessage(type: .newSessionTicket) { $0.write(body) }.bytes)
            }
        }
        return random.below(4) == 0 ? Mutator.mutate(records, &random) : records
    }
}

extension FlightFuzzer {
    /// A message that claims to be long and goes on for as long as it may, or longer.
    private mutating func flood() -> [UInt8] {
        let length = RecordLimits.certificateMessage - random.below(3)
        let header = [HandshakeType.certificate.rawValue, UInt8(length >> 16), UInt8(length >> 8 & 0xFF)]
        var records = Record(type: .handshake, fragment: header + [UInt8(length & 0xFF)]).bytes
        let filler = Record(type: .handshake, fragment: [UInt8](repeating: 0x2E, count: 1 << 14)).bytes
        for _ in 0...16 { records += filler }
        return records
    }
}

// MARK: - Feeding

extension FlightFuzzer {
    private mutating func run(_ snapshot: ClientHandshake, _ bytes: [UInt8]) -> Outcome {
        var (client, peak) = (snapshot, 0)
        var transcript = HandshakeTranscript(of: client.configuration, startedAt: nil)
        let piece = random.below(3) == 0 ? 1 + random.below(40) : bytes.count
        var rest = bytes[...]
        while !rest.isEmpty {
            let step = client.receive(rest.prefix(max(piece, 1)))
            rest = rest.dropFirst(max(piece, 1))
            peak = max(peak, client.bufferedCount)
            for event in step.events { transcript.record(event, atMs: nil) }
            if step.ended != nil { break }
        }
        let phase = client.phase
        for event in client.receiveEndOfStream().events { transcript.record(event, atMs: nil) }
        return Outcome(
            label: Self.label(client.ending, phase), peakBuffered: peak, deviation: transcript.error)
    }

    private static func label(_ ending: Ending?, _ phase: Phase) -> String {
        switch ending {
        case .closedByPeer: "closed by peer"
        case .closedLocally: "closed locally"
        case .alertReceived: "alert received"
        case .deviation(let deviation): "deviation, \(deviation.alert)"
        case .legacyVersion: "older version"
        case .notTLS: "not TLS"
        case .truncated: "waiting at \(phase.rawValue)"
        case nil: "never ended"
        }
    }
}

extension PeerServer {
    /// The server as it was when it had sent its hello and nothing else.
    public func rewoundToHandshakeKeys() -> PeerServer {
        var server = self
        if let secrets {
            server.writes = RecordProtection(secrets.server.keys(for: secrets.parameters.aead))
        }
        return server
    }
}
