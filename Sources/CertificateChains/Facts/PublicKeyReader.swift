import SwiftASN1

/// Describes a subject public key info without needing to support the algorithm.
enum PublicKeyReader {
    static func read(_ node: ASN1Node) -> PublicKeyFacts {
        let members = node.members
        guard members.count >= 2, let identifier = members[0].members.first?.objectIdentifier else {
            return PublicKeyFacts(text: "unreadable")
        }
        switch identifier {
        case AlgorithmNames.rsaEncryption: return rsa("RSA", members[1])
        case AlgorithmNames.rsaPSS: return rsa("RSA-PSS", members[1])
        case AlgorithmNames.ecPublicKey:
            let curve = members[0].members.dropFirst().first?.objectIdentifier ?? "explicit parameters"
            return PublicKeyFacts(text: "EC " + (AlgorithmNames.curves[curve] ?? curve))
        default:
            return PublicKeyFacts(text: AlgorithmNames.keys[identifier] ?? identifier)
        }
    }

    /// The modulus is the first integer of the sequence inside the bit string.
    private static func rsa(_ name: String, _ node: ASN1Node) -> PublicKeyFacts {
        guard let key = try? ASN1BitString(derEncoded: node), let inner = try? DER.parse(key.bytes),
            let modulus = inner.members.first?.primitiveBytes
        else { return PublicKeyFacts(text: name) }
        let digits = modulus.drop { $0 == 0 }
        guard let first = digits.first else { return PublicKeyFacts(text: name) }
        let bits = digits.count * 8 - first.leadingZeroBitCount
        return PublicKeyFacts(text: "\(name) \(bits)", rsaBits: bits)
    }
}
