internal import Crypto

/// An encrypted_client_hello extension of a client that has no configuration of the server's.
///
/// It has the form of a real one and random content, so that servers that do not know it ignore it, and those
/// that do cannot open it. Source: draft-ietf-tls-esni section 6.2.
enum GREASEEncryptedClientHello {
    private static let outer: UInt8 = 0
    private static let hkdfSHA256: UInt16 = 1
    private static let aes128GCM: UInt16 = 1
    /// What an encrypted hello of usual size has: a multiple of 32 bytes and the tag of the cipher.
    private static let payloadLengths = stride(from: 128 + 16, through: 224 + 16, by: 32)

    static func make() -> RawExtension {
        var generator = SystemRandomNumberGenerator()
        let length = Array(payloadLengths).randomElement(using: &generator) ?? 144
        var writer = WireWriter()
        writer.write(outer)
        writer.write(hkdfSHA256)
        writer.write(aes128GCM)
        writer.write(UInt8.random(in: .min ... .max, using: &generator))
        writer.writeVector(prefix: 2, Array(Curve25519.KeyAgreement.PrivateKey().publicKey.rawRepresentation))
        writer.writeVector(
            prefix: 2, (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        return RawExtension(type: .encryptedClientHello, data: writer.bytes)
    }
}
