internal import Crypto
internal import CryptoExtras

/// The signature with which a TLS 1.2 server proves that its key exchange is its own.
///
/// Source: RFC 8422 section 5.4; RFC 5246 section 7.4.1.4.1.
struct LegacyProof {
    let scheme: SignatureScheme
    private let signature: [UInt8]
    /// Curve and public key as they are on the wire.
    private let parameters: [UInt8]

    /// Fails when what follows the curve is not a key, a scheme and a signature.
    init?(_ exchange: ECDHEServerKeyExchange) {
        var reader = WireReader(exchange.rest)
        guard var key = try? reader.readVector(prefix: 1, 1...255, "public"),
            let scheme = try? reader.readUInt16("algorithm"),
            var proof = try? reader.readVector(prefix: 2, 1...0xFFFF, "signature"), reader.isEmpty
        else { return nil }
        self.scheme = SignatureScheme(rawValue: scheme)
        signature = proof.readRest()
        let point = key.readRest()
        var writer = WireWriter()
        ECDHEServerKeyExchange(group: exchange.group, rest: []).write(to: &writer)
        writer.writeVector(prefix: 1, point)
        parameters = writer.bytes
    }

    /// Checks it against the server's certificate; `randoms` are the client's and the server's, 64 bytes.
    ///
    /// `nil` for a scheme that is not known here, such as DSA.
    func verdict(certificate: [UInt8], randoms: [UInt8]) -> SignatureVerdict? {
        guard let key = LeafKey(certificate: certificate) else { return .unsupportedKey }
        return key.isValidInTLS12(signature, scheme: scheme, over: randoms + parameters)
            .map { $0 ? .valid : .invalid }
    }
}

extension LeafKey {
    /// TLS 1.2 ties no curve to a hash and allows PKCS #1 v1.5 and SHA-1; `nil` for an unknown scheme.
    fileprivate func isValidInTLS12(
        _ signature: [UInt8], scheme: SignatureScheme, over content: [UInt8]
    ) -> Bool? {
        switch scheme.rawValue {
        case 0x0203, 0x0201: isValid(signature, scheme, digest: Insecure.SHA1.hash(data: content))
        case 0x0403, 0x0401: isValid(signature, scheme, digest: SHA256.hash(data: content))
        case 0x0503, 0x0501: isValid(signature, scheme, digest: SHA384.hash(data: content))
        case 0x0603, 0x0601: isValid(signature, scheme, digest: SHA512.hash(data: content))
        case 0x0804...0x0807, 0x0809...0x080B: isValid(signature, scheme: scheme, over: content)
        case _: nil
        }
    }

    private func isValid(_ signature: [UInt8], _ scheme: SignatureScheme, digest: some Digest) -> Bool {
        // The low byte of these schemes is the kind of key: 1 for RSA, 3 for ECDSA.
        switch (self, scheme.rawValue & 0xFF) {
        case (.p256(let key), 3):
            (try? P256.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: digest) } ?? false
        case (.p384(let key), 3):
            (try? P384.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: digest) } ?? false
        case (.p521(let key), 3):
            (try? P521.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: digest) } ?? false
        case (.rsa(let key, isPSSOnly: false), 1):
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest,
                padding: .insecurePKCS1v1_5)
        case _: false
        }
    }
}
