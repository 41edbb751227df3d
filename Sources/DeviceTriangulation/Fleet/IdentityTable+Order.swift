extension IdentityTable {
    /// Eleven bits a turn: six turns for 63 bits, and counters that stay in the nearest cache.
    private static let digitBits: UInt64 = 11

    /// The identities with a packed serial, in the order of their serials.
    ///
    /// Complexity: linear; turns whose digit is the same everywhere are left out.
    /// Memory: 24 bytes a device while it sorts.
    static func packedOrder(_ serials: [UInt64]) -> [UInt32] {
        var keys: [UInt64] = []
        var order: [UInt32] = []
        keys.reserveCapacity(serials.count)
        order.reserveCapacity(serials.count)
        var isSorted = true
        for (identity, serial) in serials.enumerated() where serial != 0 && serial & SerialKey.textMark == 0 {
            if let last = keys.last, last > serial { isSorted = false }
            keys.append(serial)
            order.append(UInt32(truncatingIfNeeded: identity))
        }
        guard !isSorted else { return order }
        var otherKeys = [UInt64](repeating: 0, count: keys.count)
        var otherOrder = [UInt32](repeating: 0, count: keys.count)
        for shift in stride(from: 0, to: UInt64(63), by: Int(digitBits)) {
            guard deal(keys, order, shift, &otherKeys, &otherOrder) else { continue }
            swap(&keys, &otherKeys)
            swap(&order, &otherOrder)
        }
        return order
    }

    /// Deals keys out by one digit, in their order; false where all have the same digit.
    private static func deal(
        _ keys: [UInt64], _ order: [UInt32], _ shift: UInt64, _ toKeys: inout [UInt64],
        _ toOrder: inout [UInt32]
    ) -> Bool {
        let mask = UInt64(1) << digitBits - 1
        var places = [Int](repeating: 0, count: Int(mask) + 1)
        for key in keys { places[Int(key >> shift & mask)] &+= 1 }
        guard !places.contains(keys.count) else { return false }
        var next = 0
        for digit in places.indices {
            let count = places[digit]
            places[digit] = next
            next += count
        }
        for (index, key) in keys.enumerated() {
            let digit = Int(key >> shift & mask)
            let place = places[digit]
            toKeys[place] = key
            toOrder[place] = order[index]
            places[digit] = place &+ 1
        }
        return true
    }
}
