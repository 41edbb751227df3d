internal import SwiftASN1

/// The fields of an X.509 certificate that a handshake needs, each still in DER.
///
/// Source: RFC 5280 section 4.1.
struct CertificateFields {
    /// The longest certificate that is taken apart; real ones have 1 to 4 KiB.
    static let maximumLength = 64 << 10

    let serialNumber: ASN1Node
    let issuer: ASN1Node
    let validity: ASN1Node
    let subject: ASN1Node
    let subjectPublicKeyInfo: ASN1Node
    /// The content of `extensions`, or `nil` in a certificate without any.
    let extensions: ASN1Node?
    /// The outer signature algorithm.
    let signatureAlgorithm: ASN1Node

    /// Fails when the bytes are no certificate in DER.
    init?(der: [UInt8]) {
        guard der.count <= Self.maximumLength, let root = try? DER.parse(der) else { return nil }
        let parts = root.children
        guard parts.count == 3 else { return nil }
        var fields = parts[0].children[...]
        if fields.first?.identifier == .contextTag(0) { fields = fields.dropFirst() }
        guard fields.count >= 6 else { return nil }
        let base = fields.startIndex
        serialNumber = fields[base]
        issuer = fields[base + 2]
        validity = fields[base + 3]
        subject = fields[base + 4]
        subjectPublicKeyInfo = fields[base + 5]
        extensions = fields.first { $0.identifier == .contextTag(3) }?.children.first
        signatureAlgorithm = parts[1]
    }
}

extension ASN1Node {
    /// The parts of a constructed value; empty for a primitive one.
    var children: [ASN1Node] {
        switch content {
        case .constructed(let nodes): Array(nodes)
        case .primitive: []
        }
    }

    /// The content of a primitive value; empty for a constructed one.
    var primitive: ArraySlice<UInt8> {
        switch content {
        case .constructed: []
        case .primitive(let bytes): bytes
        }
    }

    var objectIdentifier: ASN1ObjectIdentifier? { try? ASN1ObjectIdentifier(derEncoded: self) }

    /// The bits of a BIT STRING without the count of unused bits, which must be 0.
    var wholeBits: ArraySlice<UInt8>? {
        identifier == .bitString && primitive.first == 0 ? primitive.dropFirst() : nil
    }
}

extension ASN1Identifier {
    static func contextTag(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }
}
