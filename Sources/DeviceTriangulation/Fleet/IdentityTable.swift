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
        var slot = Int(truncatingIfNeeded: ByteHash.mix(serial &* 0x9E37_79B9_7F4A_7C15)) & mask
        while slots[slot] != 0 {
            let identity = slots[slot] - 1
            if serials[Int(identity)] == serial { return identity }
            slot = (slot + 1) & mask
        }
        serials.append(serial)
        udidStarts.append(Self.noUDID)
        let identity = UInt32(serials.count - 1)
        slots[slot] = identity + 1
        if serials.count * 2 > slots.count { index(slotCount: slots.count * 2) }
        return identity
    }

    /// A new identity that has a UDID and no serial.
    mutating func identity(udid: ArraySlice<UInt8>) -> UInt32 {
        serials.append(0)
        udidStarts.append(UInt32(clamping: udids.count))
        udids.append(contentsOf: udid)
        return UInt32(serials.count - 1)
    }

    /// The identity of a serial, if it is there.
    func find(serial: UInt64) -> UInt32? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: ByteHash.mix(serial &* 0x9E37_79B9_7F4A_7C15)) & mask
        while slots[slot] != 0 {
            if serials[Int(slots[slot] - 1)] == serial { return slots[slot] - 1 }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The word of a serial that is kept as text.
    func find(text: String) -> UInt64? { textIndex[text] }

    /// Notes the UDID of an identity; a second, other one is a conflict.
    mutating func note(udid: ArraySlice<UInt8>, of identity: UInt32) {
        let known = udidStarts[Int(identity)]
        if known == Self.noUDID {
            udidStarts[Int(identity)] = UInt32(clamping: udids.count)
            udids.append(contentsOf: udid)
            return
        }
        guard !equal(udid, at: known) else { return }
        guard knownConflicts.insert(Conflict(identity: identity, udid: Array(udid))).inserted else { return }
        conflicts.append((identity, UInt32(clamping: udids.count)))
        udids.append(contentsOf: udid)
    }

    private func equal(_ udid: ArraySlice<UInt8>, at start: UInt32) -> Bool {
        let begin = Int(start)
        guard begin + udid.count <= udids.count else { return false }
        var index = begin
        for byte in udid {
            guard udids[index] == byte else { return false }
            index += 1
        }
        return true
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

    /// The identities in the order of their serials, then, without one, of their UDIDs.
    func sorted() -> [UInt32] {
        var packed: [(UInt64, UInt32)] = []
        packed.reserveCapacity(count)
        var spelled: [(String, UInt32)] = []
        var bare: [(String, UInt32)] = []
        for identity in 0..<count {
            let word = serials[identity]
            if word == 0 {
                bare.append((udidText(identity) ?? "", UInt32(identity)))
            } else if word & SerialKey.textMark != 0 {
                spelled.append((serialText(identity) ?? "", UInt32(identity)))
            } else {
                packed.append((word, UInt32(identity)))
            }
        }
        packed.sort { $0.0 < $1.0 }
        spelled.sort { $0.0 < $1.0 }
        bare.sort { $0.0 < $1.0 }
        var order: [UInt32] = []
        order.reserveCapacity(count)
        var next = 0
        for (word, identity) in packed {
            while next < spelled.count, spelled[next].0 < SerialKey.text(word) {
                order.append(spelled[next].1)
                next += 1
            }
            order.append(identity)
        }
        order += spelled[next...].map(\.1)
        return order + bare.map(\.1)
    }

    /// Numbers the identities anew: `order[new] = old`.
    mutating func renumber(_ order: [UInt32], newNumbers: [UInt32]) {
        let oldSerials = serials
        let oldStarts = udidStarts
        for (new, old) in order.enumerated() {
            serials[new] = oldSerials[Int(old)]
            udidStarts[new] = oldStarts[Int(old)]
        }
        for index in conflicts.indices {
            conflicts[index].identity = newNumbers[Int(conflicts[index].identity)]
        }
        index(slotCount: slots.count)
    }

    private mutating func index(slotCount: Int) {
        slots = Array(repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for (identity, serial) in serials.enumerated() where serial != 0 {
            var slot = Int(truncatingIfNeeded: ByteHash.mix(serial &* 0x9E37_79B9_7F4A_7C15)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(identity + 1)
        }
    }
}
