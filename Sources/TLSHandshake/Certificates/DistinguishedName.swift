internal import SwiftASN1

/// A distinguished name as text.
///
/// Source: RFC 4514: the most specific part first, the parts of one step joined with a plus sign.
public enum DistinguishedName {
    /// The most attributes that are rendered; real names have three to eight.
    private static let maximumAttributes = 64

    /// The text of a name in DER; what cannot be read becomes `#` and hex.
    public static func text(der: [UInt8]) -> String {
        guard let node = try? DER.parse(der), node.identifier == .sequence else {
            return "#" + Hex.encode(der.prefix(256))
        }
        return text(node)
    }

    static func text(_ name: ASN1Node) -> String {
        name.children.prefix(maximumAttributes).reversed().map { step in
            step.children.prefix(maximumAttributes).map(attribute).joined(separator: "+")
        }.joined(separator: ",")
    }

    private static func attribute(_ node: ASN1Node) -> String {
        let parts = node.children
        guard parts.count == 2, let identifier = parts[0].objectIdentifier else {
            return "#" + Hex.encode(node.encodedBytes.prefix(256))
        }
        let type = keywords["\(identifier)"] ?? "\(identifier)"
        return type + "=" + escaped(value(parts[1]))
    }

    private static func value(_ node: ASN1Node) -> String {
        let bytes = node.primitive.prefix(1024)
        switch node.identifier {
        case .utf8String, .printableString, .ia5String, .teletexString, .numericString, .visibleString:
            return String(decoding: bytes, as: UTF8.self)
        case .bmpString:
            let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
                .map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            return String(decoding: units, as: UTF16.self)
        case _:
            return "#" + Hex.encode(bytes)
        }
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if ",+\"\\<>;=".contains(character) { text.append("\\") }
            text += printable(String(character))
        }
    }

    /// The text with control characters as backslash and hex: a peer's bytes must not steer a terminal.
    static func printable(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            result +=
                isControl ? "\\" + Hex.encode([UInt8(truncatingIfNeeded: scalar.value)]) : String(scalar)
        }
    }

    private static let keywords: [String: String] = [
        "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L",
        "2.5.4.8": "ST", "2.5.4.9": "STREET", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "T",
        "2.5.4.15": "businessCategory", "2.5.4.42": "GN", "2.5.4.97": "organizationIdentifier",
        "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
        "1.2.840.113549.1.9.1": "emailAddress", "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
        "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST", "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
    ]
}
