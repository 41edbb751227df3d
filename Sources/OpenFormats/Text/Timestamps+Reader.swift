extension Timestamps {
    /// A cursor over the bytes of one timestamp.
    struct Reader {
        var at = 0
        var end: Int

        /// Reads exactly so many digits.
        mutating func number(_ digits: Int, in bytes: Span<UInt8>) -> Int64? {
            guard at + digits <= end else { return nil }
            var value: Int64 = 0
            for index in at..<(at + digits) {
                let digit = bytes[index] &- 0x30
                guard digit < 10 else { return nil }
                value = value * 10 + Int64(digit)
            }
            at += digits
            return value
        }

        mutating func take(_ byte: UInt8, in bytes: Span<UInt8>) -> Bool {
            guard at < end, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        mutating func civil(in bytes: Span<UInt8>, zoneless: Int64) -> Int64? {
            guard let year = number(4, in: bytes), year >= 1, take(0x2D, in: bytes),
                let month = number(2, in: bytes), take(0x2D, in: bytes), let day = number(2, in: bytes)
            else { return nil }
            let date = CivilDate(year: year, month: month, day: day)
            guard date.exists else { return nil }
            let midnight = date.dayNumber * 86_400
            guard at < end else { return Timestamps.instant(midnight - zoneless, 0) }
            guard bytes[at] | 0x20 == 0x74 || bytes[at] == 0x20 else { return nil }
            at += 1
            guard let clock = clock(in: bytes), let fraction = fraction(in: bytes),
                let offset = zone(in: bytes, zoneless: zoneless), at == end
            else { return nil }
            return Timestamps.instant(midnight + clock - offset, fraction)
        }

        /// Seconds since midnight; a leap second counts as the first of the next minute.
        private mutating func clock(in bytes: Span<UInt8>) -> Int64? {
            guard let hour = number(2, in: bytes), hour < 24, take(0x3A, in: bytes),
                let minute = number(2, in: bytes), minute < 60
            else { return nil }
            guard take(0x3A, in: bytes) else { return hour * 3_600 + minute * 60 }
            guard let second = number(2, in: bytes), second <= 60 else { return nil }
            return hour * 3_600 + minute * 60 + second
        }

        /// Microseconds of a fraction with any number of digits, the rest cut off.
        private mutating func fraction(in bytes: Span<UInt8>) -> Int64? {
            guard at < end, bytes[at] == 0x2E || bytes[at] == 0x2C else { return 0 }
            at += 1
            var value: Int64 = 0
            var scale: Int64 = 100_000
            let start = at
            while at < end, case let digit = bytes[at] &- 0x30, digit < 10 {
                value += Int64(digit) * scale
                scale /= 10
                at += 1
            }
            return at > start ? value : nil
        }

        /// Seconds east of UTC.
        private mutating func zone(in bytes: Span<UInt8>, zoneless: Int64) -> Int64? {
            guard at < end else { return zoneless }
            if bytes[at] == 0x20 { at += 1 }
            guard at < end else { return nil }
            if bytes[at] | 0x20 == 0x7A {
                at += 1
                return 0
            }
            if end - at == 3, bytes[at] >= 0x41 {
                let name = bytes.text(at..<end)
                guard name == "UTC" || name == "GMT" else { return nil }
                at = end
                return 0
            }
            let isWest = bytes[at] == 0x2D
            guard isWest || bytes[at] == 0x2B else { return nil }
            at += 1
            guard let hours = number(2, in: bytes), hours < 24 else { return nil }
            var minutes: Int64 = 0
            if at < end {
                if bytes[at] == 0x3A { at += 1 }
                guard let part = number(2, in: bytes), part < 60 else { return nil }
                minutes = part
            }
            let seconds = hours * 3_600 + minutes * 60
            return isWest ? -seconds : seconds
        }

        /// Reads an epoch number, with a fraction where it counts seconds.
        mutating func epoch(in bytes: Span<UInt8>) -> Int64? {
            let isNegative = take(0x2D, in: bytes)
            var value: Int64 = 0
            let start = at
            while at < end, case let digit = bytes[at] &- 0x30, digit < 10 {
                guard at - start < 18 else { return nil }
                value = value * 10 + Int64(digit)
                at += 1
            }
            guard at > start, let whole = Timestamps.microseconds(epoch: value) else { return nil }
            guard let part = fraction(in: bytes), at == end else { return nil }
            let micros = value < 100_000_000_000 ? whole + part : whole
            let signed = isNegative ? -micros : micros
            return Timestamps.range.contains(signed) ? signed : nil
        }
    }

    static func instant(_ seconds: Int64, _ fraction: Int64) -> Int64? {
        let value = seconds * second + fraction
        return range.contains(value) ? value : nil
    }
}
