import SwiftASN1

/// Reads the fields of a certificate in their order, keeping what it has when a later one is broken.
///
/// SwiftASN1 bounds lengths and depth (50 levels); this reader adds ``byteLimit``. Algorithms, curves and
/// extensions that nobody knows are described by their object identifiers, not refused.
/// Source: RFC 5280 section 4.1.
enum CertificateReader {
    /// The largest certificate that is read; a TLS 1.3 certificate entry can announce 2^24-1 bytes, while
    /// the largest in the wild, with thousands of names, stay under 256 KiB.
    static let byteLimit = 1 << 20

    /// Fills the facts as far as the bytes go.
    ///
    /// Throws: ``CertificateReadError`` at the first field that is broken.
    static func read(_ der: [UInt8], into facts: inout CertificateFacts) throws(CertificateReadError) {
        guard der.count <= byteLimit else {
            throw CertificateReadError(
                field: "certificate", offset: 0,
                reason: "\(der.count) bytes are more than the \(byteLimit) that are read")
        }
        let root: ASN1Node
        do {
            root = try DER.parse(der)
        } catch {
            throw CertificateReadError(field: "certificate", offset: 0, reason: "not DER (\(brief(error)))")
        }
        var outer = try DERCursor(root, origin: 0, field: "certificate")
        let body = try outer.take("to-be-signed part")
        let algorithm = try outer.take("signature algorithm")
        facts.signature = algorithmName(algorithm)
        try readBody(body, into: &facts)
    }

    private static func readBody(
        _ body: ASN1Node, into facts: inout CertificateFacts
    ) throws(CertificateReadError) {
        var fields = try DERCursor(body, origin: 0, field: "to-be-signed part")
        _ = fields.takeIf(ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific))
        facts.serial = Fingerprint.hex(unsigned(try fields.take("serial number").primitiveBytes ?? []))
        _ = try fields.take("inner signature algorithm")
        facts.issuer = try DirectoryNameReader.read(fields.take("issuer"), field: "issuer")
        let validity = try fields.take("validity")
        facts.subject = try DirectoryNameReader.read(fields.take("subject"), field: "subject")
        let key = try fields.take("subject public key")
        facts.spkiSHA256 = Fingerprint.sha256(key.encodedBytes)
        facts.key = PublicKeyReader.read(key)
        _ = fields.takeIf(ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific))
        _ = fields.takeIf(ASN1Identifier(tagWithNumber: 2, tagClass: .contextSpecific))
        if let wrapper = fields.takeIf(ASN1Identifier(tagWithNumber: 3, tagClass: .contextSpecific)) {
            try ExtensionReader.read(wrapper, into: &facts)
        }
        try readValidity(validity, into: &facts)
    }

    private static func readValidity(
        _ node: ASN1Node, into facts: inout CertificateFacts
    ) throws(CertificateReadError) {
        var dates = try DERCursor(node, origin: 0, field: "validity")
        let first = try dates.take("notBefore")
        let second = try dates.take("notAfter")
        facts.notBefore = try time(first, field: "notBefore")
        facts.notAfter = try time(second, field: "notAfter")
    }

    static func time(
        _ node: ASN1Node, field: String
    ) throws(CertificateReadError) -> CertificateTime {
        if let utc = try? UTCTime(derEncoded: node),
            let time = CertificateTime(
                year: utc.year, month: utc.month, day: utc.day, hours: utc.hours, minutes: utc.minutes,
                seconds: utc.seconds)
        {
            return time
        }
        if let general = try? GeneralizedTime(derEncoded: node),
            let time = CertificateTime(
                year: general.year, month: general.month, day: general.day, hours: general.hours,
                minutes: general.minutes, seconds: general.seconds)
        {
            return time
        }
        let found = String(decoding: node.primitiveBytes?.prefix(32) ?? [], as: UTF8.self)
        throw CertificateReadError(
            field: field, offset: node.encodedBytes.startIndex,
            reason: "expected YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ, found \"\(found)\"")
    }

    /// The name of an algorithm identifier, or its dotted identifier.
    static func algorithmName(_ node: ASN1Node) -> String {
        guard let identifier = node.members.first?.objectIdentifier else { return "unreadable" }
        return AlgorithmNames.signatures[identifier] ?? identifier
    }

    /// Drops the sign octet that DER puts in front of a large positive integer.
    static func unsigned(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.count > 1 && bytes.first == 0 ? bytes.dropFirst() : bytes
    }

    /// One line of what SwiftASN1 says, without the source file that it names.
    private static func brief(_ error: any Error) -> String {
        guard let asn1 = error as? ASN1Error else { return "unreadable" }
        return "\(asn1.code)"
    }
}
