internal import Crypto
public import TLSHandshake

/// A small TLS 1.3 server in memory, built from the same wire types, that can misbehave on request.
public struct PeerServer: Sendable {
    /// What the server does.
    public struct Script: Sendable {
        public var suite = CipherSuite.aes128GCMSHA256
        public var group = NamedGroup.x25519
        /// Ask for another ClientHello first, with this cookie.
        public var retries = false
        public var retryCookie: [UInt8]?
        public var requestsCertificate = false
        public var authorities: [[UInt8]] = []
        public var alpn: String?
        public var acknowledgesName = false
        /// Send the chain as CompressedCertificate.
        public var compressesChain = false
        public var chain: [CertificateEntry]?
        public var staple: [UInt8]?
        public var timestamps: [[UInt8]] = []
        public var tickets = 0
        /// Keys that the server knows; it takes the first offered one whose hash is the suite's.
        public var preSharedKeys: [PreSharedKey] = []
        /// Says this in place of the true selected_identity, even when no key was offered.
        public var selectedIdentity: UInt16?
        /// The schemes that it takes from a client with a certificate.
        public var clientSchemes: [SignatureScheme] = [.ecdsaP256SHA256]
        public var padding = 0
        /// How many bytes of a flight's messages go into one record.
        public var fragmentLength = 1 << 14
        /// Bytes of the messages as they go out, by their place in the flight; the server goes on with what
        /// this returns, so that its own proofs cover it.
        public var alter: @Sendable (HandshakeType, [UInt8]) -> [UInt8] = { _, bytes in bytes }
        /// The same, after the server's own transcript has taken the message: its proofs do not cover it.
        public var alterUnseen: @Sendable (HandshakeType, [UInt8]) -> [UInt8] = { _, bytes in bytes }

        public init() {}
    }

    public let script: Script
    public let identity: PeerIdentity
    public private(set) var clientHellos: [ClientHello] = []
    public private(set) var isClientFinishedValid: Bool?
    public private(set) var clientCertificate: Certificate?
    public private(set) var clientProof: CertificateVerify?
    /// What the proof covers.
    public private(set) var clientProofContent: [UInt8] = []
    /// Whether the binder of the offered key was right, at the last ClientHello that offered a known one.
    public internal(set) var isBinderValid: Bool?
    public private(set) var applicationData: [UInt8] = []
    public private(set) var alerts: [Alert] = []
    public private(set) var changeCipherSpecs = 0
    public private(set) var clientUpdates = 0

    var framer = RecordFramer()
    var assembler = HandshakeAssembler()
    var transcript = TranscriptHash()
    var reads: RecordProtection?
    var writes: RecordProtection?
    var secrets: Secrets?
    var hasRetried = false

    /// What the server agreed on.
    struct Secrets: Sendable {
        let parameters: SuiteParameters
        let client: TrafficSecret
        let server: TrafficSecret
        let main: MainSecret
        var applicationClient: TrafficSecret?
        var applicationServer: TrafficSecret?
    }

    public init(_ script: Script = Script(), identity: PeerIdentity) {
        self.script = script
        self.identity = identity
    }

    /// Takes bytes of the client and answers.
    public mutating func receive(_ bytes: [UInt8]) throws -> [UInt8] {
        framer.append(bytes)
        var answer: [UInt8] = []
        while let record = try framer.next() {
            var (type, fragment) = (record.type, record.fragment)
            if type == .applicationData, var protection = reads {
                (type, fragment) = try protection.open(record)
                reads = protection
            }
            switch type {
            case .handshake: assembler.append(fragment)
            case .alert:
                alerts.append(
                    Alert(AlertDescription(rawValue: fragment[1]), level: AlertLevel(rawValue: fragment[0])))
            case .changeCipherSpec: changeCipherSpecs += 1
            case _: applicationData += fragment
            }
            while let message = try assembler.next() { answer += try take(message) }
        }
        return answer
    }

    private mutating func take(_ message: HandshakeMessage) throws -> [UInt8] {
        switch message.type {
        case .clientHello: return try answer(message)
        case .certificate:
            clientCertificate = try message.decode(Certificate.self)
            transcript.append(message)
        case .certificateVerify:
            clientProof = try message.decode(CertificateVerify.self)
            clientProofContent = CertificateVerify.clientContent(transcriptHash: transcript.current)
            transcript.append(message)
        case .finished: return try finish(message)
        case .keyUpdate:
            clientUpdates += 1
            if let secrets, let client = secrets.applicationClient {
                self.secrets?.applicationClient = client.next
                reads = RecordProtection(client.next.keys(for: secrets.parameters.aead))
            }
        case _: break
        }
        return []
    }

    private mutating func finish(_ message: HandshakeMessage) throws -> [UInt8] {
        guard let secrets, let client = secrets.applicationClient else { return [] }
        let finished = try message.decode(Finished.self)
        isClientFinishedValid = secrets.client.isValid(
            verifyData: finished.verifyData, transcriptHash: transcript.current)
        reads = RecordProtection(client.keys(for: secrets.parameters.aead))
        var flight: [UInt8] = []
        for number in 0..<script.tickets {
            let ticket = NewSessionTicket(
                lifetime: 7200, ageAdd: 5, nonce: [UInt8(truncatingIfNeeded: number)], ticket: [1, 2, 3, 4])
            flight += ticket.message.bytes
        }
        return seal(flight)
    }

