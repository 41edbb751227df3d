/// Bytes that stand before a profile: a server that writes them serves a profile that no device can install.
///
/// Source: AE 7 row 25.
struct StrayBytes {
    /// How far a beginning is looked for; a page of HTTP headers is shorter.
    private static let searched = 4096
    /// The identifiers of CMS signed and enveloped data as DER writes them.
    private static let signedData: [UInt8] = [
        0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
    ]

    let count: Int
    /// `CMS` or `XML`.
    let form: String

    /// `nil` where the bytes begin with a profile, or hold none.
    init?(_ bytes: [UInt8]) {
        let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var start = marked
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        let isKnown =
            bytes.first == 0x30 || bytes[start...].starts(with: "<?xml".utf8)
            || bytes[start...].starts(with: "<!DOCTYPE".utf8) || bytes[start...].starts(with: "<plist".utf8)
            || bytes.starts(with: "bplist".utf8) || bytes.starts(with: "-----BEGIN".utf8)
        if isKnown {
            // XML allows no byte before its declaration; a mark of the byte order is none.
            guard start > marked, bytes[start...].starts(with: "<?xml".utf8) else { return nil }
            (count, form) = (start - marked, "XML")
            return
        }
        let end = min(bytes.count, Self.searched)
        if let place = Self.place(of: Self.signedData, in: bytes, below: end) {
            // The sequence that holds the identifier begins at most six bytes before it.
            let head = bytes[max(0, place - 6)..<place].lastIndex(of: 0x30) ?? place
            guard head > 0 else { return nil }
            (count, form) = (head, "CMS")
        } else if let place = Self.place(of: Array("<?xml".utf8), in: bytes, below: end) {
            (count, form) = (place, "XML")
        } else {
            return nil
        }
    }

    private static func place(of pattern: [UInt8], in bytes: [UInt8], below end: Int) -> Int? {
        guard end >= pattern.count else { return nil }
        return (0...(end - pattern.count)).first { bytes[$0...].starts(with: pattern) }
    }
}
