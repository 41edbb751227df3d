extension ClientHelloTemplate {
    /// What a careful client sends: TLS 1.3 first, and enough of TLS 1.2 for an old server to answer.
    public static let modern = ClientHelloTemplate(
        name: "modern",
        cipherSuites: CipherSuite.tls13 + CipherSuite.forwardSecret,
        groups: [.x25519, .secp256r1],
        keyShares: [.x25519, .secp256r1],
        signatureSchemes: [
            .ecdsaP256SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaP384SHA384, .rsaPSSRSAESHA384,
            .rsaPKCS1SHA384, .ecdsaP521SHA512, .rsaPSSRSAESHA512, .rsaPKCS1SHA512, .ed25519,
            .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
        ],
        versions: [.tls13, .tls12],
        slots: [
            .serverName, .fixed(RawExtension(type: .extendedMasterSecret, data: [])),
            .fixed(RawExtension(type: .renegotiationInfo, data: [0])), .supportedGroups,
            .fixed(ECPointFormats([ECPointFormats.uncompressed]).raw), .applicationProtocols,
            .fixed(CertificateStatusRequest().raw), .signatureAlgorithms,
            .fixed(RawExtension(type: .signedCertificateTimestamp, data: [])), .keyShare,
            .fixed(PSKKeyExchangeModes([PSKKeyExchangeModes.pskWithECDHE]).raw), .supportedVersions,
        ])

    /// The least that TLS 1.3 allows: three suites, no way back to TLS 1.2.
    public static let minimal = ClientHelloTemplate(
        name: "minimal",
        cipherSuites: CipherSuite.tls13,
        groups: [.x25519, .secp256r1],
        keyShares: [.x25519],
        signatureSchemes: [
            .ecdsaP256SHA256, .rsaPSSRSAESHA256, .ecdsaP384SHA384, .rsaPSSRSAESHA384, .ed25519,
            .rsaPSSRSAESHA512, .rsaPKCS1SHA256,
        ],
        versions: [.tls13],
        slots: [
            .serverName, .supportedGroups, .signatureAlgorithms, .applicationProtocols, .supportedVersions,
            .keyShare,
        ])
}

extension CipherSuite {
    /// Suites of TLS 1.2 with ECDHE: AEAD before CBC, ECDSA and RSA for each.
    static let forwardSecret: [CipherSuite] = [
        0xC02C, 0xC02B, 0xC030, 0xC02F, 0xCCA9, 0xCCA8, 0xC00A, 0xC009, 0xC014, 0xC013,
    ].map(CipherSuite.init(rawValue:))
}
