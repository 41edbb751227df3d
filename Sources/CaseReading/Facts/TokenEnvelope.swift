package import Casework

/// A server token as the tenant hands it out: encrypted for the certificate of one MDM.
///
/// Source: AE 2.1. What lies inside is not decrypted here.
package struct TokenEnvelope: Sendable, Hashable {
    package enum Standing: Sendable, Hashable {
        /// The certificates that it was made for.
        case readable([IssuerAndSerial])
        /// Why it is no encrypted token.
        case unreadable(String)
    }

    package let standing: Standing
    package let citation: Citation

    package init(_ standing: Standing, citation: Citation) {
        self.standing = standing
        self.citation = citation
    }
}

/// What tells one certificate from every other: its issuer's name and its serial number.
package struct IssuerAndSerial: Sendable, Hashable {
    /// The name as DER.
    package let issuer: [UInt8]
    /// The number as DER writes it, without leading zeros.
    package let serial: [UInt8]

    package init(issuer: [UInt8], serial: [UInt8]) {
        self.issuer = issuer
        self.serial = Array(serial.drop { $0 == 0 })
    }
}

extension IssuerAndSerial {
    private static let sequence: UInt8 = 0x30
    private static let integer: UInt8 = 0x02
    /// `commonName`.
    private static let commonName: [UInt8] = [0x06, 0x03, 0x55, 0x04, 0x03]

    /// The pair inside an `IssuerAndSerialNumber`, or the first two fields of that kind in a certificate.
    init?(_ elements: some Collection<BERElement>, in bytes: [UInt8]) {
        guard let name = elements.first(where: { $0.tag == Self.sequence }),
            let number = elements.first(where: { $0.tag == Self.integer })
        else { return nil }
        self.init(issuer: Array(bytes[name.content]), serial: Array(bytes[number.content]))
    }

    /// Reads a certificate, PEM or DER; `nil` for what is none.
    package init?(certificate file: [UInt8]) {
        let bytes = file.first == Self.sequence ? file : Self.pem(file)
        guard let whole = BERElement(bytes, at: 0, below: bytes.count), whole.tag == Self.sequence,
            let body = whole.children(in: bytes, most: 1)?.first, body.tag == Self.sequence,
            let fields = body.children(in: bytes, most: 5)
        else { return nil }
        // [0] version, serial, algorithm, issuer: the version is not always there.
        let rest = fields.drop { $0.tag == 0xA0 }
        guard let serial = rest.first, serial.tag == Self.integer, rest.count >= 3 else { return nil }
        let issuer = rest[rest.index(rest.startIndex, offsetBy: 2)]
        guard issuer.tag == Self.sequence else { return nil }
        self.init(issuer: Array(bytes[issuer.content]), serial: Array(bytes[serial.content]))
    }

    /// The first certificate of a PEM file.
    private static func pem(_ file: [UInt8]) -> [UInt8] {
        let text = String(decoding: file, as: UTF8.self)
        guard let begin = text.firstRange(of: "-----BEGIN CERTIFICATE-----") else { return [] }
        let rest = text[begin.upperBound...]
        let body = rest[..<(rest.firstRange(of: "-----END")?.lowerBound ?? rest.endIndex)]
        return Base64.bytes(String(body)) ?? []
    }

    /// The issuer's common name and the serial number, as people compare them.
    package var text: String {
        let hex = serial.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined().uppercased()
        return "\(commonName ?? "an unnamed issuer"), serial \(hex)"
    }

    private var commonName: String? {
        guard issuer.count > Self.commonName.count + 2,
            let place = (0..<(issuer.count - Self.commonName.count)).first(where: {
                issuer[$0...].starts(with: Self.commonName)
            }),
            let value = BERElement(issuer, at: place + Self.commonName.count, below: issuer.count)
        else { return nil }
        return String(decoding: issuer[value.content].prefix(200), as: UTF8.self)
    }
}
