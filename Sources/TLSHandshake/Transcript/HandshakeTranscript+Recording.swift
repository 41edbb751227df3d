extension HandshakeTranscript {
    /// A transcript of a handshake that is only beginning: `stalled` until something else is known.
    public init(of configuration: ClientHandshake.Configuration, startedAt: String?) {
        self.init(outcome: .stalled)
        self.startedAt = startedAt
        serverName = configuration.serverName
        template = configuration.effectiveTemplate.name
        if let key = configuration.preSharedKey {
            edit(&psk, PSK()) {
                $0.kind = key.kind.rawValue
                $0.mode = "psk_dhe_ke"
            }
        }
    }

    /// Adds what an event says; `atMs` is the time since the start in milliseconds.
    public mutating func record(_ event: HandshakeEvent, atMs: Double?) {
        if let stage = event.stage { stages = (stages ?? []) + [Stage(stage, atMs: atMs)] }
        switch event {
        case .clientHelloSent(let hello): record(hello)
        case .helloRetryRequest(let hello): group = hello.group?.description
        case .serverHello(let hello), .legacyServerHello(let hello): record(hello)
        case .encryptedExtensions(let content):
            alpn = content.alpn
            sniAcknowledged = content.isServerNameAcknowledged
            clientCertificateRequested = false
        case .certificateRequest(let request):
            clientCertificateRequested = true
            acceptedAuthorities = request.authorities
        case .certificate(let certificate): record(certificate)
        case .certificateVerify(let scheme, let verdict):
            edit(&verified, Verified()) {
                $0.certificateVerify = verdict.rawValue
                $0.scheme = scheme.description
            }
        case .legacyCertificateStatus(let response):
            edit(&ocsp, OCSP()) {
                $0.stapled = true
                $0.bytes = response.count
            }
        case .legacyKeyExchange(let curve): group = curve.description
        case .serverFinished(let isValid):
            edit(&verified, Verified()) { $0.finished = isValid ? "valid" : "invalid" }
        case .legacyKeyExchangeProof(let scheme, let verdict):
            edit(&verified, Verified()) {
                $0.certificateVerify = verdict.rawValue
                $0.scheme = scheme.description
            }
        case .clientCertificateSent(let answer):
            clientCertificateSent = answer.certificates > 0
            error = error ?? answer.problem
        case .clientFinishedSent:
            outcome = .completed
            tickets = tickets ?? 0
        case .legacyHelloDone: outcome = .completed
        case .ticket: tickets = (tickets ?? 0) + 1
        case .alertReceived(let received, let isProtected): record(received, "received", isProtected)
        case .alertSent(let sent): if alert == nil, sent.level == .fatal { record(sent, "sent", nil) }
        case .notTLS(let bytes):
            firstBytes = Hex.encode(bytes)
            outcome = .protocolError
        case .deviation(let deviation):
            error = deviation.description
            outcome = .protocolError
        case .rawMessage(let message, let isSent): record(message, isSent)
        case .keyUpdate, .applicationData, .closed: break
        }
    }

    /// Adds how the conversation ended, which the events alone do not always say.
    public mutating func record(_ ending: Ending) {
        switch ending {
        case .alertReceived: outcome = .alert
        case .deviation, .notTLS: outcome = .protocolError
        case .closedByPeer: if outcome == .stalled { outcome = .closed }
        case .truncated(let unfinished):
            if outcome == .stalled { outcome = .closed }
            if let unfinished { error = error ?? "the stream ended after \(unfinished)" }
        case .closedLocally, .legacyVersion: break
        }
    }

    private mutating func record(_ hello: SentClientHello) {
        var summary = Sent()
        summary.sni = hello.hello.serverName
        summary.bytes = hello.byteCount
        summary.ja3 = hello.ja3
        summary.ja4 = hello.ja4
        summary.cipherSuites = hello.hello.cipherSuites.map(\.description)
        summary.groups = hello.hello.groups.map(\.description)
        summary.keyShares = hello.hello.keyShares.map(\.group.description)
        summary.versions = hello.hello.versions.map(\.description)
        summary.signatureSchemes = hello.hello.signatureSchemes.map(\.description)
        summary.extensions = hello.hello.extensions.map(\.type.description)
        summary.alpn = hello.hello.alpn
        summary.psk = hello.hello.offersPSK
        summary.records = hello.recordCount
        // The first ClientHello is what a path is judged by; the second only answers the server.
        if !hello.isRetry { sent = summary }
        if hello.hello.offersPSK { edit(&psk, PSK()) { $0.offered = true } }
    }

    private mutating func record(_ hello: ReceivedServerHello) {
        version = hello.version.description
        cipherSuite = hello.cipherSuite.description
        group = hello.group?.description ?? group
        ja3s = hello.ja3s
        downgradeSentinel = hello.downgradeSentinel?.rawValue
        if hello.version < .tls13 { recordLegacyExtensions(hello.hello.extensions) }
        if sent?.psk == true {
            edit(&psk, PSK()) {
                $0.offered = true
                $0.accepted = hello.hello.extensions[.preSharedKey] != nil
            }
        }
    }

    /// What TLS 1.2 says in its ServerHello and TLS 1.3 says later.
    private mutating func recordLegacyExtensions(_ extensions: [RawExtension]) {
        alpn = (try? extensions.decode(ApplicationProtocols.self))?.texts.first
        sniAcknowledged = extensions[.serverName] != nil
        tlsSCTs = (try? extensions.decode(SignedCertificateTimestamps.self))?.timestamps.count ?? 0
        clientCertificateRequested = false
    }

    private mutating func record(_ certificate: ReceivedCertificate) {
        certificateCompression = certificate.compression?.description
        certificates = certificate.chain.map { CertificateSummary(der: $0) }
        if version == ProtocolVersion.tls13.description { tlsSCTs = certificate.timestamps.count }
        var summary = OCSP()
        summary.stapled = certificate.ocspStaple != nil
        summary.bytes = certificate.ocspStaple?.count
        ocsp = summary
    }

    private mutating func record(_ message: HandshakeMessage, _ isSent: Bool) {
        var raw = RawMessage()
        raw.direction = isSent ? "sent" : "received"
        raw.type = message.type.description
        raw.hex = Hex.encode(message.bytes)
        rawMessages = (rawMessages ?? []) + [raw]
    }

    private mutating func record(_ alert: Alert, _ direction: String, _ isProtected: Bool?) {
        guard alert.alertDescription != .closeNotify else { return }
        var summary = AlertSummary()
        summary.level = alert.level.description
        summary.name = alert.alertDescription.description
        summary.code = Int(alert.alertDescription.rawValue)
        summary.direction = direction
        summary.isProtected = isProtected
        self.alert = summary
        // A server may refuse after its Finished, a missing certificate for one: nothing is completed then.
        if direction == "received", alert.level == .fatal { outcome = .alert }
    }

    private func edit<Part>(_ part: inout Part?, _ empty: Part, _ change: (inout Part) -> Void) {
        var value = part ?? empty
        change(&value)
        part = value
    }
}

extension HandshakeEvent {
    /// The stage that the event marks, or `nil` when it only adds to one.
    public var stage: HandshakeTranscript.StageName? {
        switch self {
        case .clientHelloSent: .clientHello
        case .helloRetryRequest: .helloRetry
        case .serverHello, .legacyServerHello: .serverHello
        case .encryptedExtensions: .encryptedExtensions
        case .certificateRequest: .certificateRequest
        case .certificate: .certificate
        case .certificateVerify: .certificateVerify
        case .serverFinished: .serverFinished
        case .clientFinishedSent: .clientFinished
        case .ticket: .ticket
        case .alertReceived(let alert, _): alert.alertDescription == .closeNotify ? nil : .alert
        case .alertSent(let alert): alert.level == .fatal ? .alert : nil
        case .closed: .close
        case .keyUpdate, .applicationData, .notTLS, .deviation, .rawMessage, .legacyKeyExchange,
            .legacyKeyExchangeProof, .clientCertificateSent,
            .legacyHelloDone, .legacyCertificateStatus:
            nil
        }
    }
}
