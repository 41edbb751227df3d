import Synchronization
import TLSHandshake

/// The records of the last minute, for those who ask over another connection.
final class RecordBook: Sendable {
    typealias Reflection = HandshakeTranscript.Reflection

    private struct Entry {
        let number: UInt64
        let address: String
        let time: RFC3339Time
        var record: Reflection
    }

    private struct Pages {
        /// In order of arrival.
        var entries: [Entry] = []
        var bytes = 0
    }

    private let limits: ReflectorLimits
    private let pages = Mutex(Pages())

    init(_ limits: ReflectorLimits) { self.limits = limits }

    /// Keeps a record and lets the oldest go.
    func keep(_ record: Reflection, number: UInt64, address: String, at time: RFC3339Time) {
        pages.withLock { pages in
            pages.entries.append(Entry(number: number, address: address, time: time, record: record))
            pages.bytes += Self.weight(record)
            let limit = time.millisecondsSince1970 - milliseconds
            var old = 0
            while old < pages.entries.count {
                let entry = pages.entries[old]
                guard
                    pages.entries.count - old > limits.keptRecords || pages.bytes > limits.keptBytes
                        || entry.time.millisecondsSince1970 < limit
                else { break }
                pages.bytes -= Self.weight(entry.record)
                old += 1
            }
            pages.entries.removeFirst(old)
        }
    }

    /// Puts a newer state of a record in its place, if it is still kept.
    func update(_ record: Reflection, number: UInt64) {
        pages.withLock { pages in
            guard let index = pages.entries.lastIndex(where: { $0.number == number }) else { return }
            pages.bytes += Self.weight(record) - Self.weight(pages.entries[index].record)
            pages.entries[index].record = record
        }
    }

    /// Other connections' records, newest first: those from the same address, and those that bear a nonce.
    ///
    /// Who knows a nonce of 16 digits or more sent it, or was told it; addresses do not matter then. Records
    /// that bear a nonce come before the others.
    func others(
        than number: UInt64, from address: String, bearing nonces: [String], now: RFC3339Time
    ) -> [Reflection] {
        let limit = now.millisecondsSince1970 - milliseconds
        let kept = pages.withLock { pages in
            pages.entries.reversed().filter {
                $0.number != number && $0.time.millisecondsSince1970 >= limit
            }
        }
        let bearing = kept.filter { Self.bears($0.record, nonces) }
        let near = kept.filter { $0.address == address && !Self.bears($0.record, nonces) }
        return (bearing + near).prefix(max(0, limits.toldRecords)).map(\.record)
    }

    private var milliseconds: Int64 {
        limits.keptFor.components.seconds.multipliedReportingOverflow(by: 1_000).0
    }

    private static func bears(_ record: Reflection, _ nonces: [String]) -> Bool {
        nonces.contains { nonce in
            record.random?.hasPrefix(nonce) ?? false || record.sessionID?.hasPrefix(nonce) ?? false
                || record.nonce == nonce
        }
    }

    private static func weight(_ record: Reflection) -> Int {
        (record.raw?.utf8.count ?? 0) + (record.secondRaw?.utf8.count ?? 0)
    }
}
