/// Bytes that are not what the structure being read demands.
public struct WireError: Error, Hashable, Sendable {
    /// The field that was being read, spelled as in the RFC.
    public let reading: String
    /// Where the field begins: bytes from the start of the message, 0-based.
    public let offset: Int
    /// What the RFC allows there.
    public let expected: String
    /// What stands there.
    public let found: String
    /// The alert that RFC 8446 asks for; `decode_error` unless the value was well formed but not allowed.
    public let alert: AlertDescription

    public init(
        reading: String, offset: Int, expected: String, found: String, alert: AlertDescription = .decodeError
    ) {
        self.reading = reading
        self.offset = offset
        self.expected = expected
        self.found = found
        self.alert = alert
    }
}

extension WireError: CustomStringConvertible {
    public var description: String { "\(reading) at byte \(offset): expected \(expected), found \(found)" }
}
