internal import SwiftASN1

/// The extensions of a certificate that a transcript tells of.
///
/// Source: RFC 5280 section 4.2; RFC 6962 section 3.3.
struct CertificateExtensions {
    /// The most names that are taken; the largest real certificates have some hundreds.
    private static let maximumNames = 1000

    private(set) var alternativeNames: [String] = []
    private(set) var isCA = false
    private(set) var timestampCount = 0

    init(_ list: ASN1Node?) {
        for each in list?.children ?? [] {
            let parts = each.children
            guard let identifier = parts.first?.objectIdentifier,
                let value = parts.last, value.identifier == .octetString,
                let content = try? DER.parse(value.primitive)
            else { continue }
            switch "\(identifier)" {
            case "2.5.29.17":
                alternativeNames = content.children.prefix(Self.maximumNames).compactMap(Self.name)
            case "2.5.29.19":
                isCA =
                    content.children.first.map { $0.identifier == .boolean && $0.primitive.first != 0 }
                    ?? false
            case "1.3.6.1.4.1.11129.2.4.2":
                timestampCount = Self.timestamps(content)
            case _: break
            }
        }
    }

    private static func name(_ node: ASN1Node) -> String? {
        let bytes = node.primitive.prefix(1024)
        switch node.identifier {
        case .contextTag(1), .contextTag(2), .contextTag(6):
            return DistinguishedName.printable(String(decoding: bytes, as: UTF8.self))
        case .contextTag(7): return address(Array(bytes))
        case .contextTag(4): return node.children.first.map { DistinguishedName.text($0) }
        case _: return nil
        }
    }

    private static func address(_ bytes: [UInt8]) -> String {
        guard bytes.count != 4 else { return bytes.map { "\($0)" }.joined(separator: ".") }
        guard bytes.count == 16 else { return Hex.encode(bytes) }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }

    private static func timestamps(_ content: ASN1Node) -> Int {
        guard content.identifier == .octetString else { return 0 }
        var reader = WireReader(content.primitive)
        return (try? SignedCertificateTimestamps(reading: &reader))?.timestamps.count ?? 0
    }
}
