/// Points in time as evidence writes them.
///
/// Units: microseconds since 1970-01-01T00:00:00Z, from year 1 to year 9999.
/// Source: RFC 3339; ISO 8601 for the basic offset `+1200`, the space in place of the T, and the comma.
public enum Timestamps {
    /// Microseconds a second.
    public static let second: Int64 = 1_000_000
    /// The first instant of year 1 and the last of year 9999.
    public static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// Reads a timestamp: RFC 3339 or ISO 8601, a date alone, or epoch seconds, milliseconds or microseconds.
    ///
    /// A time without a zone is taken `zoneless` seconds east of UTC. Returns nil for anything else.
    public static func microseconds(of bytes: Span<UInt8>, zoneless: Int = 0) -> Int64? {
        var reader = Reader(end: bytes.count)
        while reader.at < reader.end, bytes[reader.at] == 0x20 { reader.at += 1 }
        while reader.end > reader.at, bytes[reader.end - 1] == 0x20 { reader.end -= 1 }
        guard reader.end - reader.at >= 1, reader.end - reader.at <= 64 else { return nil }
        if reader.end - reader.at >= 10, bytes[reader.at + 4] == 0x2D {
            return reader.civil(in: bytes, zoneless: Int64(zoneless))
        }
        return reader.epoch(in: bytes)
    }

    /// Reads a timestamp.
    public static func microseconds(of text: String, zoneless: Int = 0) -> Int64? {
        let bytes = Array(text.utf8)
        return microseconds(of: bytes.span, zoneless: zoneless)
    }

    /// Reads an epoch number: seconds below 10^11, milliseconds below 10^14, else microseconds.
    ///
    /// The bounds are the years 5138 in seconds and 5138 in milliseconds: no evidence is near them.
    public static func microseconds(epoch: Int64) -> Int64? {
        let scale: Int64 =
            switch epoch.magnitude {
            case ..<100_000_000_000: 1_000_000
            case ..<100_000_000_000_000: 1_000
            default: 1
            }
        let (value, overflow) = epoch.multipliedReportingOverflow(by: scale)
        return overflow || !range.contains(value) ? nil : value
    }

    /// A point in time as RFC 3339 in UTC; a fraction only where there is one.
    public static func text(microseconds: Int64) -> String {
        let seconds = floor(microseconds, by: second)
        let days = floor(seconds, by: 86_400)
        let date = CivilDate(dayNumber: days)
        let clock = seconds - days * 86_400
        var text = date.year < 0 ? "-" + padded(-date.year, 4) : padded(date.year, 4)
        text += "-\(padded(date.month, 2))-\(padded(date.day, 2))T"
        text += "\(padded(clock / 3_600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))"
        let fraction = (microseconds % second + second) % second
        if fraction != 0 {
            var digits = padded(fraction, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return text + "Z"
    }

    private static func floor(_ value: Int64, by unit: Int64) -> Int64 {
        let quotient = value / unit
        return value % unit < 0 ? quotient - 1 : quotient
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
