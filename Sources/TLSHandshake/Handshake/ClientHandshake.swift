/// A TLS 1.3 client that turns bytes of a peer into events and bytes for the peer.
///
/// It checks the peer's proofs (CertificateVerify, Finished) but trusts no certificate and refuses none.
public struct ClientHandshake: Sendable {
    /// The largest piece of input that is looked at in one go, whatever the caller gives.
    private static let pieceLength = RecordLimits.plaintext
    /// How much of an answer that is no TLS is kept.
    public static let maximumFirstBytes = 256

    public let configuration: Configuration
    private var entropy: Entropy
    private var state: HandshakeState = .idle
    private var records = RecordLayer()
    private var hasSentHello = false
    private var hasSentChangeCipherSpec = false
    private var warnings = 0

    /// Secrets so far, a line each, as Wireshark reads them (SSLKEYLOGFILE).
    public private(set) var keyLog: [String] = []
    /// The first bytes of an answer that is no TLS; grows with further input up to 256.
    public private(set) var firstBytes: [UInt8] = []
    public private(set) var bytesReceived = 0
    public private(set) var bytesSent = 0

    public init(_ configuration: Configuration, entropy: Entropy) {
        self.configuration = configuration
        self.entropy = entropy
    }
}

// MARK: - What it is doing

extension ClientHandshake {
    public var phase: Phase { state.phase }

    /// Whether both sides have finished the handshake and may talk.
    public var isConnected: Bool { phase == .connected }

    /// Why the conversation is over, or `nil` while it is not.
    public var ending: Ending? {
        if case .ended(let ending) = state { ending } else { nil }
    }

    /// Bytes that wait for more; never more than ``RecordLimits/buffered``.
    public var bufferedCount: Int { records.bufferedCount }
}

// MARK: - Events

extension ClientHandshake {
    /// Makes the ClientHello; does nothing the second time.
    public mutating func start() -> Step {
        var step = Step()
        guard case .idle = state else { return step }
        let template = configuration.effectiveTemplate
        entropy.makeKeys(for: template.keyShares)
        var hello = template.hello(
            serverName: configuration.serverName, alpn: configuration.alpn, entropy: entropy)
        if let key = configuration.preSharedKey { hello = hello.offering(key) }
        var transcript = TranscriptHash()
        transcript.append(hello.message)
        state = .awaitingServerHello(
            AwaitingServerHello(
                offer: Offer(
                    hello: hello, alpn: configuration.alpn, entropy: entropy,
                    preSharedKey: hello.offersPSK ? configuration.preSharedKey : nil,
                    clientIdentity: configuration.clientIdentity),
                transcript: transcript, retriedSuite: nil))
        send(hello.message, &step)
        return step
    }

    /// Takes bytes of the peer, however they are cut.
    public mutating func receive(_ bytes: some Collection<UInt8>) -> Step {
        var step = Step()
        bytesReceived += bytes.count
        var rest = Array(bytes)[...]
        while !rest.isEmpty, ending == nil {
            records.append(rest.prefix(Self.pieceLength))
            rest = rest.dropFirst(Self.pieceLength)
            drain(&step)
        }
        if ending == .notTLS { firstBytes += rest.prefix(max(0, Self.maximumFirstBytes - firstBytes.count)) }
        return step
    }

    /// Takes the news that the peer's stream is over.
    public mutating func receiveEndOfStream() -> Step {
        var step = Step()
        guard ending == nil else { return step }
        end(.truncated(within: records.unfinished), &step)
        return step
    }

    /// Sends data under the application keys; sends nothing before they are there.
    public mutating func sendApplicationData(_ bytes: [UInt8]) -> Step {
        var step = Step()
        guard isConnected else { return step }
        emit(records.seal(bytes, as: .applicationData), &step)
        return step
    }

    /// Says goodbye.
    public mutating func close() -> Step {
        var step = Step()
        guard ending == nil else { return step }
        if hasSentHello { sendAlert(Alert(.closeNotify), &step) }
        end(.closedLocally, &step)
        return step
    }
}

// MARK: - Inbound

extension ClientHandshake {
    private mutating func drain(_ step: inout Step) {
        do throws(RecordFramer.Failure) {
            while ending == nil, let inbound = try records.next() { take(inbound, &step) }
        } catch {
            switch error {
            case .notTLS:
                firstBytes = records.firstBytes(Self.maximumFirstBytes)
                step.events.append(.notTLS(firstBytes: firstBytes))
                end(.notTLS, &step)
            case .deviation(let deviation):
                fail(deviation, &step)
            }
        }
    }

