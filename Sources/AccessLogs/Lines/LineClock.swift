internal import OpenFormats

/// Reads the time in brackets; the date, hour and zone of the line before are not worked out again.
///
/// `[10/Oct/2000:13:55:36 -0700]`, or ISO 8601 in the brackets.
struct LineClock {
    /// From bracket to bracket.
    static let length = 28

    /// The day and the hour, as the bytes 1 to 8 and 7 to 14 after the bracket.
    private var day: UInt64 = 0
    private var hour: UInt64 = 0
    /// The zone and the closing bracket.
    private var zone: UInt64 = 0
    private var hourStart: Int64 = 0
    private var isSet = false

    /// The time in seconds since 1970 and where the bracket closes; nil for what is none.
    @inline(__always)
    mutating func read(_ line: Span<UInt8>, at bracket: Int, zoneless: Int) -> (second: Int64, end: Int)? {
        guard bracket &+ Self.length <= line.count, line[bracket &+ 27] == 0x5D, line[bracket &+ 3] == 0x2F
        else {
            return Self.dated(line, bracket, zoneless)
        }
        let raw = unsafe line.bytes
        let day = ByteWords.load(raw, at: bracket &+ 1)
        let hour = ByteWords.load(raw, at: bracket &+ 7)
        let zone = ByteWords.load(raw, at: bracket &+ 20) >> 8
        if !isSet || day != self.day || hour != self.hour || zone != self.zone {
            guard let start = Self.hourStart(line, bracket) else { return nil }
            (self.day, self.hour, self.zone, hourStart, isSet) = (day, hour, zone, start, true)
        }
        let tens = (line[bracket &+ 16] &- 0x30, line[bracket &+ 19] &- 0x30)
        let ones = (line[bracket &+ 17] &- 0x30, line[bracket &+ 20] &- 0x30)
        guard line[bracket &+ 15] == 0x3A, line[bracket &+ 18] == 0x3A, tens.0 < 6, ones.0 < 10, tens.1 < 7,
            ones.1 < 10
        else { return nil }
        let minute = Int64(tens.0 &* 10 &+ ones.0)
        return (hourStart &+ minute &* 60 &+ Int64(tens.1 &* 10 &+ ones.1), bracket &+ Self.length)
    }

    /// Seconds since 1970 of the full hour.
    private static func hourStart(_ line: Span<UInt8>, _ bracket: Int) -> Int64? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let name = line.text((bracket + 4)..<(bracket + 7))
        guard let month = months.firstIndex(of: name), line[bracket + 7] == 0x2F, line[bracket + 12] == 0x3A
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        let day = line.text((bracket + 1)..<(bracket + 3))
        let year = line.text((bracket + 8)..<(bracket + 12))
        let hour = line.text((bracket + 13)..<(bracket + 15))
        let zone = line.text((bracket + 22)..<(bracket + 27))
        guard line[bracket + 21] == 0x20 else { return nil }
        return Timestamps.microseconds(of: "\(year)-\(number)-\(day)T\(hour):00:00\(zone)")
            .map { $0 / Timestamps.second }
    }

    /// ISO 8601 between brackets.
    private static func dated(_ line: Span<UInt8>, _ bracket: Int, _ zoneless: Int) -> (Int64, Int)? {
        guard bracket + 6 < line.count, line[bracket + 5] == 0x2D else { return nil }
        let end = ByteWords.first(0x5D, in: line, from: bracket)
        guard end < line.count, end - bracket < 48,
            let time = Timestamps.microseconds(of: line.extracting((bracket + 1)..<end), zoneless: zoneless)
        else { return nil }
        return (floor(time), end + 1)
    }

    /// Whole seconds, rounded down.
    static func floor(_ microseconds: Int64) -> Int64 {
        let second = microseconds / Timestamps.second
        return microseconds % Timestamps.second < 0 ? second - 1 : second
    }
}
