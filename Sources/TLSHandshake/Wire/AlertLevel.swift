/// How serious the sender of an alert thinks it is; TLS 1.3 receivers ignore it.
///
/// Source: RFC 8446 section 6.
public struct AlertLevel: CodePoint {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let warning = AlertLevel(rawValue: 1)
    public static let fatal = AlertLevel(rawValue: 2)

    public static let names: [UInt8: String] = [1: "warning", 2: "fatal"]
}
