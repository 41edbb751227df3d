import Casework
import OpenFormats

/// The time at the start of a log line, which some formats write without a year.
enum LogTime: Hashable {
    case known(Instant)
    /// Microseconds since the start of the first of January of a year that is not told, as month, day and clock.
    case yearless(month: Int, day: Int, clock: Int64)

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { Array($0.utf8) }

    /// Reads the time at the start of a line and returns where the rest begins; `nil` where there is none.
    static func read(_ line: Span<UInt8>, zoneSeconds: Int) -> (time: LogTime, end: Int)? {
        var start = 0
        while start < line.count, line[start] == 0x20 || line[start] == 0x5B { start += 1 }
        guard start + 15 <= line.count else { return nil }
        if Hex.digit(line[start]) != nil, line[start] < 0x3A { return dated(line, start, zoneSeconds) }
        return yearless(line, start, zoneSeconds)
    }

    /// `2026-04-17 08:02:11.123456+0200`, `2026-04-17T08:02:11,123Z`, with a space or not before the zone.
    private static func dated(_ line: Span<UInt8>, _ start: Int, _ zone: Int) -> (LogTime, Int)? {
        guard line[start + 4] == 0x2D, line[start + 10] == 0x20 || line[start + 10] == 0x54 else {
            return nil
        }
        var end = start + 11
        while end < line.count, end - start < 40, isClock(line[end]) { end += 1 }
        while end > start + 19 {
            if let time = Timestamps.microseconds(of: line.extracting(start..<end), zoneless: zone) {
                return (.known(Instant(microseconds: time)), end)
            }
            end -= 1
        }
        // A line may be shorter: a time without seconds has sixteen characters.
        end = min(line.count, start + 19)
        guard let time = Timestamps.microseconds(of: line.extracting(start..<end), zoneless: zone) else {
            return nil
        }
        return (.known(Instant(microseconds: time)), end)
    }

    private static func isClock(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x3A, 0x2E, 0x2C, 0x2B, 0x2D, 0x5A, 0x7A: true
        default: false
        }
    }

    /// `Apr 17 08:02:11` and `Apr  7 08:02:11.123456`.
    private static func yearless(_ line: Span<UInt8>, _ start: Int, _ zone: Int) -> (LogTime, Int)? {
        guard let month = months.firstIndex(where: { line.array(start..<(start + 3)) == $0 }),
            line[start + 3] == 0x20,
            let day = number(line, start + 4, 2), (1...31).contains(day), line[start + 6] == 0x20,
            let hour = number(line, start + 7, 2), hour < 24, line[start + 9] == 0x3A,
            let minute = number(line, start + 10, 2), minute < 60, line[start + 12] == 0x3A,
            let second = number(line, start + 13, 2), second < 61
        else { return nil }
        var clock = Int64(hour * 3600 + minute * 60 + second - zone) * 1_000_000
        var end = start + 15
        if end < line.count, line[end] == 0x2E {
            var unit: Int64 = 100_000
            end += 1
            while end < line.count, 0x30...0x39 ~= line[end] {
                clock += Int64(line[end] - 0x30) * unit
                unit /= 10
                end += 1
            }
        }
        return (.yearless(month: month + 1, day: day, clock: clock), end)
    }

    /// A number of a fixed width, whose first digit may be a space.
    private static func number(_ line: Span<UInt8>, _ start: Int, _ width: Int) -> Int? {
        var value = 0
        for index in start..<(start + width) {
            guard index < line.count else { return nil }
            if index == start, line[index] == 0x20 { continue }
            guard 0x30...0x39 ~= line[index] else { return nil }
            value = value * 10 + Int(line[index] - 0x30)
        }
        return value
    }

    /// The point in time; a year that is not told is the last one in which the time is not after `latest`.
    ///
    /// A day of grace covers clocks that run ahead and zones that the case does not name.
    func instant(latest: Instant?) -> Instant? {
        switch self {
        case .known(let instant): return instant
        case .yearless(let month, let day, let clock):
            guard let latest, let year = Int(latest.description.prefix(4)) else { return nil }
            let limit = latest + .days(1)
            // The 29th of February needs a leap year, which is at most eight years away.
            for candidate in stride(from: year + 1, to: year - 9, by: -1) {
                let date = "\(candidate)-\(Self.two(month))-\(Self.two(day))"
                guard let midnight = Timestamps.microseconds(of: date) else { continue }
                let time = Instant(microseconds: midnight) + Interval(microseconds: clock)
                if time <= limit { return time }
            }
            return nil
        }
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
