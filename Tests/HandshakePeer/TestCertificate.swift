internal import SwiftASN1

/// Writes X.509 certificates that say what a test needs.
public enum TestCertificate {
    /// A tag, a length and content in DER.
    public static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        switch count {
        case ..<0x80: return [tag, UInt8(count)] + content
        case ..<0x100: return [tag, 0x81, UInt8(count)] + content
        case ..<0x1_0000: return [tag, 0x82, UInt8(count >> 8), UInt8(count & 0xFF)] + content
        case _:
            return [tag, 0x83, UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
                + content
        }
    }

    public static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap { $0 }) }

    public static func identifier(_ dotted: String) -> [UInt8] {
        var serializer = DER.Serializer()
        let elements = dotted.split(separator: ".").compactMap { UInt($0) }
        guard let identifier = try? ASN1ObjectIdentifier(elements: elements),
            (try? serializer.serialize(identifier)) != nil
        else { return [] }
        return serializer.serializedBytes
    }

    /// A public key info; `nil` among the identifiers stands for NULL.
    public static func spki(_ identifiers: [String?], _ bits: [UInt8]) -> [UInt8] {
        let algorithm = identifiers.flatMap { $0.map { identifier($0) } ?? [0x05, 0x00] }
        return sequence(value(0x30, algorithm), value(0x03, [0] + bits))
    }

    /// A name with one common name.
    public static func name(_ common: String) -> [UInt8] {
        let attribute = sequence(identifier("2.5.4.3"), value(0x0C, Array(common.utf8)))
        return sequence(value(0x31, attribute))
    }

    /// A certificate for `mdm.example.com`, from an authority that does not exist.
    public static func der(spki: [UInt8], subject: String = "mdm.example.com") -> [UInt8] {
        let names = sequence(value(0x82, Array(subject.utf8)), value(0x87, [192, 0, 2, 1]))
        let extensions = sequence(
            sequence(identifier("2.5.29.17"), value(0x04, names)),
            sequence(identifier("2.5.29.19"), value(0x04, sequence())))
        let algorithm = sequence(identifier("1.2.840.10045.4.3.2"))
        let validity = sequence(
            value(0x17, Array("260101000000Z".utf8)), value(0x18, Array("20500101000000Z".utf8)))
        let body = sequence(
            value(0xA0, [0x02, 0x01, 0x02]), value(0x02, [0x01, 0xAB]), algorithm, name("Test Authority"),
            validity, name(subject), spki, value(0xA3, extensions))
        return sequence(body, algorithm, value(0x03, [0, 1, 2, 3]))
    }
}
