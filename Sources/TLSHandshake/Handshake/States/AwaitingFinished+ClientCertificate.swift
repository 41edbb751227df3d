extension AwaitingFinished {
    /// Answers a request: the chain and its proof, or an empty list where there is nothing that fits.
    ///
    /// Source: RFC 8446 sections 4.4.2 and 4.4.3.
    mutating func answer(_ request: CertificateRequest, _ effects: inout Effects) {
        guard let identity = session.offer.clientIdentity else {
            return decline(request, problem: nil, &effects)
        }
        let wanted = (try? request.extensions.decode(SignatureAlgorithms.self))?.schemes ?? []
        guard let scheme = identity.scheme(among: wanted) else {
            let names = wanted.prefix(8).map(\.description).joined(separator: ", ")
            let problem =
                "no client certificate was given: its \(identity.key.kind) key can make none of the "
                + "signatures that the server takes (\(names))"
            return decline(request, problem: problem, &effects)
        }
        let entries = identity.chain.map { CertificateEntry(der: $0) }
        send(Certificate(context: request.context, entries: entries).message, &effects)
        let content = CertificateVerify.clientContent(transcriptHash: session.transcript.current)
        // The key has made a trial signature in this scheme; should it fail now, the server will say so.
        let signature = identity.key.signature(over: content, scheme: scheme) ?? []
        send(CertificateVerify(scheme: scheme, signature: signature).message, &effects)
        effects.report(
            .clientCertificateSent(
                SentClientCertificate(certificates: entries.count, scheme: scheme, problem: nil)))
    }

    private mutating func decline(
        _ request: CertificateRequest, problem: String?, _ effects: inout Effects
    ) {
        send(Certificate(context: request.context, entries: []).message, &effects)
        effects.report(
            .clientCertificateSent(SentClientCertificate(certificates: 0, scheme: nil, problem: problem)))
    }
}
