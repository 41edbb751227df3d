import TLSHandshake
import Testing

/// Which record belongs to which handshake.
struct ReflectionMatchTests {
    typealias Reflection = HandshakeTranscript.Reflection

    private static let nonce = "00112233445566778899aabbccddeeff"
    private static let other = "ffeeddccbbaa99887766554433221100"

    private static func sent(
        _ nonce: String? = nonce, at time: String = "2026-04-17T12:00:00.000Z", ja4: String? = "t13d_a_b"
    ) -> HandshakeTranscript {
        var sent = HandshakeTranscript(outcome: .completed)
        sent.startedAt = time
        sent.nonce = nonce
        sent.localAddress = "192.0.2.1:5000"
        sent.address = "198.51.100.1:443"
        if let ja4 {
            sent.sent = HandshakeTranscript.Sent()
            sent.sent?.ja4 = ja4
        }
        return sent
    }

    private static func record(
        random: String = other + other, session: String = "", request: String? = nil,
        peer: String = "198.51.100.1:40000", at time: String = "2026-04-17T12:00:30.000Z",
        ja4: String = "t13d_c_d"
    ) -> Reflection {
        var record = Reflection()
        record.random = random
        record.sessionID = session
        record.nonce = request
        record.peer = peer
        record.receivedAt = time
        record.ja4 = ja4
        return record
    }

    @Test func everyPlaceOfTheNonceCounts() {
        func places(_ record: Reflection) -> [String]? {
            ReflectionMatch.match(sent: Self.sent(), among: [Self.record(peer: "x:1"), record])?.matchedBy
        }
        let nonce = Self.nonce
        #expect(places(Self.record(random: nonce + nonce)) == ["random"])
        #expect(places(Self.record(session: nonce + nonce)) == ["session-id"])
        #expect(places(Self.record(request: nonce.uppercased())) == ["request"])
        #expect(
            places(Self.record(random: nonce + nonce, session: nonce, request: nonce))
                == ["random", "session-id", "request"])
        #expect(places(Self.record(random: Self.other + nonce, peer: "x:1")) == nil)
    }

    @Test func timeAndAddressAreTheLastResort() {
        let match = ReflectionMatch.match(sent: Self.sent(), among: [Self.record()])
        #expect(match?.matchedBy == ["time-and-address"])
        let bracketed = Self.record(peer: "[2001:db8::1]:9")
        #expect(ReflectionMatch.match(sent: Self.sent(), among: [bracketed]) == nil)
        #expect(
            ReflectionMatch.match(sent: Self.sent(), among: [bracketed], egress: ["2001:db8::1"]) != nil)
    }

    @Test func aGuessIsMadeOnlyWhereThereIsOneAnswer() {
        func isFound(_ records: Reflection...) -> Bool {
            ReflectionMatch.match(sent: Self.sent(), among: records) != nil
        }
        #expect(isFound(Self.record()))
        #expect(!isFound(Self.record(), Self.record(random: "aa")), "two candidates")
        #expect(isFound(Self.record(), Self.record()), "one connection, told twice")
        #expect(!isFound(Self.record(peer: "203.0.113.9:1")), "another address")
        #expect(!isFound(Self.record(at: "2026-04-17T12:01:00.001Z")), "too late")
        #expect(isFound(Self.record(at: "2026-04-17T11:59:00.000Z")), "clocks differ")
        #expect(!isFound(Self.record(request: Self.other)), "somebody else's request")
        #expect(!isFound(Self.record(ja4: "t13d_a_b")), "our own next handshake")
        #expect(!isFound(Self.record(at: "yesterday")))
    }

    @Test func aShortNonceIsNone() {
        let sent = Self.sent("0011")
        let record = Self.record(random: "0011", peer: "203.0.113.9:1")
        #expect(ReflectionMatch.match(sent: sent, among: [record]) == nil)
    }

    @Test func whatANonceGaveAwayIsNoGuessForAnother() {
        let second = Self.sent(Self.other)
        let mine = Self.record(random: "aa", request: Self.other, peer: "203.0.113.9:1")
        let lost = Self.record(random: "bb", peer: "203.0.113.9:2")
        let found = ReflectionMatch.matches(of: [Self.sent(), second], among: [mine, lost])
        #expect(found.map { $0?.matchedBy ?? [] } == [["time-and-address"], ["request"]])
        #expect(found[0]?.random == "bb", "the gateway's address is known from the second")
    }

    @Test func timesAreReadAndWritten() {
        for text in ["1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "9999-12-31T23:59:59.999Z"] {
            #expect(RFC3339Time(text)?.description == text)
        }
        #expect(RFC3339Time("2026-04-17T12:00:00Z")?.millisecondsSince1970 == 1_776_427_200_000)
        #expect(RFC3339Time("2026-04-17T12:00:00.5Z")?.description == "2026-04-17T12:00:00.500Z")
        #expect(RFC3339Time("2026-04-17T12:00:00.123456Z")?.description == "2026-04-17T12:00:00.123Z")
        #expect(RFC3339Time(millisecondsSince1970: -1).description == "1969-12-31T23:59:59.999Z")
        for limit in [Int64.min, .max] {
            #expect(RFC3339Time(millisecondsSince1970: limit).description.utf8.count == 24)
        }
        for text in [
            "", "2026-04-17", "2026-13-17T12:00:00Z", "2026-04-17T24:00:00Z", "2026-04-17T12:00:00+02:00",
            "2026-04-17T12:00:00.Z", "2026-04-17T12:00:00xZ", "2026-04-1aT12:00:00Z",
        ] { #expect(RFC3339Time(text) == nil, "\(text)") }
    }
}
