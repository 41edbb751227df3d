/// How long one device waited for its enrolment, or has been waiting so far.
///
/// Units: microseconds.
struct WaitSpell: Sendable, Hashable {
    /// The least that it can have been.
    let least: Int64
    /// The most; greater than `least` where only snapshots tell the end.
    let most: Int64
    /// False for a device that still waits: its wait lasts longer than this.
    let hasEnded: Bool
}

/// The lengths of many waits.
///
/// Memory: 8 bytes a wait; 16 where only snapshots tell when some of them ended.
struct WaitLengths: Sendable, Hashable {
    /// A length in the upper bits, and in the last one whether the wait goes on: of equal lengths, ends come first.
    private(set) var most: [Int64] = []
    /// The same for the least that each can have been; empty while nothing differs.
    private var others: [Int64] = []
    private(set) var ended = 0

    var count: Int { most.count }
    var least: [Int64] { others.isEmpty ? most : others }

    /// Appends the waits of other devices.
    mutating func add(_ other: Self) {
        if others.isEmpty, !other.others.isEmpty { others = most }
        if !others.isEmpty { others += other.least }
        most += other.most
        ended += other.ended
    }

    mutating func append(_ spell: WaitSpell) {
        if spell.least != spell.most, others.isEmpty { others = most }
        if spell.least != spell.most || !others.isEmpty {
            others.append(Self.key(spell.least, spell.hasEnded))
        }
        most.append(Self.key(spell.most, spell.hasEnded))
        if spell.hasEnded { ended += 1 }
    }

    private static func key(_ length: Int64, _ hasEnded: Bool) -> Int64 {
        min(max(length, 0), .max >> 1) << 1 | (hasEnded ? 0 : 1)
    }

    static func length(_ key: Int64) -> Int64 { key >> 1 }
    static func hasEnded(_ key: Int64) -> Bool { key & 1 == 0 }
}

extension FleetLedger {
    /// The waits of the devices of a fleet, and how many devices wait since nobody knows when.
    ///
    /// Rules: 1. a wait that began and ended at times that records tell is exact.  2. a device that waits now has
    /// waited since its beginning, and goes on.  3. a device that waited in one snapshot and not in the next
    /// ended its wait in between.  4. a beginning that no record tells lies at the first snapshot that shows the
    /// wait, or before: such a wait is counted as no shorter than what was seen of it.
    /// Complexity: O(devices × snapshots).
    func waitSpells(
        _ states: Triangulation, of ordinals: Range<Int>, asOf: Int64, _ history: StateHistory?
    ) -> (spells: WaitLengths, undated: Int) {
        var spells = WaitLengths()
        var undated = 0
        for number in ordinals.clamped(to: 0..<count) {
            let ordinal = UInt32(truncatingIfNeeded: number)
            guard let state = states.state(of: ordinal) else { continue }
            if isWaiting(ordinal, state) {
                let began = waitBegan(ordinal) ?? history?.firstSeenWaiting(ordinal)
                let length = began.flatMap { Self.length(from: $0, to: asOf) }
                if let length {
                    spells.append(WaitSpell(least: length, most: length, hasEnded: false))
                } else {
                    undated += 1
                }
            } else if let spell = endedSpell(ordinal, history) {
                spells.append(spell)
            }
        }
        return (spells, undated)
    }

    private func endedSpell(_ ordinal: UInt32, _ history: StateHistory?) -> WaitSpell? {
        let began = waitBegan(ordinal)
        if let began, let ended = enrolledAt(ordinal), let length = Self.length(from: began, to: ended) {
            return WaitSpell(least: length, most: length, hasEnded: true)
        }
        guard let seen = history?.lastWait(ordinal) else { return nil }
        let start = began.map { min($0, seen.from) } ?? seen.from
        guard let least = Self.length(from: start, to: seen.until),
            let most = Self.length(from: start, to: seen.goneBy)
        else { return nil }
        return WaitSpell(least: least, most: most, hasEnded: true)
    }

    /// The time between two points; nil where the second comes first.
    private static func length(from start: Int64, to end: Int64) -> Int64? {
        let (length, overflow) = end.subtractingReportingOverflow(start)
        return overflow || length < 0 ? nil : length
    }
}

extension StateHistory {
    /// The first snapshot of the wait that lasts until now.
    func firstSeenWaiting(_ ordinal: UInt32) -> Int64? {
        var first: Int64?
        for snapshot in snapshots.reversed() {
            guard snapshot.isWaiting(ordinal) else { break }
            first = snapshot.at
        }
        return snapshots.count > 1 ? first : nil
    }

    /// The last wait that was seen to end: its first and last snapshot, and the first one without it.
    func lastWait(_ ordinal: UInt32) -> (from: Int64, until: Int64, goneBy: Int64)? {
        guard let last = snapshots.lastIndex(where: { $0.isWaiting(ordinal) }), last + 1 < snapshots.count
        else { return nil }
        var first = last
        while first > 0, snapshots[first - 1].isWaiting(ordinal) { first -= 1 }
        return (snapshots[first].at, snapshots[last].at, snapshots[last + 1].at)
    }
}
