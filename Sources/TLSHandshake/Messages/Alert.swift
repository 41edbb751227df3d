/// A notice that something is over or wrong.
///
/// Source: RFC 8446 section 6.
public struct Alert: Hashable, Sendable {
    public let level: AlertLevel
    public let alertDescription: AlertDescription

    public init(_ description: AlertDescription, level: AlertLevel) {
        self.level = level
        alertDescription = description
    }

    /// The alert with the level that RFC 8446 asks for: warning for the two ways to say goodbye.
    public init(_ description: AlertDescription) {
        let isGoodbye = description == .closeNotify || description == .userCanceled
        self.init(description, level: isGoodbye ? .warning : .fatal)
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        level = AlertLevel(rawValue: try reader.readUInt8("level"))
        alertDescription = AlertDescription(rawValue: try reader.readUInt8("description"))
    }

    public func write(to writer: inout WireWriter) {
        writer.write(level.rawValue)
        writer.write(alertDescription.rawValue)
    }

    public var bytes: [UInt8] { [level.rawValue, alertDescription.rawValue] }
}

extension Alert: CustomStringConvertible {
    public var description: String { "\(level) \(alertDescription)" }
}
