/// The ClientHello is sent; nothing has come, or only a HelloRetryRequest.
struct AwaitingServerHello: Sendable {
    enum Next: Sendable {
        case again(AwaitingServerHello)
        case encryptedExtensions(AwaitingEncryptedExtensions)
        case legacy(ReadingLegacyFlight)
    }

    let offer: Offer
    var transcript: TranscriptHash
    /// The suite of the HelloRetryRequest, if one came; the ServerHello must keep it.
    let retriedSuite: CipherSuite?

    mutating func receive(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) -> Next {
        try message.expect(.serverHello)
        let hello = try message.checked(ServerHello.self)
        let received = ReceivedServerHello(hello)
        if hello.isHelloRetryRequest {
            effects.report(.helloRetryRequest(received))
            return .again(try retry(hello, message, &effects))
        }
        guard received.version == .tls13 else {
            effects.report(.legacyServerHello(received))
            try checkOlder(hello)
            return .legacy(
                ReadingLegacyFlight(
                    version: received.version, farewell: farewell(to: received),
                    randoms: offer.hello.random + hello.random))
        }
        effects.report(.serverHello(received))
        return .encryptedExtensions(try agree(on: hello, message, &effects))
    }

    /// What a client that only reads along says at the end of an older flight.
    ///
    /// RFC 8446 section 4.1.3: a mark of a downgrade, or a version never offered, is an error; but whoever
    /// offers no TLS 1.3 must expect the mark.
    private func farewell(to received: ReceivedServerHello) -> AlertDescription {
        let offered = offer.hello.versions
        if !offered.contains(received.version), !offered.isEmpty { return .protocolVersion }
        guard offered.contains(.tls13), received.downgradeSentinel != nil else { return .userCanceled }
        return .illegalParameter
    }
}

// MARK: - TLS 1.2 and lower

extension AwaitingServerHello {
    /// RFC 8446 sections 4.1.4 and 4.2.1: neither supported_versions nor a retry leads to an older version.
    private func checkOlder(_ hello: ServerHello) throws(Deviation) {
        if let selected = try hello.extensions.checked(SelectedVersion.self, in: .serverHello) {
            throw illegal(
                "supported_versions selects \(selected.version)",
                at: hello.extensions[.supportedVersions]?.offset ?? HandshakeMessage.headerLength)
        }
        guard (ProtocolVersion.ssl3...ProtocolVersion.tls12).contains(hello.version) else {
            throw Deviation(
                "version \(hello.version.hex) is none that was offered", in: .message(.serverHello), at: 4,
                alert: .protocolVersion)
        }
        guard retriedSuite == nil else { throw illegal("\(hello.version) after a HelloRetryRequest", at: 4) }
    }
}

// MARK: - TLS 1.3

extension AwaitingServerHello {
    /// The rules that a HelloRetryRequest and a ServerHello share, in wire order.
    private func check(_ hello: ServerHello) throws(Deviation) -> SuiteParameters {
        let afterSession = 39 + hello.sessionID.count
        guard hello.legacyVersion == .tls12 else {
            throw illegal("legacy_version is \(hello.legacyVersion.hex), not 0x0303", at: 4)
        }
        guard hello.sessionID == offer.hello.sessionID else {
            throw illegal("legacy_session_id_echo is not the session id that was sent", at: 38)
        }
        guard offer.hello.cipherSuites.contains(hello.cipherSuite),
            let parameters = SuiteParameters(hello.cipherSuite)
        else {
            throw illegal("cipher suite \(hello.cipherSuite) was not offered for TLS 1.3", at: afterSession)
        }
        guard hello.compressionMethod == 0 else {
            throw illegal(
                "legacy_compression_method is \(hello.compressionMethod), not 0", at: afterSession + 2)
        }
        if let retriedSuite, retriedSuite != hello.cipherSuite {
            throw illegal(
                "cipher suite \(hello.cipherSuite) differs from \(retriedSuite) of the HelloRetryRequest",
                at: afterSession)
        }
        return parameters
    }

    private func illegal(_ what: String, at offset: Int) -> Deviation {
        Deviation(what, in: .message(.serverHello), at: offset, alert: .illegalParameter)
    }

