import Crypto
import NIOSSL
import SwiftASN1
package import TLSHandshake
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ReflectorIdentity {
    /// The name in a certificate that was made without one (RFC 6761 section 6.4: it belongs to nobody).
    package static let defaultName = "reflector.invalid"
    /// How long a self-made certificate is valid, before and after it was made.
    private static let validity = (before: 3_600.0, after: 30 * 86_400.0)

    /// Makes a certificate of its own, signed by itself, for names and addresses; ECDSA over P-256.
    ///
    /// It is the same whatever server name the client asks for: a gateway must not see whom it serves.
    package static func selfMade(names: [String], now: RFC3339Time) throws(IdentityError) -> ReflectorIdentity
    {
        let key = P256.Signing.PrivateKey()
        do {
            let certificate = try certificate(names, key, now)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return try ReflectorIdentity(
                chain: [NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)],
                key: NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der))
        } catch {
            throw IdentityError("no certificate can be made for \(names.joined(separator: ", ")): \(error)")
        }
    }

    private static func certificate(
        _ names: [String], _ key: P256.Signing.PrivateKey, _ now: RFC3339Time
    ) throws -> X509.Certificate {
        let seconds = Double(now.millisecondsSince1970 / 1_000)
        let subject = try DistinguishedName { CommonName(names.first ?? defaultName) }
        let signer = X509.Certificate.PrivateKey(key)
        return try X509.Certificate(
            version: .v3, serialNumber: X509.Certificate.SerialNumber(), publicKey: signer.publicKey,
            notValidBefore: Date(timeIntervalSince1970: seconds - validity.before),
            notValidAfter: Date(timeIntervalSince1970: seconds + validity.after),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try X509.Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(generalName))
            },
            issuerPrivateKey: signer)
    }

    private static func generalName(_ text: String) -> GeneralName {
        guard let address = AddressBytes.parse(text) else { return .dnsName(text) }
        return .ipAddress(ASN1OctetString(contentBytes: address[...]))
    }
}
