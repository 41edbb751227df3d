/// The server chose TLS 1.2 or lower; the rest of its clear-text flight is only recorded.
struct ReadingLegacyFlight: Sendable {
    enum Next: Sendable {
        case again(ReadingLegacyFlight)
        case done(version: ProtocolVersion, farewell: AlertDescription)
    }

    let version: ProtocolVersion
    /// The alert with which the client leaves.
    let farewell: AlertDescription

    init(version: ProtocolVersion, farewell: AlertDescription) {
        self.version = version
        self.farewell = farewell
    }

    func receive(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) -> Next {
        try message.expect(
            .certificate, .certificateStatus, .serverKeyExchange, .certificateRequest, .serverHelloDone)
        switch message.type {
        case .certificate:
            let chain = try message.checked(LegacyCertificate.self).certificates
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
            }
        case .serverHelloDone:
            effects.report(.legacyHelloDone)
            return .done(version: version, farewell: farewell)
        case _:
            break
        }
        return .again(self)
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
