/// Only the server's last message is missing.
struct AwaitingFinished: Sendable {
    var session: Session
    let request: CertificateRequest?
    /// What came of the check of CertificateVerify; `nil` when a pre-shared key stands for it.
    let verdict: SignatureVerdict?

    mutating func receive(
        _ message: HandshakeMessage, _ effects: inout Effects
    ) throws(Deviation) -> Connected {
        try message.expect(.finished)
        let finished = try message.checked(Finished.self)
        let isValid = session.server.isValid(
            verifyData: finished.verifyData, transcriptHash: session.transcript.current)
        effects.report(.serverFinished(isValid: isValid))
        guard verdict != .invalid else {
            throw Deviation(
                "the signature of CertificateVerify is not the certificate's",
                in: .message(.certificateVerify), at: 8, alert: .decryptError)
        }
        guard isValid else {
            throw Deviation(
                "verify_data is not that of this handshake", in: .message(.finished), at: 4,
                alert: .decryptError)
        }
        session.transcript.append(message)
        return connect(&effects)
    }

    /// Sends the client's last flight and changes to the application keys.
    private mutating func connect(_ effects: inout Effects) -> Connected {
        let main = session.secret.mainSecret
        let hash = session.transcript.current
        let (client, server) = (main.client(transcriptHash: hash), main.server(transcriptHash: hash))
        effects.log("CLIENT_TRAFFIC_SECRET_0", client)
        effects.log("SERVER_TRAFFIC_SECRET_0", server)
        effects.log("EXPORTER_SECRET", main.exporter(transcriptHash: hash))
        effects.sendChangeCipherSpec()
        if let request { answer(request, &effects) }
        let proof = session.client.verifyData(transcriptHash: session.transcript.current)
        send(Finished(verifyData: proof).message, &effects)
        effects.report(.clientFinishedSent(answersCertificateRequest: request != nil))
        effects.protectReads(server.keys(for: session.parameters.aead))
        effects.protectWrites(client.keys(for: session.parameters.aead))
        return Connected(
            parameters: session.parameters, client: client, server: server,
            resumption: main.resumption(transcriptHash: session.transcript.current))
    }

    mutating func send(_ message: HandshakeMessage, _ effects: inout Effects) {
        session.transcript.append(message)
        effects.send(message)
    }
}