    private mutating func take(_ inbound: RecordLayer.Inbound, _ step: inout Step) {
        switch inbound {
        case .handshake(let message): take(message, &step)
        case .alert(let alert, let isProtected): take(alert, isProtected, &step)
        case .applicationData(let bytes):
            guard isConnected else {
                fail(
                    Deviation(
                        "application data before the server's Finished", in: .record, at: records.offset,
                        alert: .unexpectedMessage), &step)
                return
            }
            step.events.append(.applicationData(bytes))
        }
    }

    private mutating func take(_ message: HandshakeMessage, _ step: inout Step) {
        if configuration.reportsRawMessages { step.events.append(.rawMessage(message, isSent: false)) }
        var effects = Effects()
        var failure: Deviation?
        do throws(Deviation) { state = try state.next(message, &effects) } catch { failure = error }
        do throws(Deviation) { try perform(effects, &step) } catch { failure = failure ?? error }
        if let failure { fail(failure, &step) }
        if case .ended(let ending) = state, step.ended == nil { end(ending, &step) }
    }

    /// RFC 8446 section 6: every alert ends the conversation, but for warnings that old servers send early.
    private mutating func take(_ alert: Alert, _ isProtected: Bool, _ step: inout Step) {
        step.events.append(.alertReceived(alert, isProtected: isProtected))
        if alert.alertDescription == .closeNotify {
            step.events.append(.closed)
            end(.closedByPeer, &step)
            return
        }
        warnings += 1
        let isEarly = [.serverHello, .secondServerHello, .legacyFlight].contains(phase)
        let mayGoOn = alert.level == .warning && (isEarly || alert.alertDescription == .userCanceled)
        if !mayGoOn || warnings > ConnectionLimits.warnings { end(.alertReceived(alert), &step) }
    }
}

// MARK: - Outbound

extension ClientHandshake {
    private mutating func perform(_ effects: Effects, _ step: inout Step) throws(Deviation) {
        for effect in effects.list {
            switch effect {
            case .report(let event): step.events.append(event)
            case .send(let message): send(message, &step)
            case .sendAlert(let alert): sendAlert(alert, &step)
            case .sendChangeCipherSpec: sendChangeCipherSpec(&step)
            case .protectReads(let keys): try records.protectReads(keys)
            case .protectWrites(let keys): records.protectWrites(keys)
            case .log(let label, let secret):
                keyLog.append("\(label) \(Hex.encode(entropy.random)) \(Hex.encode(secret.bytes))")
            }
        }
        records.allowsChangeCipherSpec = !isConnected
    }

    private mutating func send(_ message: HandshakeMessage, _ step: inout Step) {
        let isHello = message.type == .clientHello
        let isFirst = isHello && !hasSentHello
        let fragmentLimit = RecordLayer.fragmentLimit(
            isHello ? configuration.clientHelloFragmentLimit : RecordLimits.plaintext)
        // RFC 8446 section 5.1: the first record may say 0x0301, for old servers.
        let isCut = isFirst && configuration.clientHelloRecords > 1
        let place = isCut ? HelloCut.place(in: message.bytes, serverName: configuration.serverName) : 0
        let parts = [message.bytes[..<place], message.bytes[place...]].filter { !$0.isEmpty }
        let bytes = parts.flatMap { part in
            records.seal(
                Array(part), as: .handshake, version: isFirst ? .tls10 : .tls12, fragmentLimit: fragmentLimit)
        }
        emit(bytes, &step)
        if configuration.reportsRawMessages { step.events.append(.rawMessage(message, isSent: true)) }
        guard isHello, let hello = try? message.decode(ClientHello.self) else { return }
        hasSentHello = true
        step.events.append(
            .clientHelloSent(
                SentClientHello(
                    hello: hello, byteCount: bytes.count,
                    recordCount: parts.reduce(0) { $0 + ($1.count - 1) / fragmentLimit + 1 },
                    ja3: JA3(hello).digest,
                    ja4: JA4(hello).description, isRetry: !isFirst)))
    }

    /// RFC 8446 appendix D.4: once, and only if a session id was sent.
    private mutating func sendChangeCipherSpec(_ step: inout Step) {
        guard !hasSentChangeCipherSpec, !entropy.sessionID.isEmpty else { return }
        hasSentChangeCipherSpec = true
        emit(records.seal([1], as: .changeCipherSpec), &step)
    }

    private mutating func sendAlert(_ alert: Alert, _ step: inout Step) {
        emit(records.seal(alert.bytes, as: .alert), &step)
        step.events.append(.alertSent(alert))
    }

    private mutating func emit(_ bytes: [UInt8], _ step: inout Step) {
        bytesSent += bytes.count
        step.send += bytes
    }

    private mutating func fail(_ deviation: Deviation, _ step: inout Step) {
        step.events.append(.deviation(deviation))
        sendAlert(Alert(deviation.alert), &step)
        end(.deviation(deviation), &step)
    }

    private mutating func end(_ ending: Ending, _ step: inout Step) {
        state = .ended(ending)
        step.ended = ending
    }
}
