import Casework
import OpenFormats

/// One line of a device log that a rule may ask for.
struct DeviceLogRecord {
    var time: LogTime?
    var process: String?
    var subsystem: String?
    var text: String
    var locator: String
}

/// What a whole device log covers.
struct DeviceLogRange {
    var first: LogTime?
    var last: LogTime?
    var lines = 0
    var knownStart: Instant?
    var knownEnd: Instant?

    /// Takes the time of a line; lines of a merged log need not be in order.
    mutating func note(_ time: LogTime?) {
        guard let time else { return }
        if case .known(let instant) = time {
            knownStart = knownStart.map { min($0, instant) } ?? instant
            knownEnd = knownEnd.map { max($0, instant) } ?? instant
        }
        if first == nil { first = time }
        last = time
    }

    /// The stretch of time, once the year of its lines is known.
    func window(latest: Instant?) -> TimeWindow? {
        if let knownStart, let knownEnd { return TimeWindow(knownStart, knownEnd) }
        guard let start = first?.instant(latest: latest), let end = last?.instant(latest: latest) else {
            return nil
        }
        return TimeWindow(start, end)
    }
}

extension DeviceLogRecord {
    /// Reads what stands behind the time of a line of text.
    ///
    /// Known are `log show` in the styles syslog, compact and default, and idevicesyslog.    Source: AE 6.3.
    init(text rest: String, time: LogTime?, locator: String, limit: Int) {
        self.time = time
        self.locator = locator
        let tokens = rest.split(separator: " ", maxSplits: 8, omittingEmptySubsequences: true)
        var message = Substring(rest.trimmedASCII)
        for token in tokens.prefix(8) {
            guard let name = Self.process(in: token) else { continue }
            process = name
            message = rest[token.endIndex...].drop { $0 == " " || $0 == ":" }
            break
        }
        if message.hasPrefix("<"), let close = message.firstIndex(of: ">") {  // <Notice>:
            message = message[message.index(after: close)...].drop { $0 == ":" || $0 == " " }
        }
        if message.hasPrefix("("), let close = message.firstIndex(of: ")") {  // (Framework)
            let after = message[message.index(after: close)...].drop { $0 == " " }
            if after.hasPrefix("[") { message = after }
        }
        if message.hasPrefix("[com."), let close = message.firstIndex(of: "]") {  // [subsystem:category]
            subsystem = String(message.dropFirst().prefix { $0 != ":" && $0 != "]" })
            message = message[message.index(after: close)...].drop { $0 == " " }
        }
        text = String(decoding: message.utf8.prefix(limit), as: UTF8.self)
    }

    /// `mdmclient[123]:`, `trustd(Security)[112]`, `mdmclient:`.
    private static func process(in token: Substring) -> String? {
        let name = token.prefix { $0 != "[" && $0 != "(" && $0 != ":" }
        guard !name.isEmpty, name.endIndex != token.endIndex, let first = name.first, first.isLetter else {
            return nil
        }
        guard token.contains("[") || token.hasSuffix(":") else { return nil }
        return String(name)
    }
}
