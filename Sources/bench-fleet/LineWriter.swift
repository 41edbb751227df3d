/// Bytes of records in the making.
struct LineWriter {
    var bytes: [UInt8] = []
    private static let lower = Array("0123456789abcdef".utf8)
    private static let upper = Array("0123456789ABCDEF".utf8)

    init() { bytes.reserveCapacity(1 << 21) }

    mutating func key(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func number(_ value: Int) { text(String(value)) }

    private mutating func padded(_ value: Int, _ digits: Int) {
        var scale = 1
        for _ in 1..<max(1, digits) { scale *= 10 }
        while scale > 0 {
            bytes.append(0x30 + UInt8(value / scale % 10))
            scale /= 10
        }
    }

    private mutating func hex(_ word: UInt64, _ digits: Int) {
        for place in (0..<digits).reversed() {
            bytes.append(Self.upper[Int(word >> UInt64(place * 4) & 15)])
        }
    }

    /// `00008112-001A2B3C4D5E6F70`, or the UUID of a Mac of before.
    mutating func udid(_ words: (UInt64, UInt64), isShort: Bool) {
        if isShort {
            key("0000811")
            hex(words.0 & 7, 1)
            key("-00")
            hex(words.1, 14)
        } else {
            hex(words.0 >> 32, 8)
            key("-")
            hex(words.0 >> 16, 4)
            key("-4")
            hex(words.0, 3)
            key("-A")
            hex(words.1 >> 48, 3)
            key("-")
            hex(words.1, 12)
        }
    }

    mutating func uuid(_ number: UInt64) {
        key("\"6D0E7C5A-3B91-4E2F-8C47-0000000000")
        hex(number, 2)
        key("\"")
    }

    /// Thirty-two bytes.
    mutating func fingerprint(_ number: Int) {
        var random = SplitMix(state: UInt64(number))
        for _ in 0..<4 { hex(random.next(), 16) }
    }

    /// A time in UTC, with its fraction where there is one to write.
    mutating func time(_ seconds: Int, microseconds: Int?) {
        // H. Hinnant, "chrono-compatible low-level date algorithms".
        let shifted = seconds / 86_400 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        padded(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4)
        key("-")
        padded(month, 2)
        key("-")
        padded(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2)
        key("T")
        padded(seconds / 3_600 % 24, 2)
        key(":")
        padded(seconds / 60 % 60, 2)
        key(":")
        padded(seconds % 60, 2)
        if let microseconds {
            key(".")
            if microseconds % 1_000 == 0 { padded(microseconds / 1_000, 3) } else { padded(microseconds, 6) }
        }
        key("Z")
    }
}
