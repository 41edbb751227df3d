internal import OpenFormats

/// Eight hexadecimal digits read together.
enum HexWords {
    private static let ones = ByteWords.ones
    private static let tops = ByteWords.tops
    /// What stands for "not eight hexadecimal digits".
    private static let none = UInt64.max

    /// The four bytes that eight digits stand for, the first in the lowest bits; all bits set if one is no digit.
    @inline(__always)
    static func bytes(of text: UInt64) -> UInt64 {
        // A digit is zero to nine against "0", a letter one to six against "`".
        let low = text & ~tops
        let digit = low ^ (ones &* 0x30)
        let letter = (low | (ones &* 0x20)) ^ (ones &* 0x60)
        let isDigit = ~(digit &+ (ones &* 0x76))
        let isLetter = ~(letter &+ (ones &* 0x79)) & (letter &+ (ones &* 0x7F))
        guard (isDigit | isLetter) & ~text & tops == tops else { return none }
        var nibbles = (text & (ones &* 0x0F)) &+ (text >> 6 & ones) &* 9
        nibbles = (nibbles << 4 | nibbles >> 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles >> 8) & 0x0000_FFFF_0000_FFFF
        return (nibbles | nibbles >> 16) & 0xFFFF_FFFF
    }
}
