/// What both sides agreed on in their hellos, carried through the rest of the handshake.
struct Session: Sendable {
    let offer: Offer
    let parameters: SuiteParameters
    var transcript: TranscriptHash
    let secret: HandshakeSecret
    /// The handshake secrets of the two directions.
    let client: TrafficSecret
    let server: TrafficSecret
    /// Whether a pre-shared key stands for the server's certificate.
    let usesPreSharedKey: Bool

    /// The transcript must end with ServerHello.
    init(
        offer: Offer, parameters: SuiteParameters, transcript: TranscriptHash, secret: HandshakeSecret,
        usesPreSharedKey: Bool = false
    ) {
        self.offer = offer
        self.parameters = parameters
        self.transcript = transcript
        self.secret = secret
        self.usesPreSharedKey = usesPreSharedKey
        client = secret.client(transcriptHash: transcript.current)
        server = secret.server(transcriptHash: transcript.current)
    }
}
