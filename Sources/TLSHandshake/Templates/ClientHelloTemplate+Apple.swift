// What iOS and macOS send through Network.framework, and so nearly every process of the system. The order of
// the extensions never changes; connections without a cached session have no session_ticket.
// Source: captures of devices; JA3 and JA4 in the comments are those that devices were seen with.

extension ClientHelloTemplate {
    /// iOS 26 and macOS 26: post-quantum by default.
    ///
    /// JA3 `ecdf4f49dd59effc439639da29186671`, JA4 `t13d2013h2_a09f3c656075_7f0f34a4126d`.
    public static let apple26 = ClientHelloTemplate(
        name: "apple-26",
        cipherSuites: [.grease, .aes256GCMSHA384, .chacha20Poly1305SHA256, .aes128GCMSHA256] + appleTLS12,
        groups: [.grease, .x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1],
        keyShares: [.grease, .x25519MLKEM768, .x25519],
        signatureSchemes: appleSchemes,
        versions: [.grease, .tls13, .tls12],
        slots: appleSlots)

    /// As ``apple26``, but without ML-KEM: 319 bytes for `mdmenrollment.apple.com` instead of 1,541.
    public static let apple26NoPQ = apple26.withoutPostQuantum

    /// iOS 18 and macOS 15: other order of suites, no post-quantum group, padded to 512 bytes.
    ///
    /// JA3 `773906b0efdefa24a7f2b8eb6985bf37`, JA4 `t13d2014h2_a09f3c656075_e42f34c56612`.
    public static let apple18 = ClientHelloTemplate(
        name: "apple-18",
        cipherSuites: [.grease, .aes128GCMSHA256, .aes256GCMSHA384, .chacha20Poly1305SHA256] + appleTLS12,
        groups: [.grease, .x25519, .secp256r1, .secp384r1, .secp521r1],
        keyShares: [.grease, .x25519],
        signatureSchemes: appleSchemes,
        versions: [.grease, .tls13, .tls12],
        slots: appleSlots + [.padding])

    /// From AES-256-GCM with ECDHE down to 3DES with RSA.
    private static let appleTLS12: [CipherSuite] = [
        0xC02C, 0xC02B, 0xCCA9, 0xC030, 0xC02F, 0xCCA8, 0xC00A, 0xC009, 0xC014, 0xC013, 0x009D, 0x009C,
        0x0035, 0x002F, 0xC008, 0xC012, 0x000A,
    ].map(CipherSuite.init(rawValue:))

    /// `rsa_pss_rsae_sha384` stands there twice, on devices too.
    private static let appleSchemes: [SignatureScheme] = [
        .ecdsaP256SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaP384SHA384, .rsaPSSRSAESHA384,
        .rsaPSSRSAESHA384, .rsaPKCS1SHA384, .rsaPSSRSAESHA512, .rsaPKCS1SHA512, .rsaPKCS1SHA1,
    ]

    private static let appleSlots: [Slot] = [
        .fixed(RawExtension(type: .grease, data: [])),
        .serverName,
        .fixed(RawExtension(type: .extendedMasterSecret, data: [])),
        .fixed(RawExtension(type: .renegotiationInfo, data: [0])),
        .supportedGroups,
        .fixed(ECPointFormats([ECPointFormats.uncompressed]).raw),
        .applicationProtocols,
        .fixed(CertificateStatusRequest().raw),
        .signatureAlgorithms,
        .fixed(RawExtension(type: .signedCertificateTimestamp, data: [])),
        .keyShare,
        .fixed(PSKKeyExchangeModes([PSKKeyExchangeModes.pskWithECDHE]).raw),
        .supportedVersions,
        .fixed(CompressCertificate([.zlib]).raw),
        .fixed(RawExtension(type: .grease, data: [0])),
    ]
}

extension CodePoint where RawValue == UInt16 {
    /// The value that stands for the connection's own.
    fileprivate static var grease: Self { Self(rawValue: 0x0A0A) }
}
