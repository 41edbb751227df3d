extension HandshakeTranscript.Reflection {
    /// The most entries of one list that are named; a real ClientHello has fewer than a hundred, and ``raw``
    /// has them all.
    public static let listLimit = 256
    /// The most bytes of one text of the peer's that are kept; a server name has at most 255.
    public static let textLimit = 512

    /// Notes what a ClientHello says of itself.
    public mutating func describe(_ hello: ClientHello) {
        sni = hello.serverName.map(Self.bounded)
        ja3 = JA3(hello).digest
        ja4 = JA4(hello).description
        legacyVersion = hello.legacyVersion.description
        versions = Self.names(hello.versions)
        cipherSuites = Self.names(hello.cipherSuites)
        groups = Self.names(hello.groups)
        keyShares = Self.names(hello.keyShares.map(\.group))
        signatureSchemes = Self.names(hello.signatureSchemes)
        extensions = Self.names(hello.extensions.map(\.type))
        alpn = hello.alpn.prefix(Self.listLimit).map(Self.bounded)
        psk = hello.offersPSK
        random = Hex.encode(hello.random)
        sessionID = Hex.encode(hello.sessionID)
    }

    private static func names(_ values: [some CodePoint]) -> [String] {
        values.prefix(listLimit).map(\.description)
    }

    private static func bounded(_ text: String) -> String {
        text.utf8.count <= textLimit ? text : String(decoding: text.utf8.prefix(textLimit), as: UTF8.self)
    }
}