    private mutating func answer(_ message: HandshakeMessage) throws -> [UInt8] {
        let hello = try message.decode(ClientHello.self)
        clientHellos.append(hello)
        let known = knownKey(in: hello)
        transcript.append(message)
        guard let parameters = SuiteParameters(script.suite) else { return [] }
        if script.retries, !hasRetried {
            hasRetried = true
            return retry(hello, parameters)
        }
        let keys = try PeerKey(group: script.group, peer: hello.keyShares.first { $0.group == script.group })
        let answer = ServerHello(
            random: (0..<32).map { UInt8($0) }, sessionID: hello.sessionID, cipherSuite: script.suite,
            extensions: [SelectedVersion(.tls13).raw, SelectedKeyShare(keys.share).raw] + selection(of: known)
        )
        let clear = note(answer.message)
        transcript.choose(parameters.hash)
        let early = known?.earlySecret ?? EarlySecret(hash: parameters.hash)
        let handshake = early.handshakeSecret(sharedSecret: keys.secret)
        let hash = transcript.current
        let secrets = Secrets(
            parameters: parameters, client: handshake.client(transcriptHash: hash),
            server: handshake.server(transcriptHash: hash), main: handshake.mainSecret)
        self.secrets = secrets
        let records = seal(clear) + Record(type: .changeCipherSpec, fragment: [1]).bytes
        writes = RecordProtection(secrets.server.keys(for: parameters.aead))
        reads = RecordProtection(secrets.client.keys(for: parameters.aead))
        let flight = protectedFlight(secrets, hasKey: known != nil)
        let sealed = seal(flight)
        let server = secrets.main.server(transcriptHash: transcript.current)
        self.secrets?.applicationClient = secrets.main.client(transcriptHash: transcript.current)
        self.secrets?.applicationServer = server
        writes = RecordProtection(server.keys(for: parameters.aead))
        return records + sealed
    }

    private mutating func retry(_ hello: ClientHello, _ parameters: SuiteParameters) -> [UInt8] {
        var extensions = [SelectedVersion(.tls13).raw]
        if !hello.keyShares.contains(where: { $0.group == script.group }) {
            extensions.append(RequestedGroup(script.group).raw)
        }
        if let cookie = script.retryCookie { extensions.append(Cookie(cookie).raw) }
        let request = ServerHello(
            random: ServerHello.helloRetryRequestRandom, sessionID: hello.sessionID,
            cipherSuite: script.suite, extensions: extensions)
        transcript.restartForRetry(parameters.hash)
        return seal(note(request.message)) + Record(type: .changeCipherSpec, fragment: [1]).bytes
    }
}

// MARK: - Flights

extension PeerServer {
    private mutating func protectedFlight(_ secrets: Secrets, hasKey: Bool) -> [UInt8] {
        var extensions: [RawExtension] = []
        if script.acknowledgesName { extensions.append(RawExtension(type: .serverName, data: [])) }
        if let alpn = script.alpn { extensions.append(ApplicationProtocols([alpn]).raw) }
        var flight = note(EncryptedExtensions(extensions: extensions).message)
        if script.requestsCertificate {
            var wishes = [SignatureAlgorithms(script.clientSchemes).raw]
            if !script.authorities.isEmpty { wishes.append(CertificateAuthorities(script.authorities).raw) }
            flight += note(CertificateRequest(extensions: wishes).message)
        }
        if !hasKey {
            let chain = Certificate(entries: script.chain ?? [entry]).message
            flight += note(
                script.compressesChain ? CompressedCertificate(compressing: chain.body).message : chain)
            let content = CertificateVerify.serverContent(transcriptHash: transcript.current)
            let signature = identity.sign(content)
            flight += note(CertificateVerify(scheme: identity.scheme, signature: signature).message)
        }
        let proof = secrets.server.verifyData(transcriptHash: transcript.current)
        return flight + note(Finished(verifyData: proof).message)
    }

    private var entry: CertificateEntry {
        var extensions: [RawExtension] = []
        if let staple = script.staple { extensions.append(CertificateStatus(response: staple).raw) }
        if !script.timestamps.isEmpty {
            extensions.append(SignedCertificateTimestamps(script.timestamps).raw)
        }
        return CertificateEntry(der: identity.certificate, extensions: extensions)
    }

    /// Adds a message to the transcript; its bytes as they go out.
    private mutating func note(_ message: HandshakeMessage) -> [UInt8] {
        let bytes = script.alter(message.type, message.bytes)
        transcript.append(bytes)
        return script.alterUnseen(message.type, bytes)
    }

    /// Records with these bytes, under whatever keys are in use.
    public mutating func seal(_ content: [UInt8], as type: ContentType = .handshake) -> [UInt8] {
        var records: [UInt8] = []
        var rest = content[...]
        while !rest.isEmpty {
            let fragment = rest.prefix(script.fragmentLength)
            rest = rest.dropFirst(script.fragmentLength)
            records += sealRecord(Array(fragment), as: type)
        }
        return records
    }

    /// One record, even an empty one.
    public mutating func sealRecord(_ fragment: [UInt8], as type: ContentType) -> [UInt8] {
        guard var protection = writes else { return Record(type: type, fragment: fragment).bytes }
        let record = protection.seal(fragment, as: type, padding: script.padding)
        writes = protection
        return record
    }

    /// A KeyUpdate under the old keys; what follows is under the new ones.
    public mutating func updateKeys(requesting isRequested: Bool) -> [UInt8] {
        let record = seal(KeyUpdate(isRequested: isRequested).message.bytes)
        if let secrets, let server = secrets.applicationServer {
            self.secrets?.applicationServer = server.next
            writes = RecordProtection(server.next.keys(for: secrets.parameters.aead))
        }
        return record
    }
}
