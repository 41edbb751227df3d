internal import OpenFormats

/// Reads a line that is one JSON object; names of members are told apart by a table.
///
/// Source: the documented members of Caddy's `http.log.access` and Traefik's access log, and the names that nginx
/// configurations with `escape=json` give the variables.
struct JSONLine {
    private enum Member: Int, CaseIterable {
        case time, method, path, request, status, bytes, connection, forwarded
        case seconds, milliseconds, microseconds, nanoseconds
    }

    /// Member names as sources write them; `.` between nested ones.
    private static let names: [Member: [String]] = [
        .time: [
            "time_iso8601", "time_local", "@timestamp", "timestamp", "ts", "time", "StartUTC", "msec",
            "datetime",
        ],
        .method: ["request_method", "method", "request.method", "RequestMethod", "http_method", "verb"],
        .path: [
            "request_uri", "uri", "path", "request.uri", "RequestPath", "url", "http_path", "request_path",
        ],
        .request: ["request", "request_line"],
        .status: ["status", "DownstreamStatus", "response_status", "http_status", "status_code", "code"],
        .bytes: [
            "body_bytes_sent", "bytes_sent", "size", "DownstreamContentSize", "bytes", "response_size",
        ],
        .connection: [
            "remote_addr", "remote_ip", "request.remote_ip", "ClientHost", "client_ip", "request.client_ip",
            "client", "remote_address", "clientip",
        ],
        .forwarded: [
            "http_x_forwarded_for", "x_forwarded_for", "xff", "forwarded_for",
            "request.headers.X-Forwarded-For", "request_X-Forwarded-For", "X-Forwarded-For",
        ],
        .seconds: ["request_time", "duration", "request_duration", "response_time"],
        .milliseconds: ["duration_ms", "request_time_ms", "elapsed_ms", "latency_ms", "response_time_ms"],
        .microseconds: ["duration_us", "request_time_us"],
        .nanoseconds: ["Duration"],
    ]
    /// How deep a name of the table goes.
    private static let depth = 3

    private var index: KeyIndex
    private var members: [Member] = []
    /// Where a name of the table goes on: names that are the beginning of others.
    private var stems: KeyIndex
    private let zoneSeconds: Int
    private var clock = LineClock()
    /// The names of the open objects, with points between them.
    private var trail: [UInt8] = []
    /// Method, space and path, and the texts that had to be decoded.
    private(set) var endpoint: [UInt8] = []
    private var method: [UInt8] = []
    private(set) var connection: [UInt8] = []
    private(set) var forwarded: [UInt8] = []
    private var hasMethod = false
    private var hasPath = false
    private var hasRequest = false

    init(zoneSeconds: Int) {
        self.zoneSeconds = zoneSeconds
        index = KeyIndex(limit: 256)
        stems = KeyIndex(limit: 256)
        for member in Member.allCases {
            for name in Self.names[member, default: []] {
                let bytes = Array(name.utf8)
                if index.number(bytes.span) == members.count { members.append(member) }
                for place in bytes.indices where bytes[place] == 0x2E {
                    let stem = Array(bytes[..<place])
                    _ = stems.number(stem.span)
                }
            }
        }
    }

    /// Reads a line; nil where it is whole.
    ///
    /// The places that `fields` names are in `endpoint`, `connection` and `forwarded`.
    mutating func read(_ line: Span<UInt8>, into fields: inout RequestFields) -> AccessTally.Damage? {
        trail.removeAll(keepingCapacity: true)
        endpoint.removeAll(keepingCapacity: true)
        method.removeAll(keepingCapacity: true)
        connection.removeAll(keepingCapacity: true)
        forwarded.removeAll(keepingCapacity: true)
        (hasMethod, hasPath, hasRequest) = (false, false, false)
        fields.status = -1
        var scanner = JSONScanner()
        do throws(JSONError) {
            guard try scanner.kind(in: line) == .object else {
                try scanner.skip(in: line)
                try scanner.finish(in: line)
                return .notAnObject
            }
            try object(&scanner, line, 1, &fields)
            try scanner.finish(in: line)
        } catch {
            return .notJSON
        }
        guard fields.status >= 0, hasRequest || hasMethod && hasPath else { return .notARequest }
        if hasMethod, hasPath {
            endpoint.insert(contentsOf: method + [0x20], at: 0)
            fields.request = .endpoint
        }
        fields.endpoint = 0..<endpoint.count
        fields.connection = 0..<connection.count
        fields.forwarded = 0..<forwarded.count
        return nil
    }

