internal import Crypto
internal import SwiftASN1

extension HandshakeTranscript.CertificateSummary {
    /// What a certificate in DER says; of one that cannot be read, only its hash.
    public init(der: [UInt8]) {
        self.init()
        sha256 = Hex.encode(Array(SHA256.hash(data: der)))
        guard let fields = CertificateFields(der: der) else { return }
        subject = DistinguishedName.text(fields.subject)
        issuer = DistinguishedName.text(fields.issuer)
        serial = Hex.encode(fields.serialNumber.primitive.prefix(64))
        let validity = fields.validity.children
        notBefore = validity.first.flatMap(Self.time)
        notAfter = validity.dropFirst().first.flatMap(Self.time)
        spkiSHA256 = Hex.encode(Array(SHA256.hash(data: Array(fields.subjectPublicKeyInfo.encodedBytes))))
        key = Self.key(fields.subjectPublicKeyInfo)
        signature = fields.signatureAlgorithm.children.first?.objectIdentifier
            .map { KnownAlgorithms.signatures["\($0)"] ?? "\($0)" }
        let extensions = CertificateExtensions(fields.extensions)
        names = extensions.alternativeNames
        scts = extensions.timestampCount
        isCA = extensions.isCA
    }

    /// RFC 3339 of a UTCTime or GeneralizedTime, or `nil` when it is neither.
    ///
    /// Source: RFC 5280 section 4.1.2.5, years from 50 on are of the twentieth century.
    private static func time(_ node: ASN1Node) -> String? {
        let text = Array(node.primitive.prefix(20))
        let isShort = node.identifier == .utcTime
        guard isShort || node.identifier == .generalizedTime, text.last == UInt8(ascii: "Z"),
            text.count == (isShort ? 13 : 15),
            text.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let digits = String(decoding: text.dropLast(), as: UTF8.self)
        let whole = isShort ? (digits < "5" ? "20" : "19") + digits : digits
        let parts = [(0, 4), (4, 2), (6, 2), (8, 2), (10, 2), (12, 2)]
            .map { String(whole.dropFirst($0.0).prefix($0.1)) }
        return "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z"
    }

    private static func key(_ info: ASN1Node) -> String? {
        guard info.children.count == 2,
            let identifier = info.children[0].children.first?.objectIdentifier
        else { return nil }
        switch "\(identifier)" {
        case "1.2.840.10045.2.1":
            let curve = info.children[0].children.dropFirst().first?.objectIdentifier.map { "\($0)" } ?? "EC"
            return KnownAlgorithms.curves[curve] ?? curve
        case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10":
            let modulus = info.children[1].wholeBits.flatMap { try? DER.parse($0) }?.children.first?.primitive
            guard let modulus else { return "RSA" }
            let bits = modulus.drop { $0 == 0 }
            return "RSA \(bits.count * 8 - (bits.first?.leadingZeroBitCount ?? 0))"
        case let other:
            return KnownAlgorithms.keys[other] ?? other
        }
    }
}

/// Names for algorithms of certificates.
private enum KnownAlgorithms {
    static let curves = [
        "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384", "1.3.132.0.35": "P-521",
        "1.3.132.0.33": "P-224", "1.3.132.0.10": "secp256k1",
    ]
    static let keys = [
        "1.3.101.112": "Ed25519", "1.3.101.113": "Ed448", "1.2.840.10040.4.1": "DSA",
        "2.16.840.1.101.3.4.3.17": "ML-DSA-44", "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
        "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
    ]
    static let signatures = [
        "1.2.840.113549.1.1.4": "md5WithRSAEncryption", "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
        "1.2.840.113549.1.1.10": "rsassaPss", "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
        "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
        "1.2.840.113549.1.1.13": "sha512WithRSAEncryption", "1.2.840.10045.4.1": "ecdsa-with-SHA1",
        "1.2.840.10045.4.3.2": "ecdsa-with-SHA256", "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
        "1.2.840.10045.4.3.4": "ecdsa-with-SHA512", "1.3.101.112": "Ed25519", "1.3.101.113": "Ed448",
    ]
}