    private mutating func agree(
        on hello: ServerHello, _ message: HandshakeMessage, _ effects: inout Effects
    ) throws(Deviation) -> AwaitingEncryptedExtensions {
        let parameters = try check(hello)
        try offer.check(
            hello.extensions, in: .serverHello, allowed: [.supportedVersions, .keyShare, .preSharedKey])
        let key = try offer.acceptedKey(in: hello, parameters)
        let secret = try sharedSecret(in: hello)
        transcript.choose(parameters.hash)
        transcript.append(message)
        let session = Session(
            offer: offer, parameters: parameters, transcript: transcript,
            secret: (key?.earlySecret ?? EarlySecret(hash: parameters.hash))
                .handshakeSecret(sharedSecret: secret),
            usesPreSharedKey: key != nil)
        effects.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", session.client)
        effects.log("SERVER_HANDSHAKE_TRAFFIC_SECRET", session.server)
        effects.protectReads(session.server.keys(for: parameters.aead))
        effects.protectWrites(session.client.keys(for: parameters.aead))
        return AwaitingEncryptedExtensions(session: session)
    }

    private func sharedSecret(in hello: ServerHello) throws(Deviation) -> [UInt8] {
        guard let share = try hello.extensions.checked(SelectedKeyShare.self, in: .serverHello) else {
            throw Deviation(
                "no key_share", in: .message(.serverHello), at: 4, alert: .missingExtension)
        }
        let offset = hello.extensions[.keyShare]?.offset ?? 4
        let group = share.entry.group
        guard offer.sharedGroups.contains(group) else {
            throw illegal("no key was sent for group \(group)", at: offset)
        }
        guard let secret = offer.entropy.key(for: group)?.sharedSecret(with: share.entry.keyExchange) else {
            throw illegal("the key of the server is no key of group \(group)", at: offset + 4)
        }
        return secret
    }
}

// MARK: - HelloRetryRequest (RFC 8446 section 4.1.4)

extension AwaitingServerHello {
    private mutating func retry(
        _ request: ServerHello, _ message: HandshakeMessage, _ effects: inout Effects
    ) throws(Deviation) -> AwaitingServerHello {
        guard retriedSuite == nil else {
            throw Deviation(
                "a second HelloRetryRequest", in: .message(.serverHello), at: 6, alert: .unexpectedMessage)
        }
        let parameters = try check(request)
        try offer.check(
            request.extensions, in: .serverHello,
            allowed: [.supportedVersions, .keyShare, .encryptedClientHello],
            unasked: [.cookie])
        guard request.version == .tls13 else {
            throw illegal("a HelloRetryRequest for \(request.version)", at: 4)
        }
        let cookie = try request.extensions.checked(Cookie.self, in: .serverHello)
        let group = try requestedGroup(in: request)
        guard cookie != nil || group != nil else {
            throw illegal("a HelloRetryRequest that changes nothing", at: 6)
        }
        var entropy = offer.entropy
        let share = try group.map { group throws(Deviation) in try newShare(of: group, from: &entropy) }
        transcript.restartForRetry(parameters.hash)
        transcript.append(message)
        let hello = offer.hello.repeated(share: share, cookie: cookie)
            .reoffering(offer.preSharedKey, hash: parameters.hash, after: transcript)
        // Extensions have a length of two bytes, which a cookie can use up alone.
        guard (try? hello.message.decode(ClientHello.self)) == hello else {
            throw illegal("a cookie that leaves no room in a ClientHello", at: 6)
        }
        transcript.append(hello.message)
        effects.sendChangeCipherSpec()
        effects.send(hello.message)
        return AwaitingServerHello(
            offer: Offer(
                hello: hello, alpn: offer.alpn, entropy: entropy,
                preSharedKey: hello.offersPSK ? offer.preSharedKey : nil,
                clientIdentity: offer.clientIdentity),
            transcript: transcript, retriedSuite: request.cipherSuite)
    }

    private func requestedGroup(in request: ServerHello) throws(Deviation) -> NamedGroup? {
        guard let requested = try request.extensions.checked(RequestedGroup.self, in: .serverHello) else {
            return nil
        }
        let (group, offset) = (requested.group, request.extensions[.keyShare]?.offset ?? 4)
        guard offer.hello.groups.contains(group) else {
            throw illegal("group \(group) was not offered", at: offset)
        }
        guard !offer.sharedGroups.contains(group) else {
            throw illegal("a key for group \(group) was already sent", at: offset)
        }
        return group
    }

    /// The key that the server asks for, made on demand.
    private func newShare(
        of group: NamedGroup, from entropy: inout Entropy
    ) throws(Deviation) -> KeyShareEntry {
        entropy.makeKeys(for: [group])
        guard let key = entropy.key(for: group) else {
            // Only a template that offers a group without a key leads here: our side, not the peer's.
            throw Deviation(
                "no key can be made for group \(group)", in: .message(.serverHello), at: 4,
                alert: .handshakeFailure)
        }
        return key.share
    }
}
