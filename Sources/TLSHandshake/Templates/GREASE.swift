/// The values of one connection that stand for "ignore me".
///
/// Source: RFC 8701.
public struct GREASE: Hashable, Sendable {
    /// Index 0 to 15 of the value used for suites, groups (and their key share), versions, and the two
    /// extensions, which differ from each other.
    private let choices: [UInt8]

    /// Takes four bits from each of five bytes; missing bytes count as 0.
    public init(_ bytes: [UInt8]) {
        var choices = (0..<5).map { $0 < bytes.count ? bytes[$0] & 15 : 0 }
        if choices[3] == choices[4] { choices[4] ^= 1 }
        self.choices = choices
    }

    public var cipherSuite: UInt16 { value(0) }
    public var group: UInt16 { value(1) }
    public var version: UInt16 { value(2) }
    public var firstExtension: UInt16 { value(3) }
    public var lastExtension: UInt16 { value(4) }

    private func value(_ index: Int) -> UInt16 {
        let byte = UInt16(choices[index]) << 4 | 0x0A
        return byte << 8 | byte
    }
}
