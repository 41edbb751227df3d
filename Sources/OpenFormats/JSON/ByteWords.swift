/// Eight bytes looked at together: the arithmetic behind the fast paths of the readers.
///
/// Source: the zero-byte test of H. S. Warren, "Hacker's Delight", 6-1. The lowest marked byte is exact;
/// marks above it may be false, so only the lowest one is used.
public enum ByteWords {
    /// Each byte of the word is one.
    public static let ones: UInt64 = 0x0101_0101_0101_0101
    /// The top bit of each byte.
    public static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes at an offset, the first in the lowest bits.
    ///
    /// The caller has checked that `offset + 8 <= bytes.byteCount`; a wrong offset stops at the bounds check.
    @inlinable @inline(__always)
    public static func load(_ bytes: RawSpan, at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Marks the top bit of each byte that is zero.
    @inlinable @inline(__always)
    public static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }

    /// Marks the top bit of each byte that equals `byte`.
    @inlinable @inline(__always)
    public static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 { zeros(word ^ (ones &* UInt64(byte))) }

    /// Marks each byte that ends the plain part of a JSON string: `"`, `\`, a control character, non-ASCII.
    @inlinable @inline(__always)
    public static func stringStops(_ word: UInt64) -> UInt64 {
        let control = (word &- (ones &* 0x20)) & ~word & tops
        return equal(word, 0x22) | equal(word, 0x5C) | control | (word & tops)
    }

    /// The offset of the first `byte` at or after `start`, or the count.
    @inlinable
    public static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int {
        let raw = unsafe bytes.bytes
        let end = bytes.count
        var index = start
        while index &+ 8 <= end {
            let marks = equal(load(raw, at: index), byte)
            if marks != 0 { return index &+ marks.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end {
            if bytes[index] == byte { return index }
            index &+= 1
        }
        return end
    }
}
