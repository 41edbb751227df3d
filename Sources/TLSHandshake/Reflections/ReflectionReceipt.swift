internal import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension HandshakeTranscript.Reflection {
    /// A reflector's signature over one record, with the exact bytes that it covers.
    public struct Receipt: Codable, Hashable, Sendable {
        /// `Ed25519` or `ECDSA-P256-SHA256`.
        public var algorithm: String?
        /// Base64 of the SubjectPublicKeyInfo.
        public var key: String?
        /// SHA-256 of the SubjectPublicKeyInfo, as lowercase hex.
        public var keySHA256: String?
        /// Base64 of the record's JSON; what is signed are these bytes, not a form that somebody made again.
        public var payload: String?
        /// Base64: 64 bytes for Ed25519, DER for ECDSA.
        public var signature: String?

        public static let ed25519 = "Ed25519"
        public static let ecdsaP256 = "ECDSA-P256-SHA256"

        public init() {}
    }
}

/// What came of the check of a receipt.
public enum ReceiptVerdict: String, Hashable, Sendable, Codable {
    /// Signed by the key that was expected; without an expectation, by the key that it names.
    case valid
    /// The signature does not fit, or the record says something else than what was signed.
    case invalid
    case unsigned
    /// Unsigned, though a key was expected: whoever stands in between may have taken the receipt off.
    case missing
    /// Well signed, but by another key than the expected one.
    case otherKey = "other key"
}

extension HandshakeTranscript.Reflection {
    /// What the receipt is worth.
    public func verdict(expecting key: ReflectorKey? = nil) -> ReceiptVerdict {
        guard let receipt else { return key == nil ? .unsigned : .missing }
        guard let payload = receipt.payload.flatMap({ Data(base64Encoded: $0) }), receipt.covers(payload),
            let signed = try? JSONDecoder().decode(Self.self, from: payload), signed == bare
        else { return .invalid }
        guard let key else { return .valid }
        return receipt.keyDigest == key.sha256 ? .valid : .otherKey
    }

    /// The record with the verdict on its receipt and the key that signed it.
    public func judged(expecting key: ReflectorKey? = nil) -> Self {
        var judged = self
        let verdict = verdict(expecting: key)
        judged.signature = verdict.rawValue
        judged.signedBy = receipt?.keyDigest.map { Hex.encode($0) }
        return judged
    }

    /// What a reflector signs: the record without what was added by others later.
    public var bare: Self {
        var bare = self
        bare.receipt = nil
        bare.matchedBy = nil
        bare.signature = nil
        bare.signedBy = nil
        return bare
    }

    /// The bytes that are signed: JSON with sorted names.
    public func payload() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(bare))
    }
}

extension HandshakeTranscript.Reflection.Receipt {
    private var keyBytes: [UInt8]? { key.flatMap { Data(base64Encoded: $0) }.map { Array($0) } }

    /// SHA-256 of the key itself; what the receipt says of it does not count.
    fileprivate var keyDigest: [UInt8]? { keyBytes.map { Array(SHA256.hash(data: $0)) } }

    fileprivate func covers(_ payload: Data) -> Bool {
        guard let key = keyBytes, let signature = signature.flatMap({ Data(base64Encoded: $0) }) else {
            return false
        }
        switch algorithm {
        case Self.ed25519:
            return ReflectorKey.ed25519(in: key)?.isValidSignature(signature, for: payload) ?? false
        case Self.ecdsaP256:
            guard let key = try? P256.Signing.PublicKey(derRepresentation: key),
                let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: payload)
        default: return false
        }
    }
}
