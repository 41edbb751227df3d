// The client's side of a TLS 1.3 handshake (RFC 8446 appendix A.1), without a socket and without a clock:
//
//     start() -> ClientHello
//         |                    ,------------------.
//         v                    v                  | HelloRetryRequest (once)
//     AwaitingServerHello -----'------------------'
//         |        `-- TLS 1.2 or lower --> ReadingLegacyFlight -- ServerHelloDone --> ended
//         | ServerHello                          handshake keys from here on
//         v
//     AwaitingEncryptedExtensions
//         |        `-- a pre-shared key was taken --> AwaitingFinished, without any certificate
//         v
//     AwaitingCertificateOrRequest -- CertificateRequest --> AwaitingCertificate
//         | Certificate                                          | Certificate
//         v                                                      |
//     AwaitingCertificateVerify <--------------------------------'
//         |
//         v
//     AwaitingFinished -- Finished --> Connected                 application keys from here on
//
// Any alert, any deviation, and close() lead to `ended`, from which nothing leads away.

/// Where a handshake stands; only a message moves it on, and an end ends it.
enum HandshakeState: Sendable {
    /// Made, but no ClientHello was sent.
    case idle
    case awaitingServerHello(AwaitingServerHello)
    case awaitingEncryptedExtensions(AwaitingEncryptedExtensions)
    case awaitingCertificateOrRequest(AwaitingCertificateOrRequest)
    /// A CertificateRequest came: only the server's chain may follow.
    case awaitingCertificate(AwaitingCertificate)
    case awaitingCertificateVerify(AwaitingCertificateVerify)
    case awaitingFinished(AwaitingFinished)
    case connected(Connected)
    /// The server chose an older version.
    case readingLegacyFlight(ReadingLegacyFlight)
    case ended(Ending)

    var phase: Phase {
        switch self {
        case .idle: .notStarted
        case .awaitingServerHello(let state): state.retriedSuite == nil ? .serverHello : .secondServerHello
        case .awaitingEncryptedExtensions: .encryptedExtensions
        case .awaitingCertificateOrRequest: .certificateOrRequest
        case .awaitingCertificate: .certificate
        case .awaitingCertificateVerify: .certificateVerify
        case .awaitingFinished: .serverFinished
        case .connected: .connected
        case .readingLegacyFlight: .legacyFlight
        case .ended: .ended
        }
    }

    /// The state after a message; what it wants done goes into `effects`, even when it throws.
    func next(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) -> HandshakeState {
        switch self {
        case .idle:
            throw Deviation(
                "\(message.type) before the ClientHello", in: .message(message.type), at: 0,
                alert: .unexpectedMessage)
        case .awaitingServerHello(var current):
            switch try current.receive(message, &effects) {
            case .again(let next): return .awaitingServerHello(next)
            case .encryptedExtensions(let next): return .awaitingEncryptedExtensions(next)
            case .legacy(let next): return .readingLegacyFlight(next)
            }
        case .awaitingEncryptedExtensions(var current):
            switch try current.receive(message, &effects) {
            case .certificateOrRequest(let next): return .awaitingCertificateOrRequest(next)
            case .finished(let next): return .awaitingFinished(next)
            }
        case .awaitingCertificateOrRequest(var current):
            switch try current.receive(message, &effects) {
            case .certificate(let next): return .awaitingCertificate(next)
            case .certificateVerify(let next): return .awaitingCertificateVerify(next)
            }
        case .awaitingCertificate(var current):
            return .awaitingCertificateVerify(try current.receive(message, &effects))
        case .awaitingCertificateVerify(var current):
            return .awaitingFinished(try current.receive(message, &effects))
        case .awaitingFinished(var current):
            return .connected(try current.receive(message, &effects))
        case .connected(var current):
            return .connected(try current.receive(message, &effects))
        case .readingLegacyFlight(var current):
            switch try current.receive(message, &effects) {
            case .again(let next): return .readingLegacyFlight(next)
            case .done(let version, let farewell):
                effects.sendAlert(farewell)
                // RFC 5246 section 7.2.2: user_canceled is followed by close_notify.
                if farewell == .userCanceled { effects.sendAlert(.closeNotify) }
                return .ended(.legacyVersion(version))
            }
        case .ended(let ending):
            return .ended(ending)
        }
    }
}
