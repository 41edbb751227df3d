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
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte &- 0x2F
            case 0x41...0x5A: digit = byte &- 0x36
            case 0x61...0x7A: digit = byte &- 0x56
            default: return nil
            }
            word = word &* 37 &+ UInt64(digit)
            index &+= 1
        }
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
        let start = arena.count
        switch range.count {
        case 25: arena.append(1)
        case 36: arena.append(2)
        case 40: arena.append(3)
        default: return appendText(bytes, range, to: &arena)
        }
        let form = arena[start]
        var high: UInt8?
        for index in range {
            let place = index - range.lowerBound
            if isHyphen(place, form) {
                if bytes[index] == 0x2D { continue }
            } else if let digit = Hex.digit(bytes[index]) {
                if let upper = high { arena.append(upper << 4 | digit) }
                high = high == nil ? digit : nil
                continue
            }
            arena.removeSubrange(start...)
            return appendText(bytes, range, to: &arena)
        }
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
