package import Casework

/// The callback events of an audit log in columns: about 35 bytes an event and its session's name.
///
/// Shape: an event is made when it is asked for; `brief(_:)` and `indices(where:)` make none. A selection shares the columns of
/// the whole.
package struct CallbackEvents: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    /// What rules compare, without the texts that only one event has.
    package struct Brief: Sendable, Hashable {
        package let at: Instant
        package let device: Int?
        package let outcome: String
        package let throttled: Bool
    }

    private static let none = Int32(-1)

    private var times: [Int64] = []
    private var devices: [Int32] = []
    private var sessions = TextArena()
    private var outcomes = WordColumn()
    private var directions = WordColumn()
    private var throttled: [Bool] = []
    private var answers: [Int16] = []
    private var files: [UInt16] = []
    private var lines: [UInt32] = []
    /// The rows in the order of the collection; `nil` where that is the order of the columns.
    private var order: [UInt32]?

    package init() {}

    package init(arrayLiteral elements: AuditTrail.CallbackEvent...) {
        for element in elements { append(element) }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { order?.count ?? times.count }

    private func row(_ position: Int) -> Int { order.map { Int($0[position]) } ?? position }

    package subscript(position: Int) -> AuditTrail.CallbackEvent {
        let row = row(position)
        let device = devices[row]
        let answer = answers[row]
        return AuditTrail.CallbackEvent(
            at: Instant(microseconds: times[row]), device: device < 0 ? nil : Int(device),
            session: sessions[row], outcome: outcomes[row] ?? "", direction: directions[row],
            throttled: throttled[row], httpStatus: answer < 0 ? nil : Int(answer), file: Int(files[row]),
            line: Int(lines[row]))
    }

    /// The event at a position, as far as most rules look at it.
    package func brief(_ position: Int) -> Brief {
        let row = row(position)
        let device = devices[row]
        return Brief(
            at: Instant(microseconds: times[row]), device: device < 0 ? nil : Int(device),
            outcome: outcomes[row] ?? "", throttled: throttled[row])
    }

    package var briefs: some RandomAccessCollection<Brief> { indices.lazy.map { brief($0) } }

    /// The events with that outcome are counted without making one.
    package func count(outcome: String) -> Int {
        guard let code = outcomes.code(of: outcome) else { return 0 }
        return indices.count { outcomes.has(code, at: row($0)) }
    }

    /// The events for which a condition holds; the columns are shared.
    package func selecting(_ isWanted: (Int) -> Bool) -> Self {
        var selection = self
        selection.order = indices.filter(isWanted).map { UInt32(truncatingIfNeeded: row($0)) }
        return selection
    }

    /// The events but those that go another way.
    package func without(direction: String) -> Self {
        guard let code = directions.code(of: direction) else { return self }
        return selecting { !directions.has(code, at: row($0)) }
    }

    /// How many distinct sessions there are, and how many of them are in a set.
    package func sessionCount(deliveredIn delivered: Set<String>) -> (due: Int, delivered: Int) {
        let named = indices.map { row($0) }.filter { !sessions.range($0).isEmpty }
        let byHash = named.map { (hash: sessions.hash($0), row: $0) }.sorted {
            ($0.hash, $0.row) < ($1.hash, $1.row)
        }
        var result = (due: 0, delivered: 0)
        for (place, item) in byHash.enumerated() {
            // Of equal hashes there are a handful at most, the session itself aside.
            var earlier = place - 1
            var isKnown = false
            while earlier >= 0, byHash[earlier].hash == item.hash, !isKnown {
                isKnown = sessions.equal(byHash[earlier].row, item.row)
                earlier -= 1
            }
            guard !isKnown else { continue }
            result.due += 1
            if let session = sessions[item.row], delivered.contains(session) { result.delivered += 1 }
        }
        return result
    }
}

// MARK: Filling

extension CallbackEvents {
    /// An event as the log writes it, its texts still in the bytes of the record.
    struct Row {
        var at = Instant(microseconds: 0)
        var session = 0..<0
        var outcome = 0..<0
        var direction = 0..<0
        var throttled = false
        var httpStatus: Int?
        var line = 0
    }

    package mutating func append(_ event: AuditTrail.CallbackEvent) {
        settle()
        times.append(event.at.microseconds)
        devices.append(event.device.flatMap { Int32(exactly: $0) } ?? Self.none)
        sessions.append(event.session)
        outcomes.append(event.outcome)
        directions.append(event.direction)
        throttled.append(event.throttled)
        answers.append(event.httpStatus.flatMap { Int16(exactly: $0) } ?? -1)
        files.append(UInt16(clamping: event.file))
        lines.append(UInt32(clamping: event.line))
    }

    /// Appends an event whose device and file are told later.
    mutating func append(_ row: Row, in bytes: Span<UInt8>) {
        times.append(row.at.microseconds)
        devices.append(Self.none)
        sessions.append(bytes, row.session)
        row.outcome.isEmpty ? outcomes.append(nil) : outcomes.append(bytes, row.outcome)
        row.direction.isEmpty ? directions.append(nil) : directions.append(bytes, row.direction)
        throttled.append(row.throttled)
        answers.append(row.httpStatus.flatMap { Int16(exactly: $0) } ?? -1)
        files.append(0)
        lines.append(UInt32(clamping: row.line))
    }

    /// Takes up the events of one file, each with the device that its place has.
    mutating func append(_ other: CallbackEvents, file: Int, device: (Int) -> Int?) {
        let first = times.count
        if times.isEmpty {
            self = other
        } else {
            times += other.times
            devices += other.devices
            sessions.append(other.sessions)
            outcomes.append(other.outcomes)
            directions.append(other.directions)
            throttled += other.throttled
            answers += other.answers
            files += other.files
            lines += other.lines
        }
        for row in first..<times.count {
            devices[row] = device(row - first).flatMap { Int32(exactly: $0) } ?? Self.none
            files[row] = UInt16(clamping: file)
        }
    }

    /// Brings the events into rising time; equal times stay as file and line have them.
    mutating func sortByTime() {
        let isSorted = (1..<Swift.max(1, times.count)).allSatisfy { isOrdered($0 - 1, $0) }
        guard !isSorted else { return }
        order = (0..<UInt32(clamping: times.count)).sorted { isOrdered(Int($0), Int($1)) && $0 != $1 }
    }

    private func isOrdered(_ one: Int, _ other: Int) -> Bool {
        (times[one], files[one], lines[one]) <= (times[other], files[other], lines[other])
    }

    /// Makes a selection a whole of its own, so that it can grow.
    private mutating func settle() {
        guard let order else { return }
        var whole = Self()
        for position in order.indices { whole.append(self[position]) }
        self = whole
    }
}

extension CallbackEvents: Hashable {
    package static func == (one: Self, other: Self) -> Bool { one.elementsEqual(other) }
    package func hash(into hasher: inout Hasher) { hasher.combine(count) }
}
