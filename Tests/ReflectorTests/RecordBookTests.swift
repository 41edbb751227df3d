import TLSHandshake
import Testing

@testable import Reflector

/// What later connections are told.
struct RecordBookTests {
    private static let start: Int64 = 1_776_427_200_000

    private static func record(_ random: String, bytes: Int = 10) -> HandshakeTranscript.Reflection {
        var record = HandshakeTranscript.Reflection()
        record.random = random
        record.raw = String(repeating: "A", count: bytes)
        return record
    }

    private static func time(_ seconds: Int64) -> RFC3339Time {
        RFC3339Time(millisecondsSince1970: start + seconds * 1_000)
    }

    private static func told(
        _ book: RecordBook, to number: UInt64 = 99, from address: String = "10.0.0.1",
        bearing nonces: [String] = [], at seconds: Int64 = 0
    ) -> [String] {
        book.others(than: number, from: address, bearing: nonces, now: time(seconds)).compactMap(\.random)
    }

    @Test func newestFirstAndOnlyOfTheSameAddress() {
        let book = RecordBook(ReflectorLimits())
        for number in 0..<20 as Range<UInt64> {
            let address = number % 2 == 0 ? "10.0.0.1" : "10.0.0.2"
            book.keep(Self.record("r\(number)"), number: number, address: address, at: Self.time(0))
        }
        #expect(Self.told(book) == ["r18", "r16", "r14", "r12", "r10", "r8", "r6", "r4"])
        #expect(Self.told(book, to: 18).first == "r16")
        #expect(Self.told(book, from: "10.0.0.3").isEmpty)
        #expect(Self.told(book, from: "10.0.0.3", bearing: ["r7"]) == ["r7"])
        #expect(Self.told(book, bearing: ["r7"]).prefix(2) == ["r7", "r18"])
    }

    @Test func aMinuteIsTheEnd() {
        let book = RecordBook(ReflectorLimits())
        book.keep(Self.record("a"), number: 1, address: "10.0.0.1", at: Self.time(0))
        #expect(Self.told(book, at: 60) == ["a"])
        #expect(Self.told(book, at: 61).isEmpty)
    }

    @Test func countAndBytesAreBounded() {
        var limits = ReflectorLimits()
        limits.keptRecords = 3
        limits.keptBytes = 100
        let book = RecordBook(limits)
        for number in 0..<5 as Range<UInt64> {
            book.keep(Self.record("r\(number)"), number: number, address: "10.0.0.1", at: Self.time(0))
        }
        #expect(Self.told(book) == ["r4", "r3", "r2"])
        book.keep(Self.record("big", bytes: 85), number: 9, address: "10.0.0.1", at: Self.time(0))
        #expect(Self.told(book) == ["big", "r4"])
        book.keep(Self.record("huge", bytes: 500), number: 10, address: "10.0.0.1", at: Self.time(0))
        #expect(Self.told(book).isEmpty)
    }

    @Test func aNewerStateTakesThePlace() {
        let book = RecordBook(ReflectorLimits())
        book.keep(Self.record("a"), number: 1, address: "10.0.0.1", at: Self.time(0))
        var later = Self.record("a")
        later.nonce = "0011"
        book.update(later, number: 1)
        book.update(Self.record("b"), number: 2)
        let told = book.others(than: 9, from: "10.0.0.1", bearing: [], now: Self.time(1))
        #expect(told.map(\.nonce) == ["0011"])
    }

    @Test func theGateCountsInTotalAndByAddress() {
        var limits = ReflectorLimits()
        limits.connections = 3
        limits.connectionsPerAddress = 2
        let gate = ConnectionGate(limits)
        #expect(gate.arrive("a") == .enter)
        #expect(gate.arrive("a") == .enter)
        #expect(gate.arrive("a") == .turnAway)
        #expect(gate.arrive("b") == .enter)
        #expect(gate.arrive("c") == .turnAway)
        #expect(gate.arrive("c") == .turnAway)
        #expect(gate.arrive("c") == .drop)
        gate.leave("a", after: .enter)
        #expect(gate.arrive("a") == .enter)
        for _ in 0..<2 { gate.leave("a", after: .enter) }
        gate.leave("b", after: .enter)
        #expect(gate.inside == 0)
    }
}