    private mutating func object(
        _ scanner: inout JSONScanner, _ line: Span<UInt8>, _ level: Int, _ fields: inout RequestFields
    ) throws(JSONError) {
        let stem = trail.count
        try scanner.beginObject(in: line)
        while let key = try scanner.nextKey(in: line) {
            if stem > 0 { trail.append(0x2E) }
            JSONScanner.append(key, in: line, to: &trail)
            let kind = try scanner.kind(in: line)
            if kind == .object, level < Self.depth, stems.find(trail.span) != nil {
                try object(&scanner, line, level + 1, &fields)
            } else if let member = index.find(trail.span).map({ members[$0] }) {
                try value(kind, of: member, &scanner, line, &fields)
            } else {
                try scanner.skip(in: line)
            }
            trail.removeSubrange(min(stem, trail.count)...)
        }
    }

    private mutating func value(
        _ kind: JSONKind, of member: Member, _ scanner: inout JSONScanner, _ line: Span<UInt8>,
        _ fields: inout RequestFields
    ) throws(JSONError) {
        switch kind {
        case .string:
            let text = try scanner.string(in: line)
            if text.isPlain {
                take(member, line.extracting(text.range), &fields)
            } else {
                var decoded: [UInt8] = []
                JSONScanner.append(text, in: line, to: &decoded)
                take(member, decoded.span, &fields)
            }
        case .number:
            let number = try scanner.number(in: line)
            take(member, line.extracting(number.range), &fields)
        case .array:
            // A header that Caddy writes as a list of its values; the last one stands.
            try scanner.beginArray(in: line)
            while try scanner.nextElement(in: line) {
                if try scanner.kind(in: line) == .string {
                    try value(.string, of: member, &scanner, line, &fields)
                } else {
                    try scanner.skip(in: line)
                }
            }
        case .null, .bool, .object: try scanner.skip(in: line)
        }
    }

    private mutating func take(_ member: Member, _ text: Span<UInt8>, _ fields: inout RequestFields) {
        let whole = 0..<text.count
        switch member {
        case .time:
            if fields.second == .min, let second = second(text) { fields.second = second }
        case .method:
            method = text.array(whole)
            hasMethod = !method.isEmpty
        case .path:
            endpoint = text.array(0..<min(ByteWords.first(0x3F, in: text, from: 0), text.count))
            hasPath = !endpoint.isEmpty
        case .request: request(text, &fields)
        case .status:
            fields.status = Decimal.whole(text, whole).flatMap { $0 < StatusPlaces.limit ? $0 : nil } ?? 0
        case .bytes: fields.bytes = Decimal.whole(text, whole) ?? fields.bytes
        case .connection: if connection.isEmpty { connection = text.array(whole) }
        case .forwarded: forwarded = text.array(whole)
        case .seconds: duration(text, 1, &fields)
        case .milliseconds: duration(text, 1_000, &fields)
        case .microseconds: duration(text, 1_000_000, &fields)
        case .nanoseconds: duration(text, 1_000_000_000, &fields)
        }
    }

    private func duration(_ text: Span<UInt8>, _ unitsASecond: Int64, _ fields: inout RequestFields) {
        guard fields.duration < 0, let value = Decimal.millionths(text, 0..<text.count) else { return }
        fields.duration = value / unitsASecond
    }

    private mutating func second(_ text: Span<UInt8>) -> Int64? {
        if let time = Timestamps.microseconds(of: text, zoneless: zoneSeconds) {
            return LineClock.floor(time)
        }
        // `$time_local` is the combined format's time without its brackets.
        let bracketed = [0x5B] + text.array(0..<min(text.count, LineClock.length)) + [0x5D]
        return clock.read(bracketed.span, at: 0, zoneless: zoneSeconds)?.second
    }

    /// A whole request line: `GET /path HTTP/1.1`.
    private mutating func request(_ text: Span<UInt8>, _ fields: inout RequestFields) {
        hasRequest = true
        guard !text.isEmpty, !(text.count == 1 && text[0] == 0x2D) else { return }
        let space = ByteWords.first(0x20, in: text, from: 0)
        guard space > 0, space + 1 < text.count, (0..<space).allSatisfy({ text[$0] &- 0x41 < 26 }) else {
            fields.request = .notHTTP
            return
        }
        var end = space + 1
        while end < text.count, text[end] != 0x20, text[end] != 0x3F { end += 1 }
        endpoint = text.array(0..<end)
        fields.request = .endpoint
    }
}
