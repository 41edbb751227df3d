internal import Casework
internal import OpenFormats

/// An address as two words, read from bytes without making a text of them; IPv4 is mapped into IPv6.
///
/// It reads what `InternetAddress` reads; what follows a colon after IPv4 is not looked at.
/// Source: RFC 4291 sections 2.2 and 2.5.5.2.
struct PackedAddress: Hashable {
    /// What stands before an IPv4 address that is mapped.
    private static let mapped: UInt64 = 0xFFFF_0000_0000

    var high: UInt64 = 0
    var low: UInt64 = 0

    var isVersion4: Bool { high == 0 && low >> 32 == Self.mapped >> 32 }

    /// A /24 of IPv4, a /48 of IPv6; never zero.
    var network: UInt64 { isVersion4 ? 1 << 62 | (low & 0xFFFF_FFFF) >> 8 : 1 << 63 | high >> 16 }

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    init(_ address: InternetAddress) {
        for byte in address.bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        if address.bytes.count == 4 { low |= Self.mapped }
    }

    /// Reads an address; brackets, a port and a zone are dropped.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let address = Self.version4(bytes, range) ?? Self.version6(bytes, range) else { return nil }
        self = address
    }

    /// Four numbers with points between them; a port and a zone are dropped.
    @inline(__always)
    private static func version4(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Self? {
        var cursor = range.lowerBound
        var value: UInt64 = 0
        var octet: UInt64 = 0
        var digits = 0
        var points = 0
        while cursor < range.upperBound {
            let byte = bytes[cursor]
            let digit = byte &- 0x30
            if digit < 10 {
                octet = octet &* 10 &+ UInt64(digit)
                digits &+= 1
                guard digits <= 3 else { return nil }
            } else if byte == 0x2E, digits > 0, octet < 256, points < 3 {
                value = value << 8 | octet
                (octet, digits) = (0, 0)
                points &+= 1
            } else {
                break
            }
            cursor &+= 1
        }
        let isEnd = cursor == range.upperBound || bytes[cursor] == 0x3A || bytes[cursor] == 0x25
        guard isEnd, points == 3, digits > 0, octet < 256 else { return nil }
        return Self(high: 0, low: Self.mapped | value << 8 | octet)
    }

    private static func version6(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Self? {
        var (start, end) = (range.lowerBound, range.upperBound)
        guard end - start <= InternetAddress.longestText, end > start else { return nil }
        if bytes[start] == 0x5B {
            start += 1
            guard let close = (start..<end).first(where: { bytes[$0] == 0x5D }) else { return nil }
            end = close
        }
        end = (start..<end).first { bytes[$0] == 0x25 } ?? end
        var words = PackedGroups()
        var cursor = start
        if end - start >= 2, bytes[start] == 0x3A, bytes[start + 1] == 0x3A {
            words.gap = 0
            cursor += 2
        }
        while cursor < end {
            let from = cursor
            var group: UInt64 = 0
            while cursor < end, cursor - from < 5, let digit = Hex.digit(bytes[cursor]) {
                group = group << 4 | UInt64(digit)
                cursor += 1
            }
            if cursor < end, bytes[cursor] == 0x2E {
                guard words.count <= 6, let tail = version4(bytes, from..<end),
                    !(from..<end).contains(where: { bytes[$0] == 0x3A })
                else { return nil }
                words.append(tail.low >> 16 & 0xFFFF)
                words.append(tail.low & 0xFFFF)
                break
            }
            guard (1...4).contains(cursor - from), words.count < 8 else { return nil }
            words.append(group)
            guard cursor < end else { break }
            guard bytes[cursor] == 0x3A, cursor + 1 < end else { return nil }
            cursor += 1
            if bytes[cursor] == 0x3A {
                guard words.gap == nil else { return nil }
                words.gap = words.count
                cursor += 1
            }
        }
        return words.address
    }
}

/// The groups of an IPv6 address with the place of its `::`.
private struct PackedGroups {
    var gap: Int?
    private(set) var count = 0
    private var value = PackedAddress(high: 0, low: 0)

    mutating func append(_ group: UInt64) {
        value.high = value.high << 16 | value.low >> 48
        value.low = value.low << 16 | group
        count += 1
    }

    /// The whole address; nil where the groups are too few or too many.
    var address: PackedAddress? {
        guard let gap else { return count == 8 ? value : nil }
        guard count <= 7 else { return nil }
        // The groups behind the gap stand right already; those before it move to the left.
        let behind = count - gap
        var (frontHigh, frontLow) = (value.high, value.low)
        for _ in 0..<behind {
            frontLow = frontLow >> 16 | frontHigh << 48
            frontHigh >>= 16
        }
        var (backHigh, backLow) = (value.high, value.low)
        let kept = behind * 16
        backHigh = kept > 64 ? backHigh & ((1 << UInt64(kept - 64)) - 1) : 0
        backLow = kept >= 64 ? backLow : backLow & ((1 << UInt64(kept)) - 1)
        for _ in 0..<(8 - gap) {
            frontHigh = frontHigh << 16 | frontLow >> 48
            frontLow <<= 16
        }
        return PackedAddress(high: frontHigh | backHigh, low: frontLow | backLow)
    }
}

/// A range of packed addresses.
struct PackedRange {
    private let high: UInt64
    private let low: UInt64
    private let highMask: UInt64
    private let lowMask: UInt64
    /// A range of IPv6 holds no IPv4 address, though that is mapped into IPv6 here.
    private let isVersion4: Bool

    init(_ range: AddressRange) {
        isVersion4 = range.network.bytes.count == 4
        let length = range.length + (isVersion4 ? 96 : 0)
        highMask = Self.mask(length)
        lowMask = Self.mask(length - 64)
        let address = PackedAddress(range.network)
        (high, low) = (address.high & highMask, address.low & lowMask)
    }

    /// So many ones from the left.
    private static func mask(_ bits: Int) -> UInt64 {
        bits <= 0 ? 0 : bits >= 64 ? .max : ~(.max >> UInt64(bits))
    }

    @inline(__always)
    func contains(_ address: PackedAddress) -> Bool {
        address.high & highMask == high && address.low & lowMask == low && address.isVersion4 == isVersion4
    }
}
