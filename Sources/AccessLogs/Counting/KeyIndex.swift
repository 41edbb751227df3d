internal import OpenFormats

/// Gives byte strings numbers in the order in which they are first seen.
///
/// Open addressing with linear probing, at most half full; seeded, so that nobody can write a log whose keys all
/// collide.    Complexity: O(1) for a key; no allocation for one that is known.
struct KeyIndex {
    /// How many keys are numbered at most.
    let limit: Int
    private(set) var count = 0
    private var slots: [UInt32]
    private var hashes: [UInt32] = []
    private var ends: [Int] = [0]
    private var arena: [UInt8] = []
    private let seed = UInt64.random(in: .min ... .max)

    init(limit: Int) {
        self.limit = max(0, min(limit, Int(UInt32.max / 4)))
        slots = [UInt32](repeating: 0, count: 256)
    }

    /// The bytes of a key.
    func bytes(_ index: Int) -> ArraySlice<UInt8> {
        guard index >= 0, index < count else { return [] }
        return arena[ends[index]..<ends[index + 1]]
    }

    /// The number of a key that is known.
    func find(_ key: Span<UInt8>) -> Int? {
        let hash = hash(key)
        let mask = slots.count &- 1
        var slot = Int(hash) & mask
        while case let entry = Int(slots[slot]), entry != 0 {
            if hashes[entry &- 1] == hash, isEqual(key, entry &- 1) { return entry &- 1 }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    /// The number of a key; nil for a new one that there is no room for.
    mutating func number(_ key: Span<UInt8>) -> Int? {
        let hash = hash(key)
        let mask = slots.count &- 1
        var slot = Int(hash) & mask
        while case let entry = Int(slots[slot]), entry != 0 {
            if hashes[entry &- 1] == hash, isEqual(key, entry &- 1) { return entry &- 1 }
            slot = (slot &+ 1) & mask
        }
        guard count < limit else { return nil }
        insert(key, hash, slot)
        return count - 1
    }

    private mutating func insert(_ key: Span<UInt8>, _ hash: UInt32, _ slot: Int) {
        unsafe key.withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
        ends.append(arena.count)
        hashes.append(hash)
        count += 1
        slots[slot] = UInt32(count)
        guard count * 2 > slots.count else { return }
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for index in 0..<count {
            var place = Int(hashes[index]) & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = UInt32(index + 1)
        }
    }

    @inline(__always)
    private func hash(_ key: Span<UInt8>) -> UInt32 {
        let raw = unsafe key.bytes
        var hash = seed ^ UInt64(truncatingIfNeeded: key.count)
        var index = 0
        while index &+ 8 <= key.count {
            hash = Self.mix(hash ^ ByteWords.load(raw, at: index))
            index &+= 8
        }
        if key.count >= 8 {
            hash = Self.mix(hash ^ ByteWords.load(raw, at: key.count &- 8))
        } else {
            var tail: UInt64 = 0
            while index < key.count {
                tail = tail << 8 | UInt64(key[index])
                index &+= 1
            }
            hash = Self.mix(hash ^ tail)
        }
        return UInt32(truncatingIfNeeded: hash >> 32)
    }

    @inline(__always)
    private static func mix(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    @inline(__always)
    private func isEqual(_ key: Span<UInt8>, _ index: Int) -> Bool {
        let start = ends[index]
        guard ends[index &+ 1] &- start == key.count else { return false }
        let mine = arena.span
        let (left, right) = unsafe (key.bytes, mine.bytes)
        var at = 0
        while at &+ 8 <= key.count {
            guard ByteWords.load(left, at: at) == ByteWords.load(right, at: start &+ at) else { return false }
            at &+= 8
        }
        while at < key.count {
            guard key[at] == mine[start &+ at] else { return false }
            at &+= 1
        }
        return true
    }
}
