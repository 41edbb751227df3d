internal import OpenFormats

/// The devices of UDIDs, for many look-ups.
///
/// Memory: 16 to 32 bytes a device, while it is held.
package struct UDIDIndex: Sendable {
    private let arena: [UInt8]
    /// Place of the key in the arena, and device; zero is free.
    private var slots: [(start: UInt32, device: UInt32)]
    private static let free = UInt32.max

    init(_ identities: IdentityTable) {
        arena = identities.udids
        var size = 16
        while size < 2 * (identities.count + identities.conflicts.count) { size *= 2 }
        slots = Array(repeating: (Self.free, 0), count: size)
        // Devices in their order, conflicts after them: of two with one UDID the lower stands.
        for device in 0..<identities.count where identities.udidStarts[device] != IdentityTable.noUDID {
            insert(identities.udidStarts[device], UInt32(device))
        }
        for conflict in identities.conflicts { insert(conflict.start, conflict.identity) }
    }

    private mutating func insert(_ start: UInt32, _ device: UInt32) {
        let range = UDIDKey.range(at: Int(start), in: arena)
        let slot = slot(of: arena.span, range)
        if slots[slot].start == Self.free { slots[slot] = (start, device) }
    }

    /// The slot of a key, or the free one where it would stand.
    private func slot(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: ByteHash.hash(bytes, range)) & mask
        while slots[slot].start != Self.free {
            let known = UDIDKey.range(at: Int(slots[slot].start), in: arena)
            if known.count == range.count, ByteHash.equal(bytes, range, arena.span, known.lowerBound) {
                break
            }
            slot = (slot + 1) & mask
        }
        return slot
    }

    func device(key: [UInt8]) -> UInt32? {
        let found = slots[slot(of: key.span, 0..<key.count)]
        return found.start == Self.free ? nil : found.device
    }

    /// The ordinal of a UDID, in any case and with spaces around it.
    package func ordinal(udid: String) -> UInt32? {
        let bytes = Array(udid.utf8)
        return ordinal(udid: bytes.span, 0..<bytes.count)
    }

    /// The ordinal of a UDID that stands in a range of bytes.
    package func ordinal(udid bytes: Span<UInt8>, _ whole: Range<Int>) -> UInt32? {
        let range = SourceLedger.trimmed(whole.clamped(to: 0..<bytes.count), in: bytes)
        guard !range.isEmpty, range.count <= UDIDKey.maximumText else { return nil }
        var key: [UInt8] = []
        UDIDKey.append(bytes, range, to: &key)
        return device(key: key)
    }
}
