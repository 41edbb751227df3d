import NIOCore
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is known of one connection so far; its line is written once, when it is asked about or ends.
///
/// It belongs to the event loop of its channel.
final class Visit {
    typealias Reflection = HandshakeTranscript.Reflection

    private let number: UInt64
    private let desk: RecordDesk
    private let peerAddress: String
    private var record = Reflection()
    private var hasHello = false
    private var isWritten = false
    private var hasEnded = false

    init(_ number: UInt64, _ desk: RecordDesk, peer: SocketAddress?, local: SocketAddress?) {
        self.number = number
        self.desk = desk
        peerAddress = peer.map(EndpointText.address) ?? "?"
        record.receivedAt = desk.time.description
        record.peer = peer.map(EndpointText.endpoint)
        record.local = local.map(EndpointText.endpoint)
    }

    var isCompleted: Bool { record.outcome == "completed" }

    // MARK: - What happens

    func heard(_ arrival: HelloCollector.Arrival) {
        guard !hasHello else {
            record.retried = true
            record.secondRaw = Data(arrival.raw).base64EncodedString()
            return
        }
        hasHello = true
        record.receivedAt = desk.time.description
        record.describe(arrival.hello)
        record.bytes = arrival.raw.count
        record.records = arrival.records
        record.reads = arrival.reads
        record.raw = Data(arrival.raw).base64EncodedString()
        desk.metrics.count(\.hellos)
        desk.book.keep(record, number: number, address: peerAddress, at: desk.time)
    }

    func note(segments: Int?) { record.segments = record.segments ?? segments }

    /// Takes this server's own hello.
    func answered(_ hello: ServerHello) {
        if let share = try? hello.extensions.decode(SelectedKeyShare.self) {
            record.negotiatedGroup = share.entry.group.description
        }
        guard !hello.isHelloRetryRequest else { return }
        record.negotiatedVersion = hello.version.description
        record.negotiatedSuite = hello.cipherSuite.description
    }

    func completed(alpn: String?) {
        record.negotiatedALPN = alpn
        record.outcome = "completed"
        desk.metrics.count(\.handshakes)
    }

    /// Notes why it came to nothing; the first reason counts, and none after the handshake.
    func fail(_ outcome: String, _ error: String) {
        guard record.outcome == nil else { return }
        record.outcome = outcome
        record.error = error
        desk.metrics.count(\.failures)
    }

    /// Answers a question over this connection; the body is JSON.
    ///
    /// Only who names a nonce is told of other connections: a browser that comes by is not.
    func answer(nonce: String?, finding nonces: [String]) -> [UInt8]? {
        record.nonce = nonce ?? record.nonce
        desk.book.update(record, number: number)
        let wanted = nonces + (nonce.map { [$0] } ?? [])
        let others =
            wanted.isEmpty
            ? [] : desk.book.others(than: number, from: peerAddress, bearing: wanted, now: desk.time)
        guard let signed = desk.signed(record) else { return nil }
        write(signed)
        desk.metrics.count(\.answers)
        return desk.answer(signed, others)
    }

    /// Takes the end of the connection; one over which nothing came leaves no line.
    func end(hasBegun: Bool) {
        guard !hasEnded else { return }
        hasEnded = true
        desk.book.update(record, number: number)
        guard hasHello || hasBegun || record.outcome != nil else { return }
        fail("closed", hasHello ? "it ended within the handshake" : "it ended within the ClientHello")
        guard !isWritten else { return }
        desk.book.update(record, number: number)
        guard let signed = desk.signed(record) else { return }
        write(signed)
    }

    private func write(_ signed: Reflection) {
        guard !isWritten else { return }
        isWritten = true
        desk.write(signed)
    }
}
