/// The first bytes of an answer that is no TLS, as people can read them.
enum FirstBytes {
    /// How much of it is quoted.
    ///
    /// Unit: characters.
    static let quoted = 120

    static func words(_ hex: String) -> String {
        var text = ""
        var high: UInt8?
        for digit in hex.utf8.prefix(quoted * 2) {
            guard let value = nibble(digit) else { return String(hex.prefix(quoted)) }
            guard let first = high else {
                high = value
                continue
            }
            let byte = first << 4 | value
            if (0x20..<0x7F).contains(byte) { text.append(Character(UnicodeScalar(byte))) }
            if byte == 0x0A { text.append(" ") }
            high = nil
        }
        return text
    }

    /// All of it as text, line breaks included; up to the first digit that is none.
    static func text(_ hex: String) -> String {
        let digits = hex.utf8.prefix(kept * 2).map(nibble).prefix { $0 != nil }.compactMap(\.self)
        let bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).map {
            digits[$0] << 4 | digits[$0 + 1]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How much of an answer a transcript keeps.
    ///
    /// Unit: bytes.
    private static let kept = 256

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
