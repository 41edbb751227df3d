/// The encrypted extensions are read; a request for a certificate of the client may come before the server's.
struct AwaitingCertificateOrRequest: Sendable {
    enum Next: Sendable {
        case certificate(AwaitingCertificate)
        case certificateVerify(AwaitingCertificateVerify)
    }

    var session: Session

    mutating func receive(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) -> Next {
        try message.expect([.certificateRequest] + session.offer.certificateTypes)
        guard message.type == .certificateRequest else {
            var state = AwaitingCertificate(session: session, request: nil)
            return .certificateVerify(try state.receive(message, &effects))
        }
        let request = try message.checked(CertificateRequest.self)
        try check(request)
        let schemes = try request.extensions.checked(SignatureAlgorithms.self, in: message.type)
        let authorities = try request.extensions.checked(CertificateAuthorities.self, in: message.type)
        effects.report(
            .certificateRequest(
                ReceivedCertificateRequest(
                    signatureSchemes: schemes?.schemes ?? [],
                    authorities: (authorities?.names ?? []).map { DistinguishedName.text(der: $0) })))
        session.transcript.append(message)
        return .certificate(AwaitingCertificate(session: session, request: request))
    }

    /// RFC 8446 section 4.3.2: the context is empty and the schemes are there.
    private func check(_ request: CertificateRequest) throws(Deviation) {
        let place = Deviation.Place.message(.certificateRequest)
        if let duplicate = request.extensions.firstDuplicate {
            throw Deviation(
                "extension \(duplicate.type) comes twice", in: place, at: duplicate.offset,
                alert: .illegalParameter)
        }
        guard request.context.isEmpty else {
            throw Deviation(
                "certificate_request_context is not empty", in: place, at: 4, alert: .illegalParameter)
        }
        guard request.extensions[.signatureAlgorithms] != nil else {
            throw Deviation("no signature_algorithms", in: place, at: 5, alert: .missingExtension)
        }
    }
}

/// The next message must be the server's chain.
struct AwaitingCertificate: Sendable {
    var session: Session
    let request: CertificateRequest?

    mutating func receive(
        _ message: HandshakeMessage, _ effects: inout Effects
    ) throws(Deviation) -> AwaitingCertificateVerify {
        try message.expect(session.offer.certificateTypes)
        let (certificate, compression) = try session.offer.certificate(in: message)
        effects.report(
            .certificate(
                ReceivedCertificate(
                    chain: certificate.entries.map(\.der), ocspStaple: certificate.entries.first?.ocspStaple,
                    timestamps: certificate.entries.first?.timestamps ?? [], compression: compression)))
        guard certificate.context.isEmpty else {
            throw Deviation(
                "certificate_request_context is not empty", in: .message(.certificate), at: 4,
                alert: .illegalParameter)
        }
        guard let leaf = certificate.entries.first?.der else {
            throw Deviation("no certificate", in: .message(.certificate), at: 5, alert: .decodeError)
        }
        for entry in certificate.entries {
            try session.offer.check(
                entry.extensions, in: .certificate, allowed: [.statusRequest, .signedCertificateTimestamp])
        }
        session.transcript.append(message)
        return AwaitingCertificateVerify(session: session, request: request, leaf: leaf)
    }
}
