/// A set of devices as a bitmap over the ordinals of one ledger.
///
/// Shape: bit `n % 64` of word `n / 64`. A million devices take 125 kB. Sets of different ledgers must not be mixed.
public struct DeviceSet: Sendable, Hashable {
    private var words: [UInt64] = []

    public init() {}

    public init(_ ordinals: some Sequence<Int>) {
        for ordinal in ordinals { insert(ordinal) }
    }

    public mutating func insert(_ ordinal: Int) {
        guard ordinal >= 0 else { return }
        let word = ordinal / 64
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] |= 1 << UInt64(ordinal % 64)
    }

    public func contains(_ ordinal: Int) -> Bool {
        guard ordinal >= 0, ordinal / 64 < words.count else { return false }
        return words[ordinal / 64] & (1 << UInt64(ordinal % 64)) != 0
    }

    /// The number of devices.
    ///
    /// Complexity: O(ordinals / 64).
    public var count: Int {
        words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    public func union(_ other: Self) -> Self { combined(with: other, |) }
    public func intersection(_ other: Self) -> Self { combined(with: other, &) }
    public func subtracting(_ other: Self) -> Self { combined(with: other) { $0 & ~$1 } }

    /// The ordinals in rising order.
    public var ordinals: [Int] {
        var result: [Int] = []
        result.reserveCapacity(count)
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                result.append(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return result
    }

    /// The first few ordinals in rising order.
    public func first(_ count: Int) -> [Int] { Array(ordinals.prefix(count)) }

    public static func == (left: Self, right: Self) -> Bool {
        left.subtracting(right).isEmpty && right.subtracting(left).isEmpty
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
    }

    private func combined(with other: Self, _ operation: (UInt64, UInt64) -> UInt64) -> Self {
        var result = Self()
        result.words = (0..<max(words.count, other.words.count)).map { index in
            operation(
                index < words.count ? words[index] : 0, index < other.words.count ? other.words[index] : 0)
        }
        return result
    }
}

extension DeviceSet: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}
