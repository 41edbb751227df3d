/// A column of times: four bytes for the second, two for milliseconds and two for microseconds where a source
/// writes them, one more from the year 2106 on.
///
/// Units: microseconds since 1970 UTC, later than 1970; `DeviceColumns.noTime` for none.
struct TimeColumn: Sendable {
    private static let second: Int64 = 1_000_000

    private var seconds = Column<UInt32>()
    private var eras = Column<UInt8>()
    private var milliseconds = Column<UInt16>()
    private var microseconds = Column<UInt16>()

    var bytesPerRow: Int {
        seconds.bytesPerRow + eras.bytesPerRow + milliseconds.bytesPerRow + microseconds.bytesPerRow
    }

    @inline(__always)
    subscript(row: Int) -> Int64 {
        let second = Int64(eras[row]) << 32 | Int64(seconds[row])
        let fraction = Int64(milliseconds[row]) * 1_000 + Int64(microseconds[row])
        let time = second * Self.second + fraction
        return time == 0 ? DeviceColumns.noTime : time
    }

    @inline(__always)
    mutating func append(_ time: Int64, row: Int) {
        // Times before 1970 are none; the last that `Timestamps` reads is far below 2^40 seconds.
        let time = UInt64(max(0, time))
        let second = time / UInt64(Self.second)
        let fraction = UInt32(truncatingIfNeeded: time &- second &* UInt64(Self.second))
        seconds.append(UInt32(truncatingIfNeeded: second), row: row)
        eras.append(UInt8(truncatingIfNeeded: second >> 32), row: row)
        milliseconds.append(UInt16(truncatingIfNeeded: fraction / 1_000), row: row)
        microseconds.append(UInt16(truncatingIfNeeded: fraction % 1_000), row: row)
    }

    func touch(_ rows: [Int]) -> UInt64 {
        seconds.touch(rows) &+ eras.touch(rows) &+ milliseconds.touch(rows) &+ microseconds.touch(rows)
    }

    mutating func append(_ other: TimeColumn, count: Int, after rows: Int) {
        seconds.append(other.seconds, count: count, after: rows)
        eras.append(other.eras, count: count, after: rows)
        milliseconds.append(other.milliseconds, count: count, after: rows)
        microseconds.append(other.microseconds, count: count, after: rows)
    }

    mutating func removeAll() {
        seconds.removeAll()
        eras.removeAll()
        milliseconds.removeAll()
        microseconds.removeAll()
    }

    /// The latest time of so many rows; nil where none has one.
    func latest(of rows: Int) -> Int64? {
        // Most columns hold no time at all, or no fraction and no later era.
        guard let second = seconds.greatest(of: rows) else { return nil }
        if eras.isConstant, milliseconds.isConstant, microseconds.isConstant {
            guard second > 0, rows > 0 else { return nil }
            if seconds.isConstant { return self[0] == DeviceColumns.noTime ? nil : self[0] }
        }
        var latest = DeviceColumns.noTime
        for row in 0..<rows { latest = max(latest, self[row]) }
        return latest == DeviceColumns.noTime ? nil : latest
    }
}
