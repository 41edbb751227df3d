/// The server chose TLS 1.2 or lower; the rest of its clear-text flight is only recorded.
struct ReadingLegacyFlight: Sendable {
    enum Next: Sendable {
        case again(ReadingLegacyFlight)
        case done(version: ProtocolVersion, farewell: AlertDescription)
    }

    let version: ProtocolVersion
    /// The alert with which the client leaves.
    let farewell: AlertDescription
    /// The client's random and the server's.
    let randoms: [UInt8]
    /// The messages that may still come: each at most once, in this order (RFC 5246 section 7.3).
    private var ahead: ArraySlice<HandshakeType> = [
        .certificate, .certificateStatus, .serverKeyExchange, .certificateRequest, .serverHelloDone,
    ]
    /// The server's own certificate, in DER, once it has come.
    private var leaf: [UInt8]?
    /// Whether the proof of the key exchange is wrong: then the client leaves with that.
    private var isDisproved = false

    init(version: ProtocolVersion, farewell: AlertDescription, randoms: [UInt8]) {
        self.version = version
        self.farewell = farewell
        self.randoms = randoms
    }

    mutating func receive(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) -> Next {
        try message.expect(Array(ahead))
        ahead = ahead.drop { $0 != message.type }.dropFirst()
        switch message.type {
        case .certificate:
            let chain = try message.checked(LegacyCertificate.self).certificates
            leaf = chain.first
            effects.report(.certificate(ReceivedCertificate(chain: chain, ocspStaple: nil, timestamps: [])))
        case .certificateStatus:
            let status = try message.checked(LegacyCertificateStatus.self).status
            effects.report(.legacyCertificateStatus(response: status.response))
        case .certificateRequest:
            try report(message, &effects)
        case .serverKeyExchange:
            // Suites without ECDHE have another form here: not ours to judge.
            if let exchange = try? message.decode(ECDHEServerKeyExchange.self) {
                effects.report(.legacyKeyExchange(exchange.group))
                check(exchange, &effects)
            }
        case .serverHelloDone:
            effects.report(.legacyHelloDone)
            return .done(version: version, farewell: isDisproved ? .decryptError : farewell)
        case _:
            break
        }
        return .again(self)
    }

    /// TLS 1.1 and lower name no scheme; a suite without signatures has nothing to check.
    private mutating func check(_ exchange: ECDHEServerKeyExchange, _ effects: inout Effects) {
        guard version == .tls12, let leaf, let proof = LegacyProof(exchange),
            let verdict = proof.verdict(certificate: leaf, randoms: randoms)
        else { return }
        effects.report(.legacyKeyExchangeProof(scheme: proof.scheme, verdict: verdict))
        isDisproved = isDisproved || verdict == .invalid
    }

    /// TLS 1.1 and lower have no list of schemes in the request; its form is left alone.
    private func report(_ request: HandshakeMessage, _ effects: inout Effects) throws(Deviation) {
        guard version == .tls12 else { return }
        let content = try request.checked(LegacyCertificateRequest.self)
        effects.report(
            .certificateRequest(
                ReceivedCertificateRequest(
                    signatureSchemes: content.signatureSchemes,
                    authorities: content.authorities.map { DistinguishedName.text(der: $0) })))
    }
}
