import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What all connections share: the clock, the book, the journal, the signature and the counters.
struct RecordDesk: Sendable {
    typealias Reflection = HandshakeTranscript.Reflection

    let limits: ReflectorLimits
    let signer: ReceiptSigner?
    let book: RecordBook
    let journal: RecordJournal
    let metrics: ReflectorMetrics
    let now: @Sendable () -> RFC3339Time

    var time: RFC3339Time { now() }

    /// The record with its receipt, where there is a key; absent if it cannot be made, which does not happen.
    func signed(_ record: Reflection) -> Reflection? {
        guard let signer else { return record }
        return try? signer.sign(record)
    }

    func write(_ record: Reflection) {
        guard let line = try? Self.encode(record) else { return }
        journal.write(line + [0x0A])
    }

    /// The answer with as many other records as its size allows.
    func answer(_ own: Reflection, _ others: [Reflection]) -> [UInt8]? {
        var answer = ReflectionAnswer(record: own, earlier: [])
        guard var bytes = try? Self.encode(answer) else { return nil }
        for other in others.compactMap(signed) {
            answer.earlier?.append(other)
            guard let longer = try? Self.encode(answer), longer.count <= limits.answerBytes else { break }
            bytes = longer
        }
        return bytes
    }

    private static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
