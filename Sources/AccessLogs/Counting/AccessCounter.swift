internal import Casework
internal import OpenFormats

/// Counts requests, whatever format they came in.
struct AccessCounter {
    /// What is known of an endpoint besides its statuses.
    struct Figures {
        var bytes = 0
        var expectedSources = 0
        var timed = 0
        var slow = 0
        var longest: Int64 = 0
    }

    /// What stands in place of an endpoint that has no number: rows of the table before the endpoints.
    enum Row {
        static let absent = 0
        static let notHTTP = 1
        static let others = 2
        static let first = 3
    }

    let policy: AccessLogPolicy
    private var endpoints: KeyIndex
    private var places = StatusPlaces()
    private var byEndpoint: StatusTable
    private var figures: [Figures] = []
    private var byHour: StatusTable
    private var hourRows: [Int64: Int] = [:]
    private var lastHour = Int64.min
    private var lastHourRow = -1
    private var byOrigin: StatusTable
    private var sources: SourceTable
    private var first = Int64.max
    private var last = Int64.min

    init(policy: AccessLogPolicy) {
        self.policy = policy
        endpoints = KeyIndex(limit: policy.endpoints)
        byEndpoint = StatusTable(width: places.width)
        byHour = StatusTable(width: places.width)
        byOrigin = StatusTable(width: places.width)
        sources = SourceTable(ranges: policy.expectedRanges, limit: policy.networks)
        for _ in 0..<Row.first { addEndpoint() }
        for _ in AccessTally.Origin.allCases { byOrigin.addRow() }
    }

    private mutating func addEndpoint() {
        byEndpoint.addRow()
        figures.append(Figures())
    }

    /// Counts one request; the texts of its fields may lie in different places.
    @inline(__always)
    mutating func take(
        _ fields: RequestFields, line: Int, endpoint: Span<UInt8>, connection: Span<UInt8>,
        forwarded: Span<UInt8>
    ) {
        let (place, isWider) = places.place(fields.status)
        if isWider { widen() }
        let row = row(fields, endpoint)
        byEndpoint.count(row: row, place: place, line: line)
        let useForwarded = policy.clientAddress == .forwarded && !fields.forwarded.isEmpty
        let origin =
            useForwarded
            ? sources.origin(forwarded, fields.forwarded, line: line)
            : sources.origin(connection, fields.connection, line: line)
        byOrigin.count(row: origin.rawValue, place: place, line: line)
        figures[row].bytes &+= fields.bytes
        if origin == .expected { figures[row].expectedSources &+= 1 }
        if fields.duration >= 0 { note(fields.duration, row) }
        if fields.second != .min { note(second: fields.second, place, line) }
    }

    @inline(__always)
    private mutating func row(_ fields: RequestFields, _ endpoint: Span<UInt8>) -> Int {
        switch fields.request {
        case .absent: return Row.absent
        case .notHTTP: return Row.notHTTP
        case .endpoint:
            guard let number = endpoints.number(endpoint.extracting(fields.endpoint)) else {
                return Row.others
            }
            let row = number &+ Row.first
            if row == byEndpoint.rows { addEndpoint() }
            return row
        }
    }

    private mutating func note(_ duration: Int64, _ row: Int) {
        figures[row].timed &+= 1
        if duration >= policy.slowMicroseconds { figures[row].slow &+= 1 }
        figures[row].longest = max(figures[row].longest, duration)
    }

    @inline(__always)
    private mutating func note(second: Int64, _ place: Int, _ line: Int) {
        first = min(first, second)
        last = max(last, second)
        let hour = second / 3600 - (second % 3600 < 0 ? 1 : 0)
        if hour != lastHour {
            lastHour = hour
            lastHourRow = hourRow(hour)
        }
        if lastHourRow >= 0 { byHour.count(row: lastHourRow, place: place, line: line) }
    }

    private mutating func hourRow(_ hour: Int64) -> Int {
        if let row = hourRows[hour] { return row }
        guard byHour.rows < policy.hours else { return -1 }
        hourRows[hour] = byHour.rows
        byHour.addRow()
        return byHour.rows - 1
    }

    private mutating func widen() {
        byEndpoint.widen(to: places.width)
        byHour.widen(to: places.width)
        byOrigin.widen(to: places.width)
    }

    /// Counts what waits to be counted.
    mutating func settle() { sources.settle() }

    // MARK: The result

    /// Fills in what was counted.
    func fill(_ tally: inout AccessTally) {
        tally.endpoints = (0..<byEndpoint.rows).compactMap(endpoint).sorted(by: Self.precedes)
        tally.answers = Self.sum(tally.endpoints.map(\.answers))
        tally.hours = hourRows.sorted { $0.key < $1.key }.map { hour, row in
            AccessTally.Hour(
                start: Instant(microseconds: hour * 3600 * Timestamps.second),
                answers: byHour.answers(row, places))
        }
        for origin in AccessTally.Origin.allCases {
            let answers = byOrigin.answers(origin.rawValue, places)
            if !answers.isEmpty { tally.origins[origin] = answers }
        }
        tally.networks = sources.networks(limit: policy.namedNetworks)
        tally.networkCount = sources.isFull ? nil : sources.count
        if first <= last {
            tally.covers = TimeWindow(
                Instant(microseconds: first * Timestamps.second),
                Instant(microseconds: last * Timestamps.second))
        }
    }

    private func endpoint(_ row: Int) -> AccessTally.Endpoint? {
        let answers = byEndpoint.answers(row, places)
        guard !answers.isEmpty else { return nil }
        var method = ""
        var path: String
        switch row {
        case Row.absent: path = "no request"
        case Row.notHTTP: path = "not HTTP"
        case Row.others: path = "other endpoints"
        default:
            let bytes = endpoints.bytes(row - Row.first)
            let space = bytes.firstIndex(of: 0x20) ?? bytes.startIndex
            method = String(decoding: bytes[..<space], as: UTF8.self)
            path = String(decoding: bytes[space...].dropFirst(), as: UTF8.self)
        }
        var endpoint = AccessTally.Endpoint(method: method, path: path, answers: answers)
        let figures = figures[row]
        (endpoint.bytes, endpoint.expectedSources) = (figures.bytes, figures.expectedSources)
        (endpoint.timed, endpoint.slow) = (figures.timed, figures.slow)
        endpoint.longest = Interval(microseconds: figures.longest)
        return endpoint
    }

    private static func precedes(_ one: AccessTally.Endpoint, _ other: AccessTally.Endpoint) -> Bool {
        let (left, right) = (one.requests, other.requests)
        return left != right ? left > right : (one.path, one.method) < (other.path, other.method)
    }

    private static func sum(_ lists: [[AccessTally.Answer]]) -> [AccessTally.Answer] {
        var sums: [Int: AccessTally.Answer] = [:]
        for answer in lists.joined() {
            if let known = sums[answer.status] {
                sums[answer.status] = AccessTally.Answer(
                    status: answer.status, count: known.count + answer.count,
                    firstLine: min(known.firstLine, answer.firstLine))
            } else {
                sums[answer.status] = answer
            }
        }
        return sums.values.sorted { $0.status < $1.status }
    }
}
