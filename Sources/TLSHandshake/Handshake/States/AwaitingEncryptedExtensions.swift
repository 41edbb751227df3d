/// The hellos are exchanged and the handshake keys are in use.
struct AwaitingEncryptedExtensions: Sendable {
    enum Next: Sendable {
        case certificateOrRequest(AwaitingCertificateOrRequest)
        /// A pre-shared key was taken: no certificate follows, nor a request for one.
        case finished(AwaitingFinished)
    }

    /// Extensions that belong into other messages; anything else may be here if it was offered.
    ///
    /// Source: RFC 8446 section 4.2, table.
    private static let misplaced: Set<ExtensionType> = [
        .keyShare, .supportedVersions, .preSharedKey, .cookie, .pskKeyExchangeModes, .signatureAlgorithms,
        .signatureAlgorithmsCert, .certificateAuthorities, .oidFilters, .statusRequest,
        .signedCertificateTimestamp, .padding, .extendedMasterSecret, .renegotiationInfo, .ecPointFormats,
        .sessionTicket, .compressCertificate,
    ]

    var session: Session

    mutating func receive(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) -> Next {
        try message.expect(.encryptedExtensions)
        let content = try message.checked(EncryptedExtensions.self)
        let alpn = try content.extensions.checked(ApplicationProtocols.self, in: message.type)
        effects.report(
            .encryptedExtensions(
                ReceivedEncryptedExtensions(
                    message: content, alpn: alpn?.texts.first,
                    isServerNameAcknowledged: content.extensions[.serverName] != nil)))
        try session.offer.check(
            content.extensions, in: message.type,
            allowed: Set(content.extensions.map(\.type)).subtracting(Self.misplaced))
        try check(alpn, content)
        session.transcript.append(message)
        return session.usesPreSharedKey
            ? .finished(AwaitingFinished(session: session, request: nil, verdict: nil))
            : .certificateOrRequest(AwaitingCertificateOrRequest(session: session))
    }

    private func check(_ alpn: ApplicationProtocols?, _ content: EncryptedExtensions) throws(Deviation) {
        if let name = content.extensions[.serverName], !name.data.isEmpty {
            throw Deviation(
                "server_name has \(name.data.count) bytes, not 0", in: .message(.encryptedExtensions),
                at: name.offset, alert: .decodeError)
        }
        guard let alpn else { return }
        let offset = content.extensions[.alpn]?.offset ?? HandshakeMessage.headerLength
        guard alpn.names.count == 1, let name = alpn.texts.first, session.offer.alpn.contains(name) else {
            throw Deviation(
                "application protocols \(alpn.texts.prefix(4)) instead of one that was offered",
                in: .message(.encryptedExtensions), at: offset, alert: .illegalParameter)
        }
    }
}
