import Crypto
import SwiftASN1
package import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs records with the reflector's own key, so that nobody on the way can change an answer.
package struct ReceiptSigner: Sendable {
    package typealias Reflection = HandshakeTranscript.Reflection

    private enum Key: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
    }

    private let key: Key
    private let subjectPublicKeyInfo: [UInt8]

    /// Reads a private key of Ed25519 or P-256 from a PEM file, unencrypted.
    ///
    /// Throws: ``IdentityError`` that says what the file holds instead, and nothing of its content.
    package init(pem file: [UInt8]) throws(IdentityError) {
        let text = String(decoding: file, as: UTF8.self)
        if let p256 = try? P256.Signing.PrivateKey(pemRepresentation: text) {
            key = .p256(p256)
            subjectPublicKeyInfo = Array(p256.publicKey.derRepresentation)
        } else if let ed25519 = Self.ed25519(text) {
            key = .ed25519(ed25519)
            subjectPublicKeyInfo = ReflectorKey.ed25519Prefix + Array(ed25519.publicKey.rawRepresentation)
        } else {
            throw IdentityError(
                "it holds no unencrypted private key of Ed25519 or P-256 in PEM"
                    + (text.contains("ENCRYPTED") ? "; it is encrypted" : ""))
        }
    }

    /// The public half, as `path` pins it.
    package var publicKey: ReflectorKey { ReflectorKey(subjectPublicKeyInfo: subjectPublicKeyInfo) }

    /// Adds a receipt to a record.
    package func sign(_ record: Reflection) throws -> Reflection {
        let payload = try record.payload()
        var receipt = Reflection.Receipt()
        receipt.key = Data(subjectPublicKeyInfo).base64EncodedString()
        receipt.keySHA256 = Hex.encode(publicKey.sha256)
        receipt.payload = Data(payload).base64EncodedString()
        switch key {
        case .ed25519(let key):
            receipt.algorithm = Reflection.Receipt.ed25519
            receipt.signature = Data(try key.signature(for: payload)).base64EncodedString()
        case .p256(let key):
            receipt.algorithm = Reflection.Receipt.ecdsaP256
            receipt.signature = try key.signature(for: payload).derRepresentation.base64EncodedString()
        }
        var signed = record.bare
        signed.receipt = receipt
        return signed
    }

    /// Reads PKCS #8 as RFC 8410 section 7 has it: the key is an octet string within an octet string.
    private static func ed25519(_ text: String) -> Curve25519.Signing.PrivateKey? {
        guard let document = try? PEMDocument(pemString: text), document.discriminator == "PRIVATE KEY",
            let seed = try? Self.seed(document.derBytes)
        else { return nil }
        return try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }

    private static func seed(_ der: [UInt8]) throws -> [UInt8] {
        let ed25519: ASN1ObjectIdentifier = [1, 3, 101, 112]
        let outer = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
            _ = try Int(derEncoded: &nodes)
            guard let identifier = nodes.next() else { throw IdentityError("the key has no algorithm") }
            let algorithm = try DER.sequence(identifier, identifier: .sequence) { fields in
                let algorithm = try ASN1ObjectIdentifier(derEncoded: &fields)
                while fields.next() != nil {}
                return algorithm
            }
            guard algorithm == ed25519 else { throw IdentityError("the key is of another kind") }
            let key = try ASN1OctetString(derEncoded: &nodes)
            while nodes.next() != nil {}  // attributes and the public key of version 2
            return key
        }
        return Array(try ASN1OctetString(derEncoded: Array(outer.bytes)).bytes)
    }
}
