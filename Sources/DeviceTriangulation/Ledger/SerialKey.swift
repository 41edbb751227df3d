internal import OpenFormats

/// A serial number as one word.
///
/// Up to twelve characters of `0-9A-Z` are packed in base 37, left-aligned, so that words sort as the texts
/// do; Apple's serial numbers all are of this form. Any other serial is kept as text and its word has the
/// top bit set. Zero is "none". Case is folded before.
enum SerialKey {
    static let packedLength = 12
    /// Marks a serial that is kept as text; the rest is its index.
    static let textMark: UInt64 = 1 << 63

    /// The word of a serial; nil where it does not fit.
    @inline(__always)
    static func pack(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        guard range.count <= packedLength else { return nil }
        var word: UInt64 = 0
        var isOdd: UInt8 = 0
        var index = range.lowerBound
        while index < range.upperBound {
            // Letters and digits alternate without a pattern: nothing here is worth a guess.
            let number = bytes[index] &- 0x30
            let letter = (bytes[index] | 0x20) &- 0x61
            isOdd |= number < 10 || letter < 26 ? 0 : 1
            word = word &* 37 &+ UInt64(number < 10 ? number &+ 1 : letter &+ 11)
            index &+= 1
        }
        guard isOdd == 0 else { return nil }
        for _ in 0..<(packedLength &- range.count) { word = word &* 37 }
        return word
    }

    /// The text of a packed word.
    static func text(_ word: UInt64) -> String {
        var digits: [UInt8] = []
        var rest = word
        for _ in 0..<packedLength {
            let digit = UInt8(truncatingIfNeeded: rest % 37)
            rest /= 37
            if digit > 0 { digits.append(digit < 11 ? digit + 0x2F : digit + 0x36) }
        }
        return String(decoding: digits.reversed(), as: UTF8.self)
    }
}

/// A UDID as few bytes.
///
/// The forms of Apple's UDIDs are kept in binary behind a byte that names the form: 8-16 hexadecimal digits
/// (12 bytes), a UUID (16 bytes), 40 hexadecimal digits (20 bytes). Any other text stands in upper case
/// behind its length. Equal keys are equal UDIDs.
enum UDIDKey {
    /// The longest identifier, also of a serial, that is accepted: three times a UUID.
    static let maximumText = 128

    /// Appends the key of a UDID.
    static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to arena: inout [UInt8]) {
        let raw = unsafe bytes.bytes
        let start = range.lowerBound
        guard range.upperBound <= bytes.count else { return appendText(bytes, range, to: &arena) }
        func digits(_ offset: Int) -> UInt64 { HexWords.bytes(of: ByteWords.load(raw, at: start &+ offset)) }
        func halves(_ one: Int, _ other: Int) -> UInt64 {
            HexWords.bytes(
                of: ByteWords.load(raw, at: start &+ one) & 0xFFFF_FFFF
                    | ByteWords.load(raw, at: start &+ other) << 32)
        }
        func isHyphen(_ offset: Int) -> Bool { bytes[start &+ offset] == 0x2D }
        let words: (UInt64, UInt64, UInt64, UInt64, UInt64)
        switch range.count {
        case 25 where isHyphen(8): words = (digits(0), digits(9), digits(17), 0, 0)
        case 36 where isHyphen(8) && isHyphen(13) && isHyphen(18) && isHyphen(23):
            words = (digits(0), halves(9, 14), halves(19, 24), digits(28), 0)
        case 40: words = (digits(0), digits(8), digits(16), digits(24), digits(32))
        default: return appendText(bytes, range, to: &arena)
        }
        let all = words.0 | words.1 | words.2 | words.3 | words.4
        guard all >> 32 == 0 else { return appendText(bytes, range, to: &arena) }
        let form: UInt8 = range.count == 25 ? 1 : range.count == 36 ? 2 : 3
        arena.append(form)
        append(words.0, to: &arena)
        append(words.1, to: &arena)
        append(words.2, to: &arena)
        if form > 1 { append(words.3, to: &arena) }
        if form > 2 { append(words.4, to: &arena) }
    }

    @inline(__always)
    private static func append(_ word: UInt64, to arena: inout [UInt8]) {
        arena.append(UInt8(truncatingIfNeeded: word))
        arena.append(UInt8(truncatingIfNeeded: word >> 8))
        arena.append(UInt8(truncatingIfNeeded: word >> 16))
        arena.append(UInt8(truncatingIfNeeded: word >> 24))
    }

    private static func isHyphen(_ place: Int, _ form: UInt8) -> Bool {
        switch form {
        case 1: place == 8
        case 2: place == 8 || place == 13 || place == 18 || place == 23
        default: false
        }
    }

    private static func appendText(_ bytes: Span<UInt8>, _ range: Range<Int>, to arena: inout [UInt8]) {
        arena.append(0)
        arena.append(UInt8(clamping: range.count))
        for index in range.prefix(255) {
            let byte = bytes[index]
            arena.append(byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte)
        }
    }

    /// The range of the key that begins at an offset.
    static func range(at start: Int, in arena: [UInt8]) -> Range<Int> {
        guard start < arena.count else { return arena.count..<arena.count }
        let length: Int =
            switch arena[start] {
            case 1: 13
            case 2: 17
            case 3: 21
            default: start + 1 < arena.count ? 2 + Int(arena[start + 1]) : 1
            }
        return start..<min(arena.count, start + length)
    }

    /// The text of the key that begins at an offset.
    static func text(at start: Int, in arena: [UInt8]) -> String {
        let range = range(at: start, in: arena)
        guard range.count > 1 else { return "" }
        let form = arena[start]
        guard form != 0 else { return String(decoding: arena[range.dropFirst(2)], as: UTF8.self) }
        var text: [UInt8] = []
        for byte in arena[range.dropFirst()] {
            for nibble in [byte >> 4, byte & 15] {
                if isHyphen(text.count, form) { text.append(0x2D) }
                text.append(nibble < 10 ? 0x30 + nibble : 0x37 + nibble)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
