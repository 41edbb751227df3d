/// A number from an IANA registry: known values have names, unknown ones survive and print as hex.
public protocol CodePoint: RawRepresentable, Hashable, Sendable, CustomStringConvertible
where RawValue: FixedWidthInteger & UnsignedInteger & Sendable {
    /// The names of the registry, spelled as IANA spells them.
    static var names: [RawValue: String] { get }
    init(rawValue: RawValue)
}

extension CodePoint {
    public var description: String { Self.names[rawValue] ?? hex }

    /// The number as `0x` and two hex digits per byte.
    public var hex: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        let width = RawValue.bitWidth / 4
        return "0x" + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }

    /// Whether the registry's table here knows the value.
    public var isKnown: Bool { Self.names[rawValue] != nil }
}

extension CodePoint where RawValue == UInt16 {
    /// Whether the value is one of the sixteen that clients send only to be ignored.
    ///
    /// Source: RFC 8701 section 2, 0x0A0A to 0xFAFA.
    public var isGREASE: Bool {
        rawValue & 0x0F0F == 0x0A0A && rawValue >> 8 == rawValue & 0xFF
    }
}
