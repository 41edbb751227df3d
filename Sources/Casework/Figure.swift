/// A value that a finding reports beside its words.
public enum Figure: Sendable, Hashable {
    case count(Int)
    case number(Double)
    case text(String)
    case flag(Bool)
    case list([Figure])
    case table([String: Figure])
    case absent
}

extension Figure: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .count(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension Int {
    /// Digits in groups of three, as reports print numbers: `14,200`.
    public var grouped: String {
        let digits = String(magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return self < 0 ? "-\(result)" : result
    }

    /// With its noun, in the number that English asks for: `1 device`, `14,200 devices`.
    public func counted(_ singular: String, _ plural: String? = nil) -> String {
        "\(grouped) \(self == 1 ? singular : plural ?? singular + "s")"
    }

    /// A share of a whole in per cent, with one decimal only where it says more: `37%`, `0.4%`, `under 0.1%`.
    ///
    /// Some is never printed as none, and not all never as all.
    public func percent(of whole: Int) -> String {
        guard whole > 0 else { return "0%" }
        let tenths = (Double(self) * 1000 / Double(whole)).rounded()
        guard tenths.isFinite, abs(tenths) < 1e9 else { return "?%" }
        let value = Int(tenths)
        if value == 0, self > 0 { return "under 0.1%" }
        if self < whole, value >= 995 { return value >= 1000 ? "over 99.9%" : "\(value / 10).\(value % 10)%" }
        return value >= 100 || value % 10 == 0 ? "\((value + 5) / 10)%" : "\(value / 10).\(value % 10)%"
    }
}
