import SwiftASN1

/// A walk over the members of one DER value, which knows where it is for error messages.
struct DERCursor {
    private var members: [ASN1Node]
    private var next = 0
    /// The first byte of the whole certificate in the slice's own indices.
    private let origin: Int
    private let end: Int

    /// Opens a constructed value.
    ///
    /// Throws: ``CertificateReadError`` if the value is primitive.
    init(_ node: ASN1Node, origin: Int, field: String) throws(CertificateReadError) {
        self.origin = origin
        self.end = node.encodedBytes.endIndex
        guard case .constructed(let children) = node.content else {
            throw CertificateReadError(
                field: field, offset: node.encodedBytes.startIndex - origin,
                reason: "expected a constructed value, found a primitive one")
        }
        self.members = Array(children)
    }

    /// The next member without moving on.
    var peek: ASN1Node? { next < members.count ? members[next] : nil }

    /// Takes the next member.
    ///
    /// Throws: ``CertificateReadError`` if there is none.
    mutating func take(_ field: String) throws(CertificateReadError) -> ASN1Node {
        guard let node = peek else {
            throw CertificateReadError(field: field, offset: end - origin, reason: "it is missing")
        }
        next += 1
        return node
    }

    /// Takes the next member if it carries this identifier.
    mutating func takeIf(_ identifier: ASN1Identifier) -> ASN1Node? {
        guard let node = peek, node.identifier == identifier else { return nil }
        next += 1
        return node
    }
}

extension ASN1Node {
    /// The content of a primitive value, absent for a constructed one.
    var primitiveBytes: ArraySlice<UInt8>? {
        guard case .primitive(let bytes) = content else { return nil }
        return bytes
    }

    /// The members of a constructed value, none for a primitive one.
    var members: [ASN1Node] {
        guard case .constructed(let nodes) = content else { return [] }
        return Array(nodes)
    }

    /// The dotted text of an object identifier, absent if this is none or it does not parse.
    var objectIdentifier: String? {
        guard let identifier = try? ASN1ObjectIdentifier(derEncoded: self) else { return nil }
        return identifier.oidComponents.map(String.init).joined(separator: ".")
    }
}
