internal import Crypto

/// The hash of a cipher suite, and what TLS 1.3 builds from it.
///
/// Source: RFC 8446 section 7.1; RFC 5869.
public enum HashAlgorithm: Hashable, Sendable {
    case sha256
    case sha384

    /// Bytes of a digest: 32 or 48.
    public var length: Int {
        switch self {
        case .sha256: SHA256.Digest.byteCount
        case .sha384: SHA384.Digest.byteCount
        }
    }

    public func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        }
    }

    public func authenticationCode(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
        case .sha384: Array(HMAC<SHA384>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
        }
    }

    /// Compares a code with the right one in time that does not depend on where they differ.
    public func isValid(code: [UInt8], of bytes: [UInt8], key: [UInt8]) -> Bool {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
        case .sha384: HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
        }
    }

    /// HKDF-Extract.
    public func extract(salt: [UInt8], from material: [UInt8]) -> [UInt8] {
        let material = SymmetricKey(data: material)
        return switch self {
        case .sha256: Array(HKDF<SHA256>.extract(inputKeyMaterial: material, salt: salt))
        case .sha384: Array(HKDF<SHA384>.extract(inputKeyMaterial: material, salt: salt))
        }
    }

    /// HKDF-Expand-Label; `label` without its `tls13 ` prefix.
    public func expandLabel(_ label: String, context: [UInt8], secret: [UInt8], length: Int) -> [UInt8] {
        var info = WireWriter()
        info.write(UInt16(truncatingIfNeeded: length))
        info.writeVector(prefix: 1, "tls13 ".utf8 + Array(label.utf8))
        info.writeVector(prefix: 1, context)
        return switch self {
        case .sha256: HKDF<SHA256>.expandBytes(secret, info: info.bytes, length: length)
        case .sha384: HKDF<SHA384>.expandBytes(secret, info: info.bytes, length: length)
        }
    }

    /// Derive-Secret, over a transcript hash that is already computed.
    public func deriveSecret(_ label: String, transcriptHash: [UInt8], secret: [UInt8]) -> [UInt8] {
        expandLabel(label, context: transcriptHash, secret: secret, length: length)
    }
}

extension HKDF {
    fileprivate static func expandBytes(_ secret: [UInt8], info: [UInt8], length: Int) -> [UInt8] {
        let key = expand(pseudoRandomKey: secret, info: info, outputByteCount: length)
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }
}
