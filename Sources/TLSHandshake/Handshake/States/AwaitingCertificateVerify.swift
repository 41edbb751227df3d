/// The server's chain is read; its proof must follow.
struct AwaitingCertificateVerify: Sendable {
    var session: Session
    let request: CertificateRequest?
    /// The first certificate, in DER.
    let leaf: [UInt8]

    /// A wrong signature does not end the reading: Finished still tells whether the keys are the server's.
    mutating func receive(
        _ message: HandshakeMessage, _ effects: inout Effects
    ) throws(Deviation) -> AwaitingFinished {
        try message.expect(.certificateVerify)
        let proof = try message.checked(CertificateVerify.self)
        guard proof.scheme.provesPossession else {
            throw Deviation(
                "signature scheme \(proof.scheme) is none that CertificateVerify may have",
                in: .message(.certificateVerify), at: 4, alert: .illegalParameter)
        }
        let verdict = proof.verdict(certificate: leaf, transcriptHash: session.transcript.current)
        effects.report(.certificateVerify(scheme: proof.scheme, verdict: verdict))
        guard session.offer.hello.signatureSchemes.contains(proof.scheme) else {
            throw Deviation(
                "signature scheme \(proof.scheme) was not offered", in: .message(.certificateVerify), at: 4,
                alert: .illegalParameter)
        }
        session.transcript.append(message)
        return AwaitingFinished(session: session, request: request, verdict: verdict)
    }
}
