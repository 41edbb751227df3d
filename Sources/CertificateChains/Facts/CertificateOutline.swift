/// Where things stand in a certificate, found without parsing it.
///
/// Source: RFC 5280 section 4.1; X.690 section 8.1.3 for lengths.
enum CertificateOutline {
    /// The whole DER value of the subject, absent if the bytes are no certificate.
    ///
    /// Complexity: looks at eight headers, whatever the size.
    static func subject(of der: [UInt8]) -> ArraySlice<UInt8>? {
        guard let certificate = content(of: der, at: 0, tag: 0x30),
            let body = content(of: der, at: certificate.lowerBound, tag: 0x30)
        else { return nil }
        var offset = body.lowerBound
        // The version has a default and may be absent.
        if offset < body.upperBound, der[offset] == 0xA0 {
            guard let version = content(of: der, at: offset, tag: 0xA0) else { return nil }
            offset = version.upperBound
        }
        // Serial number, signature algorithm, issuer, validity.
        for tag: UInt8 in [0x02, 0x30, 0x30, 0x30] {
            guard let field = content(of: der, at: offset, tag: tag) else { return nil }
            offset = field.upperBound
        }
        guard let subject = content(of: der, at: offset, tag: 0x30), subject.upperBound <= body.upperBound
        else { return nil }
        return der[offset..<subject.upperBound]
    }

    /// The place of the content of the value at an offset, absent if it has another tag or is cut off.
    private static func content(of der: [UInt8], at offset: Int, tag: UInt8) -> Range<Int>? {
        guard offset + 2 <= der.count, der[offset] == tag else { return nil }
        var start = offset + 2
        var length = Int(der[offset + 1])
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), start + count <= der.count else { return nil }
            length = der[start..<(start + count)].reduce(0) { $0 << 8 | Int($1) }
            start += count
        }
        guard length <= der.count - start else { return nil }
        return start..<(start + length)
    }
}
