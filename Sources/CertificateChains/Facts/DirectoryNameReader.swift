import SwiftASN1

/// Reads a distinguished name, turning every string type of the directory into text.
enum DirectoryNameReader {
    /// The most relative names that are read; real names have fewer than ten.
    static let relativeNameLimit = 64

    /// Throws: ``CertificateReadError`` if the value is not a sequence of sets of attributes.
    static func read(_ node: ASN1Node, field: String) throws(CertificateReadError) -> DirectoryName {
        guard node.identifier == .sequence else {
            throw CertificateReadError(
                field: field, offset: node.encodedBytes.startIndex, reason: "expected a sequence")
        }
        var name = DirectoryName()
        for set in node.members.prefix(relativeNameLimit) {
            let attributes = set.members.prefix(relativeNameLimit).compactMap(attribute(_:))
            if !attributes.isEmpty { name.relativeNames.append(attributes) }
        }
        return name
    }

    /// Reads a name that stands alone, as in the list of acceptable authorities; absent if it is none.
    static func read(der: [UInt8]) -> DirectoryName? {
        guard let node = try? DER.parse(der) else { return nil }
        return try? read(node, field: "name")
    }

    private static func attribute(_ node: ASN1Node) -> DirectoryName.Attribute? {
        let members = node.members
        guard members.count == 2, let type = members[0].objectIdentifier else { return nil }
        return DirectoryName.Attribute(type: type, value: text(members[1]))
    }

    /// The text of a directory string; hex of the whole value, with `#`, where it is no text.
    static func text(_ node: ASN1Node) -> String {
        let whole = "#" + Fingerprint.hex(node.encodedBytes)
        guard let bytes = node.primitiveBytes else { return whole }
        switch node.identifier {
        case .utf8String, .printableString, .ia5String, .numericString, .visibleString:
            return String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
        case .teletexString:
            return String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
        case .bmpString:
            return utf16(bytes) ?? whole
        default:
            return whole
        }
    }

    private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        var units: [UInt16] = []
        var iterator = bytes.makeIterator()
        while let high = iterator.next(), let low = iterator.next() {
            units.append(UInt16(high) << 8 | UInt16(low))
        }
        return String(validating: units, as: UTF16.self)
    }
}
