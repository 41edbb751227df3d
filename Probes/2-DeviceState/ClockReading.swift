import CaseReading
package import Casework

/// How far one clock is off.
package struct ClockReading: Sendable, Hashable {
    /// The device; `nil` where the clock is a server's.
    package var device: Int?
    /// The host whose answers were dated, where the clock is that of whoever recorded them.
    package var host: String?
    /// Seconds that the clock is ahead; of a host, how far its answers are dated ahead of the record.
    package var seconds: Int
    package var at: Instant?
    package var citation: Citation?

    package init(
        device: Int? = nil, host: String? = nil, seconds: Int, at: Instant? = nil, citation: Citation? = nil
    ) {
        self.device = device
        self.host = host
        self.seconds = seconds
        self.at = at
        self.citation = citation
    }

    /// How far the answers of each host are dated from the clock that recorded them.
    ///
    /// Rules: 1. an answer is dated while it was awaited: only what lies outside of that time counts.  2. the median of
    /// a host counts, so that one odd answer says nothing.  3. an answer out of a cache (`Age`) is not asked.
    static func ofServers(_ exchanges: [HTTPExchange]) -> [ClockReading] {
        var byHost: [String: [(seconds: Int, exchange: HTTPExchange)]] = [:]
        for exchange in exchanges where exchange.status > 0 && exchange.response("age") == nil {
            guard let at = exchange.at, let date = exchange.response("date").flatMap(HTTPDate.init)
            else { continue }
            let waited = min(max(exchange.timeMs ?? 0, 0), 86_400_000)
            let answered = at + Interval(microseconds: Int64(waited) * 1000)
            let off =
                date.at < at ? date.at.since(at) : date.at > answered ? date.at.since(answered) : .seconds(0)
            byHost[exchange.host, default: []].append((Int(off.microseconds / 1_000_000), exchange))
        }
        return byHost.sorted { $0.key < $1.key }.compactMap { host, readings in
            let sorted = readings.sorted { $0.seconds < $1.seconds }
            guard sorted.indices.contains(sorted.count / 2) else { return nil }
            let middle = sorted[sorted.count / 2]
            return ClockReading(
                host: host, seconds: middle.seconds, at: middle.exchange.at,
                citation: middle.exchange.citation)
        }
    }
}
