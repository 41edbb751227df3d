internal import OpenFormats

/// Counts the requests of an access log from the chunks of its bytes.
///
/// The first line with a character tells the format; a line that begins with `{` is JSON in either case.
/// Complexity: one pass; a line of the combined format allocates nothing.
/// Memory: the tables of `AccessLogPolicy`, never the log.
package struct AccessLogReader: Sendable {
    package let policy: AccessLogPolicy
    private var splitter: LineSplitter
    private var state: State

    package init(policy: AccessLogPolicy = AccessLogPolicy()) {
        self.policy = policy
        splitter = LineSplitter(maximumLength: policy.lineBytes)
        state = State(policy: policy)
    }

    /// Takes the next chunk.
    package mutating func read(_ chunk: Span<UInt8>) {
        var tooLong: [Int] = []
        splitter.read(chunk) { line, locator in
            state.take(line, locator.number)
        } tooLong: {
            tooLong.append($0.number)
        }
        for line in tooLong { state.refuse(line, .tooLong) }
    }

    /// Takes what the end of the log completes.
    package mutating func finish() {
        splitter.finish { line, locator in state.take(line, locator.number) }
        state.counter.settle()
    }

    /// How many requests were counted.
    package var requests: Int { state.requests }
    /// The lines that do not count, by their reason.
    package var damaged: [AccessTally.DamagedLines] {
        AccessTally.Damage.allCases.compactMap { state.damage[$0] }
    }
    /// How many lines do not count.
    package var damagedLines: Int { state.damage.values.reduce(0) { $0 + $1.count } }

    /// What was counted so far.
    ///
    /// Complexity: O(endpoints × statuses + addresses).
    package var tally: AccessTally {
        var tally = AccessTally()
        tally.form = state.form
        tally.lines = state.lines
        tally.damaged = damaged
        var counter = state.counter
        counter.settle()
        counter.fill(&tally)
        return tally
    }
}

/// What a line changes.
private struct State: Sendable {
    var counter: AccessCounter
    var combined: CombinedLine
    var json: JSONLine
    var form: AccessTally.Form?
    var lines = 0
    var requests = 0
    var damage: [AccessTally.Damage: AccessTally.DamagedLines] = [:]

    init(policy: AccessLogPolicy) {
        counter = AccessCounter(policy: policy)
        combined = CombinedLine(zoneSeconds: policy.zoneSeconds)
        json = JSONLine(zoneSeconds: policy.zoneSeconds)
    }

    @inline(__always)
    mutating func take(_ line: Span<UInt8>, _ number: Int) {
        guard line.count > 0 else { return }
        if line[0] == 0x7B { return takeJSON(line, number) }
        var fields = RequestFields()
        if let damage = combined.read(line, into: &fields) { return refuse(line, number, damage) }
        lines += 1
        requests += 1
        if form == nil { form = .combined }
        counter.take(fields, line: number, endpoint: line, connection: line, forwarded: line)
    }

    private mutating func takeJSON(_ line: Span<UInt8>, _ number: Int) {
        var fields = RequestFields()
        if let damage = json.read(line, into: &fields) { return refuse(line, number, damage) }
        lines += 1
        requests += 1
        if form == nil { form = .json }
        let (endpoint, connection, forwarded) = (json.endpoint, json.connection, json.forwarded)
        counter.take(
            fields, line: number, endpoint: endpoint.span, connection: connection.span,
            forwarded: forwarded.span)
    }

    private mutating func refuse(_ line: Span<UInt8>, _ number: Int, _ reason: AccessTally.Damage) {
        // A line of spaces is a blank line.
        guard (0..<line.count).contains(where: { line[$0] > 0x20 }) else { return }
        refuse(number, reason)
    }

    mutating func refuse(_ number: Int, _ reason: AccessTally.Damage) {
        lines += 1
        var group =
            damage[reason] ?? AccessTally.DamagedLines(reason: reason, count: 0, firstLines: [])
        group.count += 1
        if group.firstLines.count < counter.policy.damagePlaces { group.firstLines.append(number) }
        damage[reason] = group
    }
}
