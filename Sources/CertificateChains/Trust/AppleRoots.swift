/// Apple's own roots, recognised by the SHA-256 of their DER.
///
/// The certificates themselves are not shipped: a root counts when it is presented, stands in the system's
/// store or is given by the caller.
/// Source: apple.com/certificateauthority; the Platform TLS roots from Apple's security_certificates 55349.
package enum AppleRoots {
    /// Fingerprint in lower-case hex to common name.
    package static let names = [
        "b0b1730ecbc7ff4505142c49f1295e6eda6bcaed7e2c68c5be91b5a11001f024": "Apple Root CA",
        "c2b9b042dd57830e7d117dac55ac8ae19407d38e41d88f3215bc3a890444a050": "Apple Root CA - G2",
        "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179": "Apple Root CA - G3",
        "49baca97e0d741a4b1b695ee9bdc859f431de9714884f674e97f43707a61f92d":
            "Apple Platform TLS RSA Root CA - G1",
        "f5fcc6d6d0e17d462cb2c9f0d08826bd87f10175523766da26c2ceb6460cf7a2":
            "Apple Platform TLS ECC Root CA - G1",
    ]

    /// The name of the Apple root with this fingerprint, absent if it is none.
    package static func name(sha256: String) -> String? { names[sha256] }

    /// Whether a distinguished name is one that Apple's certification authorities use.
    static func isAppleOperated(_ name: DirectoryName) -> Bool {
        name.organisation == "Apple Inc."
    }
}
