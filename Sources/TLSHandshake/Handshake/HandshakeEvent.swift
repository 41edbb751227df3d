/// Something that happened in a handshake and is worth recording.
public enum HandshakeEvent: Hashable, Sendable {
    /// A ClientHello was made; the second one after a HelloRetryRequest says so.
    case clientHelloSent(SentClientHello)
    case helloRetryRequest(ReceivedServerHello)
    case serverHello(ReceivedServerHello)
    /// The server answered in TLS 1.2 or lower; what follows is only read as far as its ServerHelloDone.
    case legacyServerHello(ReceivedServerHello)
    case encryptedExtensions(ReceivedEncryptedExtensions)
    case certificateRequest(ReceivedCertificateRequest)
    case certificate(ReceivedCertificate)
    case certificateVerify(scheme: SignatureScheme, verdict: SignatureVerdict)
    /// The stapled OCSP response of a TLS 1.2 server, as DER.
    case legacyCertificateStatus(response: [UInt8])
    /// The curve of a TLS 1.2 key exchange.
    case legacyKeyExchange(NamedGroup)
    case legacyHelloDone
    case serverFinished(isValid: Bool)
    /// The signature over a TLS 1.2 server's key exchange.
    case legacyKeyExchangeProof(scheme: SignatureScheme, verdict: SignatureVerdict)
    /// The answer to a CertificateRequest.
    case clientCertificateSent(SentClientCertificate)
    /// The client's last flight was made; it may answer a CertificateRequest.
    case clientFinishedSent(answersCertificateRequest: Bool)
    case ticket(ReceivedTicket)
    /// The server changed its keys; `isRequested` tells whether the client had to do so too.
    case keyUpdate(isRequested: Bool)
    /// An alert in the clear after keys were agreed (`isProtected` false) comes from a box on the way.
    case alertReceived(Alert, isProtected: Bool)
    case alertSent(Alert)
    case applicationData([UInt8])
    /// The first bytes are no record of TLS; up to 256 of them.
    case notTLS(firstBytes: [UInt8])
    case deviation(Deviation)
    /// The peer said goodbye in order.
    case closed
    /// A message as it was on the wire, if the configuration asks for it.
    case rawMessage(HandshakeMessage, isSent: Bool)
}

/// What was offered.
public struct SentClientHello: Hashable, Sendable {
    public let hello: ClientHello
    /// Bytes on the wire, record headers included.
    public let byteCount: Int
    /// How many records it was cut into.
    public let recordCount: Int
    public let ja3: String
    public let ja4: String
    /// Whether it answers a HelloRetryRequest.
    public let isRetry: Bool
}

/// What a server chose.
public struct ReceivedServerHello: Hashable, Sendable {
    public let hello: ServerHello
    /// The chosen version, wherever it stands.
    public let version: ProtocolVersion
    /// The group of the server's key, or the one that a HelloRetryRequest asks for.
    public let group: NamedGroup?
    public let ja3s: String
    /// The mark of a server that could have spoken a higher version than it was offered.
    public let downgradeSentinel: DowngradeSentinel?

    public var cipherSuite: CipherSuite { hello.cipherSuite }

    /// The timestamps that a TLS 1.2 server gives here; TLS 1.3 has them beside the certificate.
    public var timestamps: [[UInt8]] {
        (try? hello.extensions.decode(SignedCertificateTimestamps.self))?.timestamps ?? []
    }

    init(_ hello: ServerHello) {
        self.hello = hello
        version = hello.version
        let isRetry = hello.isHelloRetryRequest
        group =
            isRetry
            ? (try? hello.extensions.decode(RequestedGroup.self))?.group
            : (try? hello.extensions.decode(SelectedKeyShare.self))?.entry.group
        ja3s = JA3S(hello).digest
        downgradeSentinel = hello.downgradeSentinel
    }
}

/// What a server says under its handshake keys.
public struct ReceivedEncryptedExtensions: Hashable, Sendable {
    public let message: EncryptedExtensions
    /// The application protocol, or `nil` when the server chose none.
    public let alpn: String?
    /// Whether the server says that it used the name it was asked for.
    public let isServerNameAcknowledged: Bool
}

/// What a server wants of the client's certificate.
public struct ReceivedCertificateRequest: Hashable, Sendable {
    public let signatureSchemes: [SignatureScheme]
    /// The acceptable authorities as text.
    public let authorities: [String]
}

/// What a server presents.
public struct ReceivedCertificate: Hashable, Sendable {
    /// In the order of the message, the server's own first; DER.
    public let chain: [[UInt8]]
    /// The stapled OCSP response for the first certificate; DER.
    public let ocspStaple: [UInt8]?
    /// The timestamps that came beside the first certificate.
    public let timestamps: [[UInt8]]
    /// How the message was compressed, or `nil` when it was not.
    public let compression: CertificateCompressionAlgorithm?

    init(
        chain: [[UInt8]], ocspStaple: [UInt8]?, timestamps: [[UInt8]],
        compression: CertificateCompressionAlgorithm? = nil
    ) {
        self.chain = chain
        self.ocspStaple = ocspStaple
        self.timestamps = timestamps
        self.compression = compression
    }
}

/// What a client gave that was asked for a certificate.
public struct SentClientCertificate: Hashable, Sendable {
    /// How many certificates; 0 when there was none to give.
    public let certificates: Int
    /// The scheme of the client's CertificateVerify; `nil` when no certificate was given.
    public let scheme: SignatureScheme?
    /// Why a certificate that is there was not given.
    public let problem: String?
}

/// A ticket and the pre-shared key that belongs to it.
public struct ReceivedTicket: Hashable, Sendable {
    public let ticket: NewSessionTicket
    public let preSharedKey: [UInt8]
    public let suite: CipherSuite
}
