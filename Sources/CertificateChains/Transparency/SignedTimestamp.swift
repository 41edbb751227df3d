/// A log's promise that it has taken a certificate up: a signed certificate timestamp.
///
/// The signature is not checked; that needs the log's key.
/// Source: RFC 6962 section 3.2.
package struct SignedTimestamp: Sendable, Hashable {
    /// 0 is version 1; clients pass over others.
    package var version: UInt8
    /// SHA-256 over the log's key, lower-case hex; absent in another version.
    package var logID: String?
    /// When the log took it up.
    ///
    /// Units: milliseconds since 1970.
    package var milliseconds: UInt64?

    /// The most timestamps that are read from one list; three to five are usual.
    static let limit = 64

    /// Reads one timestamp; absent if its lengths do not add up.
    package init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard let version = bytes.first else { return nil }
        self.version = version
        guard version == 0 else { return }
        // Version, log, time, two lengths, two bytes of algorithm.
        guard bytes.count >= 47 else { return nil }
        logID = Fingerprint.hex(bytes[1..<33])
        milliseconds = bytes[33..<41].reduce(0) { $0 << 8 | UInt64($1) }
        let extensions = Int(bytes[41]) << 8 | Int(bytes[42])
        let signature = 43 + extensions + 2
        guard signature + 2 <= bytes.count else { return nil }
        let length = Int(bytes[signature]) << 8 | Int(bytes[signature + 1])
        guard signature + 2 + length == bytes.count else { return nil }
    }

    /// Reads a SignedCertificateTimestampList; absent if its lengths do not add up.
    package static func list(_ bytes: ArraySlice<UInt8>) -> [SignedTimestamp]? {
        guard let total = length(bytes), total == bytes.count - 2 else { return nil }
        var rest = bytes.dropFirst(2)
        var timestamps: [SignedTimestamp] = []
        while !rest.isEmpty, timestamps.count < limit {
            guard let size = length(rest), size > 0, rest.count - 2 >= size,
                let timestamp = SignedTimestamp(rest.dropFirst(2).prefix(size))
            else { return nil }
            timestamps.append(timestamp)
            rest = rest.dropFirst(2 + size)
        }
        return timestamps
    }

    /// The logs of the timestamps that a client can use, each once, in their order.
    package static func logs(of timestamps: [SignedTimestamp]) -> [String] {
        timestamps.compactMap(\.logID).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        let head = Array(bytes.prefix(2))
        guard head.count == 2 else { return nil }
        return Int(head[0]) << 8 | Int(head[1])
    }
}
