/// The offset of a time zone, for logs that write none.
enum TimeZoneOffset {
    /// Seconds east of UTC of `Z`, `UTC`, `+02:00`, `-0700`, `+9`; `nil` for anything else.
    ///
    /// Names such as `Europe/Berlin` are refused: their offset depends on the date, and on the machine's own tables.
    static func seconds(_ text: String) -> Int? {
        let zone = text.uppercased()
        if ["Z", "UTC", "GMT"].contains(zone) { return 0 }
        guard let sign = zone.first, sign == "+" || sign == "-" else { return nil }
        let parts = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let digits = parts.joined()
        let isWellFormed = parts.count == 1 || (parts.count == 2 && parts[1].utf8.count == 2)
        guard isWellFormed, (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        let hours = Int(digits.count <= 2 ? digits : String(digits.dropLast(2))) ?? 0
        let minutes = digits.count <= 2 ? 0 : Int(digits.suffix(2)) ?? 0
        guard hours <= 18, minutes < 60 else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return sign == "-" ? -seconds : seconds
    }
}
