/// Something a peer did that the RFC does not allow: what, where, and which alert it deserves.
public struct Deviation: Error, Hashable, Sendable {
    /// What the offset counts from.
    public enum Place: Hashable, Sendable {
        /// From the start of the stream.
        case record
        /// From the start of the message, header included.
        case message(HandshakeType)
    }

    public let what: String
    public let place: Place
    /// Bytes, 0-based.
    public let offset: Int
    /// The alert that RFC 8446 asks for.
    public let alert: AlertDescription

    public init(_ what: String, in place: Place, at offset: Int, alert: AlertDescription) {
        self.what = what
        self.place = place
        self.offset = offset
        self.alert = alert
    }

    public init(_ error: WireError, in type: HandshakeType) {
        self.init(
            "\(error.reading): expected \(error.expected), found \(error.found)", in: .message(type),
            at: error.offset, alert: error.alert)
    }
}

extension Deviation: CustomStringConvertible {
    public var description: String {
        switch place {
        case .record: "\(what) (byte \(offset) of the stream; \(alert))"
        case .message(let type): "\(what) (byte \(offset) of \(type); \(alert))"
        }
    }
}
