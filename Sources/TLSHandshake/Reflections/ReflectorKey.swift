internal import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The key that a reflector's receipts are expected to be signed with.
public struct ReflectorKey: Hashable, Sendable {
    /// SHA-256 of the SubjectPublicKeyInfo.
    public let sha256: [UInt8]

    /// What stands before a key of Ed25519 in its SubjectPublicKeyInfo (RFC 8410 section 4).
    public static let ed25519Prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    public init(subjectPublicKeyInfo: [UInt8]) {
        sha256 = Array(SHA256.hash(data: subjectPublicKeyInfo))
    }

    /// Reads `sha256:` and 64 hex digits; colons between the digits are skipped.
    public init?(_ text: String) {
        guard text.lowercased().hasPrefix("sha256:"),
            let bytes = Hex.decode(text.dropFirst(7).filter { $0 != ":" }), bytes.count == 32
        else { return nil }
        sha256 = bytes
    }

    /// Reads a file with `-----BEGIN PUBLIC KEY-----`; absent if it holds none.
    public init?(pem file: [UInt8]) {
        let lines = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(of: "-----BEGIN PUBLIC KEY-----"),
            let end = lines[begin...].firstIndex(of: "-----END PUBLIC KEY-----"),
            let key = Data(base64Encoded: lines[(begin + 1)..<end].joined())
        else { return nil }
        self.init(subjectPublicKeyInfo: Array(key))
    }

    /// `sha256:` and the digits.
    public var description: String { "sha256:" + Hex.encode(sha256) }

    static func ed25519(in subjectPublicKeyInfo: [UInt8]) -> Curve25519.Signing.PublicKey? {
        guard subjectPublicKeyInfo.starts(with: ed25519Prefix) else { return nil }
        return try? Curve25519.Signing.PublicKey(
            rawRepresentation: subjectPublicKeyInfo.dropFirst(ed25519Prefix.count))
    }
}

extension ReflectorKey: CustomStringConvertible {}
