/// Damages bytes in the ways that break parsers.
public struct Mutator {
    private static let edges: [UInt8] = [0, 1, 2, 3, 0x14, 0x16, 0x17, 0x7F, 0x80, 0xFE, 0xFF]

    /// One to four changes.
    public static func mutate(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(4) { change(&bytes, &random) }
        return bytes
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let place = random.below(bytes.count)
        guard !bytes.isEmpty else {
            bytes = [UInt8(truncatingIfNeeded: random.next())]
            return
        }
        switch random.below(9) {
        case 0: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1: bytes[place] = edges[random.below(edges.count)]
        case 2: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 3:
            let new = (0...random.below(16)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            bytes.insert(contentsOf: new, at: place)
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(16)))
        case 5:
            bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + random.below(64))], at: place)
        case 6: bytes.removeLast(bytes.count - place)
        case 7:
            // A length that is off by a little or by a lot.
            bytes[place] = bytes[place] &+ UInt8(random.below(3)) &- 1
        case _:
            let other = random.below(bytes.count)
            bytes.swapAt(place, other)
        }
    }
}
