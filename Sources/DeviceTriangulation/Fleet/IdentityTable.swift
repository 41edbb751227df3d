/// The devices of a fleet: each serial once, with its UDID.
///
/// Shape: identity = order of first sight, until `FleetAssembly` sorts them.
/// Memory: 8 bytes for the serial, 17 to 21 for the UDID, 4 for its place, 8 to 16 for the look-up.
struct IdentityTable: Sendable {
    /// The place of a UDID that there is not.
    static let noUDID = UInt32.max

    private(set) var serials: [UInt64] = []
    private(set) var udidStarts: [UInt32] = []
    private(set) var udids: [UInt8] = []
    private(set) var texts: [String] = []
    private var textIndex: [String: UInt64] = [:]
    private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)
    /// Other UDIDs of a serial: identity, place.
    private(set) var conflicts: [(identity: UInt32, start: UInt32)] = []
    /// The conflicts so far, while records come in: a fleet may have one for each device.
    private var knownConflicts: Set<Conflict> = []

    private struct Conflict: Hashable {
        let identity: UInt32
        let udid: [UInt8]
    }

    var count: Int { serials.count }
    var slotBytes: Int { slots.count * 4 }

    /// The word of a serial that a ledger keeps as text.
    mutating func word(text: String) -> UInt64 {
        if let known = textIndex[text] { return known }
        let word = SerialKey.textMark | UInt64(texts.count)
        texts.append(text)
        textIndex[text] = word
        return word
    }

    /// The identity of a serial, made if it is new.
    mutating func identity(serial: UInt64) -> UInt32 {
        let mask = slots.count - 1
        var slot = Self.slot(of: serial, mask)
        while slots[slot] != 0 {
            let identity = slots[slot] - 1
            if serials[Int(identity)] == serial { return identity }
            slot = (slot + 1) & mask
        }
        serials.append(serial)
        udidStarts.append(Self.noUDID)
        let identity = UInt32(serials.count - 1)
        slots[slot] = identity + 1
        // Filled to two thirds at most: a look-up takes two steps then, and each may miss the cache.
        if serials.count * 3 > slots.count * 2 { index(slotCount: slots.count * 2) }
        return identity
    }

    /// The identities of many serials, made where they are new; `UInt32.max` for a word that is none.
    ///
    /// A look-up misses the cache twice. All slots are asked for first, then all serials that they name, so that
    /// the misses overlap.
    mutating func identities(of words: [UInt64]) -> [UInt32] {
        var slotCount = slots.count
        while (serials.count + words.count) * 3 > slotCount * 2 { slotCount *= 2 }
        if slotCount > slots.count { index(slotCount: slotCount) }
        let mask = slots.count - 1
        var found = [UInt32](repeating: 0, count: words.count)
        for (row, word) in words.enumerated() { found[row] = slots[Self.slot(of: word, mask)] }
        var named = [UInt64](repeating: 0, count: words.count)
        for row in words.indices where found[row] != 0 { named[row] = serials[Int(found[row]) - 1] }
        for (row, word) in words.enumerated() {
            if word == 0 {
                found[row] = UInt32.max
            } else if found[row] != 0, named[row] == word {
                found[row] -= 1
            } else {
                found[row] = identity(serial: word)
            }
        }
        return found
    }

    @inline(__always)
    private static func slot(of serial: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: ByteHash.mix(serial &* 0x9E37_79B9_7F4A_7C15)) & mask
    }

    /// A new identity that has a UDID and no serial.
    mutating func identity(udid: ArraySlice<UInt8>) -> UInt32 {
        serials.append(0)
        udidStarts.append(UInt32(clamping: udids.count))
        udids.append(contentsOf: udid)
        return UInt32(serials.count - 1)
    }

    /// The identity of a serial, if it is there.
    ///
    /// The identities are sorted.  Complexity: logarithmic.
    func find(serial: UInt64) -> UInt32? {
        let wanted = SerialOrder(serial, self)
        var (low, high) = (0, serials.count)
        while low < high {
            let middle = (low + high) / 2
            let found = serials[middle]
            if found == serial { return UInt32(middle) }
            // Those without a serial come last.
            if found != 0, SerialOrder(found, self) < wanted { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The word of a serial that is kept as text.
    func find(text: String) -> UInt64? { textIndex[text] }

    /// Notes the UDIDs of many identities, where there are any.
    mutating func note(_ arena: [UInt8], at starts: [UInt32], of identities: [UInt32]) {
        for (row, identity) in identities.enumerated() where row < starts.count && identity != UInt32.max {
            let start = starts[row]
            if start != Self.noUDID { note(udid: arena, at: Int(start), of: identity) }
        }
    }

    /// Notes the UDID of an identity, its key in another arena; a second, other one is a conflict.
    @inline(__always)
    mutating func note(udid arena: [UInt8], at start: Int, of identity: UInt32) {
        let known = udidStarts[Int(identity)]
        let range = UDIDKey.range(at: start, in: arena)
        guard known != Self.noUDID else {
            udidStarts[Int(identity)] = UInt32(clamping: udids.count)
            udids.append(contentsOf: arena[range])
            return
        }
        // Keys of one length or another never begin alike: the first byte tells.
        guard !ByteHash.equal(arena.span, range, udids.span, Int(known)) else { return }
        let key = Array(arena[range])
        guard knownConflicts.insert(Conflict(identity: identity, udid: key)).inserted else { return }
        conflicts.append((identity, UInt32(clamping: udids.count)))
        udids.append(contentsOf: key)
    }

    /// The key of an identity's UDID.
    func udid(_ identity: Int) -> ArraySlice<UInt8>? {
        let start = udidStarts[identity]
        return start == Self.noUDID ? nil : udids[UDIDKey.range(at: Int(start), in: udids)]
    }

    func serialText(_ identity: Int) -> String? {
        let word = serials[identity]
        guard word != 0 else { return nil }
        guard word & SerialKey.textMark != 0 else { return SerialKey.text(word) }
        let index = Int(word & ~SerialKey.textMark)
        return texts.indices.contains(index) ? texts[index] : nil
    }

    func udidText(_ identity: Int) -> String? {
        let start = udidStarts[identity]
        return start == Self.noUDID ? nil : UDIDKey.text(at: Int(start), in: udids)
    }

    /// Makes the UDID of a serial with several the least one as text, whatever the order of reading was.
    mutating func settleConflicts() {
        knownConflicts = []
        for (index, conflict) in conflicts.enumerated() {
            let known = udidStarts[Int(conflict.identity)]
            if UDIDKey.text(at: Int(conflict.start), in: udids) < UDIDKey.text(at: Int(known), in: udids) {
                udidStarts[Int(conflict.identity)] = conflict.start
                conflicts[index].start = known
            }
        }
    }

    /// Sorts the identities by their serials, then, without one, by their UDIDs; nothing is added after that.
    ///
    /// Returns the new number of each old one; nil where they were in order.
    mutating func sort() -> [UInt32]? {
        slots = []
        var order = Self.packedOrder(serials)
        insertOthers(into: &order)
        guard order.enumerated().contains(where: { $0.offset != Int($0.element) }) else { return nil }
        var moved: [UInt64] = []
        moved.reserveCapacity(count)
        for old in order { moved.append(serials[Int(old)]) }
        swap(&serials, &moved)
        moved = []
        var starts: [UInt32] = []
        starts.reserveCapacity(count)
        for old in order { starts.append(udidStarts[Int(old)]) }
        swap(&udidStarts, &starts)
        starts = []
        var newNumbers = [UInt32](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { newNumbers[Int(old)] = UInt32(new) }
        for index in conflicts.indices {
            conflicts[index].identity = newNumbers[Int(conflicts[index].identity)]
        }
        return newNumbers
    }

    /// Puts serials that are kept as text among the others, and identities without one at the end.
    private func insertOthers(into order: inout [UInt32]) {
        guard order.count < count else { return }
        var spelled: [(String, UInt32)] = []
        var bare: [(String, UInt32)] = []
        for identity in 0..<count {
            let word = serials[identity]
            if word == 0 {
                bare.append((udidText(identity) ?? "", UInt32(identity)))
            } else if word & SerialKey.textMark != 0 {
                spelled.append((serialText(identity) ?? "", UInt32(identity)))
            }
        }
        spelled.sort { $0.0 < $1.0 }
        bare.sort { $0.0 < $1.0 }
        if !spelled.isEmpty {
            var merged: [UInt32] = []
            merged.reserveCapacity(count)
            var next = 0
            for identity in order {
                while next < spelled.count, spelled[next].0 < SerialKey.text(serials[Int(identity)]) {
                    merged.append(spelled[next].1)
                    next += 1
                }
                merged.append(identity)
            }
            order = merged + spelled[next...].map(\.1)
        }
        order += bare.map(\.1)
    }

    private mutating func index(slotCount: Int) {
        slots = Array(repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for (identity, serial) in serials.enumerated() where serial != 0 {
            var slot = Self.slot(of: serial, mask)
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(identity + 1)
        }
    }
}

/// A serial as its text sorts.
private struct SerialOrder: Comparable {
    let word: UInt64
    let text: String

    init(_ word: UInt64, _ table: IdentityTable) {
        self.word = word
        if word & SerialKey.textMark == 0 {
            text = table.texts.isEmpty ? "" : SerialKey.text(word)
        } else {
            let index = Int(word & ~SerialKey.textMark)
            text = table.texts.indices.contains(index) ? table.texts[index] : ""
        }
    }

    static func < (one: Self, other: Self) -> Bool {
        // Packed serials sort as their texts do.
        if (one.word | other.word) & SerialKey.textMark == 0 { return one.word < other.word }
        return one.text < other.text
    }
}
