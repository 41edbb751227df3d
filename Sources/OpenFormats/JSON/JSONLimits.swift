/// The bounds inside which a JSON document is read.
///
/// Units: bytes, levels, members.
/// The depth is what device inventories and HAR files never reach (they stay below 20) and what a recursive
/// reader carries on a 512 KiB thread stack. The sizes are those of one record, not of a file.
public struct JSONLimits: Sendable, Hashable {
    /// The deepest nesting of arrays and objects.
    public var depth: Int
    /// The longest document.
    public var documentBytes: Int
    /// The longest string, as it stands in the document.
    public var stringBytes: Int
    /// The most members or elements that one object or array may hold.
    public var members: Int

    public init(
        depth: Int = 128,
        documentBytes: Int = 1 << 30,
        stringBytes: Int = 64 << 20,
        members: Int = 4_000_000
    ) {
        self.depth = depth
        self.documentBytes = documentBytes
        self.stringBytes = stringBytes
        self.members = members
    }

    /// The bounds of a whole response body.
    public static let document = JSONLimits()
    /// The bounds of one record of a stream: one device, one event, one exchange.
    public static let record = JSONLimits(documentBytes: 16 << 20, stringBytes: 16 << 20, members: 100_000)
}
