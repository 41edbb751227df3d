internal import OpenFormats

/// Hashes and compares short byte strings eight bytes at a time.
enum ByteHash {
    /// A hash of a range of bytes.
    static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        let raw = unsafe bytes.bytes
        var hash = UInt64(truncatingIfNeeded: range.count) &* 0x9E37_79B9_7F4A_7C15
        var index = range.lowerBound
        while index &+ 8 <= range.upperBound {
            hash = mix(hash ^ ByteWords.load(raw, at: index))
            index &+= 8
        }
        var tail: UInt64 = 0
        while index < range.upperBound {
            tail = tail << 8 | UInt64(bytes[index])
            index &+= 1
        }
        return mix(hash ^ tail)
    }

    /// Spreads the bits of a word.
    @inline(__always)
    static func mix(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }

    /// Whether a range of bytes equals another.
    @inline(__always)
    static func equal(_ one: Span<UInt8>, _ range: Range<Int>, _ other: Span<UInt8>, _ start: Int) -> Bool {
        let count = range.count
        guard start &+ count <= other.count else { return false }
        let left = unsafe one.bytes
        let right = unsafe other.bytes
        var index = 0
        while index &+ 8 <= count {
            let a = ByteWords.load(left, at: range.lowerBound &+ index)
            guard a == ByteWords.load(right, at: start &+ index) else { return false }
            index &+= 8
        }
        while index < count {
            guard one[range.lowerBound &+ index] == other[start &+ index] else { return false }
            index &+= 1
        }
        return true
    }
}
