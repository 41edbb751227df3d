/// A distinguished name: relative names from the root of the directory down, as encoded.
///
/// Shape: `relativeNames[i]` is one relative distinguished name with at least one attribute.
/// Source: RFC 5280 section 4.1.2.4, RFC 4514.
package struct DirectoryName: Sendable, Hashable {
    /// One attribute of a relative distinguished name.
    package struct Attribute: Sendable, Hashable {
        /// The dotted object identifier.
        package var type: String
        /// The text, or `#` and hex where the value is no text.
        package var value: String
    }

    package var relativeNames: [[Attribute]] = []

    package init(relativeNames: [[Attribute]] = []) {
        self.relativeNames = relativeNames
    }

    /// Reads a name in DER that stands alone, as in a list of acceptable authorities; absent if it is none.
    package init?(der: [UInt8]) {
        guard let name = DirectoryNameReader.read(der: der) else { return nil }
        self = name
    }

    package var isEmpty: Bool { relativeNames.isEmpty }

    package var commonName: String? { last("2.5.4.3") }
    package var organisation: String? { last("2.5.4.10") }
    /// Every organisation, in encoded order.
    package var organisations: [String] { all("2.5.4.10") }
    /// Every country, in encoded order.
    package var countries: [String] { all("2.5.4.6") }
    package var organisationalUnit: String? { last("2.5.4.11") }
    /// Every organisational unit, in encoded order.
    package var organisationalUnits: [String] { all("2.5.4.11") }
    /// The user identifier, which carries the topic of an Apple push certificate.
    package var userID: String? { last("0.9.2342.19200300.100.1.1") }

    /// Every value of the attribute, in encoded order.
    package func all(_ type: String) -> [String] {
        relativeNames.joined().filter { $0.type == type }.map(\.value)
    }

    private func last(_ type: String) -> String? { all(type).last }

    /// The name as RFC 4514 writes it, most specific first: `CN=a,O=b,C=US`.
    package var text: String {
        relativeNames.reversed()
            .map { $0.map(Self.text(of:)).joined(separator: "+") }
            .joined(separator: ",")
    }

    private static func text(of attribute: Attribute) -> String {
        let key = shortNames[attribute.type] ?? attribute.type
        return key + "=" + escaped(attribute.value)
    }

    /// Escapes what RFC 4514 section 2.4 asks for, and control characters as `\` and two hex digits.
    private static func escaped(_ value: String) -> String {
        if value.hasPrefix("#") { return value }
        var text = ""
        let scalars = Array(value.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let edgeSpace = scalar == " " && (index == 0 || index == scalars.count - 1)
            if edgeSpace || ",+\"\\<>;".unicodeScalars.contains(scalar) {
                text += "\\"
                text.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20 || scalar.value == 0x7F {
                text += "\\" + Fingerprint.hex([UInt8(truncatingIfNeeded: scalar.value)])
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Keywords for attribute types.
    ///
    /// Source: RFC 4514 section 3, RFC 4519, and `E` as OpenSSL users know it.
    static let shortNames = [
        "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "STREET",
        "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.5": "serialNumber", "2.5.4.4": "SN", "2.5.4.42": "GN",
        "2.5.4.12": "title", "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
        "1.2.840.113549.1.9.1": "E", "2.5.4.97": "organizationIdentifier",
    ]

    /// The same the other way round, keywords in capitals.
    static let typesByKeyword = Dictionary(
        shortNames.map { ($0.value.uppercased(), $0.key) }, uniquingKeysWith: { first, _ in first })
}
