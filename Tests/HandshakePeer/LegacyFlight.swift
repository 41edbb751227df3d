public import TLSHandshake

/// The clear-text flight of a TLS 1.2 server.
public enum LegacyFlight {
    public static func messages(
        version: ProtocolVersion = .tls12, random: [UInt8] = [UInt8](repeating: 1, count: 32)
    ) -> [HandshakeMessage] {
        let certificate = TestCertificate.der(spki: TestCertificate.spki(["1.3.101.112"], [1, 2, 3]))
        let hello = ServerHello(
            legacyVersion: version, random: random, sessionID: [],
            cipherSuite: CipherSuite(rawValue: 0xC02F),
            extensions: [RawExtension(type: .renegotiationInfo, data: [0])])
        return [
            hello.message, LegacyCertificate(certificates: [certificate, certificate]).message,
            LegacyCertificateStatus(status: CertificateStatus(response: [0x30, 0])).message,
            ECDHEServerKeyExchange(group: .x25519, rest: [32] + [UInt8](repeating: 9, count: 40)).message,
            LegacyCertificateRequest(
                certificateTypes: [1, 64], signatureSchemes: [.ed25519],
                authorities: [TestCertificate.name("Fleet Authority")]
            ).message,
            ServerHelloDone().message,
        ]
    }

    /// All messages in one record.
    public static func bytes(
        version: ProtocolVersion = .tls12, random: [UInt8] = [UInt8](repeating: 1, count: 32)
    ) -> [UInt8] {
        let flight = messages(version: version, random: random).flatMap(\.bytes)
        return Record(type: .handshake, version: version, fragment: flight).bytes
    }
}
