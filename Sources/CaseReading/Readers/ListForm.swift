import OpenFormats

/// Tells a list of JSON records from a table by its first bytes.
///
/// Rules: 1. the first character is a brace or bracket, in whatever encoding: JSON.  2. a later line begins with a brace
/// and a quotation mark, or is one bracketed object: JSON whose first record is broken.  3. everything else: a table.
enum ListForm {
    /// Whether the bytes are JSON; nil where there is nothing but white space.
    static func isJSON(_ bytes: Span<UInt8>) -> Bool? {
        guard let first = (0..<bytes.count).first(where: { isText(bytes[$0]) }) else { return nil }
        if isOpener(bytes[first]) { return true }
        // A mark of order and the zeros of UTF-16 before the first character; a table may have them too.
        let next = (first..<bytes.count).first { !isPadding(bytes[$0]) }
        if let next, next > first, next < 8, isOpener(bytes[next]) { return true }
        var line = ByteWords.first(0x0A, in: bytes, from: first)
        while line + 2 < bytes.count {
            if bytes[line + 1] == 0x7B, bytes[line + 2] == 0x22 || bytes[line + 2] == 0x7D { return true }
            line = ByteWords.first(0x0A, in: bytes, from: line + 1)
        }
        return false
    }

    private static func isOpener(_ byte: UInt8) -> Bool { byte == 0x7B || byte == 0x5B }

    private static func isText(_ byte: UInt8) -> Bool { byte != 0x20 && !(0x09...0x0D).contains(byte) }

    /// A byte of a byte order mark, zero or white space.
    private static func isPadding(_ byte: UInt8) -> Bool {
        [0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains(byte) || !isText(byte)
    }
}
