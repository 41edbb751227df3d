/// A digest compared as bytes: `SHA256:`, colons, spaces and case are dropped.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    /// Lower-case hex without separators; what was no hex survives in lower case.
    public let hex: String

    /// `nil` for an empty text.
    public init?(_ text: String) {
        var rest = text.lowercased().filter { !$0.isWhitespace }[...]
        for prefix in ["sha256:", "sha-256:", "sha256fingerprint="] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        let kept = rest.filter { $0 != ":" && $0 != "-" }
        guard !kept.isEmpty else { return nil }
        hex = String(kept)
    }

    public var description: String { "SHA256:\(hex)" }
}
