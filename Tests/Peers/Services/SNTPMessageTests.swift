import TLSHandshake
import Testing

@testable import TLSDialer

/// The bytes of an answer, right in every field until one is changed.
struct SNTPAnswer {
    var leap: UInt8 = 0
    var mode: UInt8 = 4
    var stratum: UInt8 = 8
    var code: [UInt8] = [0, 0, 0, 0]
    var nonce: UInt64 = 0x0102_0304_0506_0708
    /// Seconds of NTP and their fraction, when the question arrived and when the answer left.
    var arrived: UInt64 = 0
    var left: UInt64 = 0

    /// 20 November 2026, 00:00 UTC.
    static let wallMs: Int64 = 1_795_132_800_000

    /// The same instant as NTP writes it, some milliseconds later.
    static func stamp(_ seconds: Int64 = wallMs / 1_000, ms: UInt64 = 0) -> UInt64 {
        UInt64(truncatingIfNeeded: seconds + 2_208_988_800) << 32 | (ms << 32 / 1_000 & 0xFFFF_FFFF)
    }

    var bytes: [UInt8] {
        var bytes = [leap << 6 | 4 << 3 | mode, stratum] + [UInt8](repeating: 0, count: 10) + code
        for value in [0, nonce, arrived, left] {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
        }
        return bytes
    }
}

@Suite struct SNTPMessageTests {
    private func offset(
        _ answer: SNTPAnswer, sentMs: Int64 = SNTPAnswer.wallMs, receivedMs: Int64 = SNTPAnswer.wallMs
    ) throws -> Double {
        try SNTPMessage.offsetMs(
            answer.bytes, to: 0x0102_0304_0506_0708, sentMs: sentMs, receivedMs: receivedMs)
    }

    @Test func aQuestionIsOfAClientAndHoldsTheNonce() {
        let question = SNTPMessage.question(nonce: 0x0102_0304_0506_0708)
        #expect(question.count == 48)
        #expect(question.first == 0x23)
        #expect(Array(question.suffix(8)) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(question[1..<40].allSatisfy { $0 == 0 })
    }

    @Test func theOffsetIsTheMeanOfBothDirections() throws {
        // Half a second behind, 40 ms there and 40 ms back, 20 ms in the server.
        let answer = SNTPAnswer(
            arrived: SNTPAnswer.stamp(ms: 540), left: SNTPAnswer.stamp(ms: 560))
        let offset = try offset(answer, receivedMs: SNTPAnswer.wallMs + 100)
        #expect(abs(offset - 500) < 0.01)
    }

    @Test func aClockThatIsAheadHasANegativeOffset() throws {
        let answer = SNTPAnswer(arrived: SNTPAnswer.stamp(), left: SNTPAnswer.stamp())
        let ahead = SNTPAnswer.wallMs + 7_200_000
        #expect(try offset(answer, sentMs: ahead, receivedMs: ahead) == -7_200_000)
    }

    /// 7 February 2036, 06:28:16 UTC, is second 0 of era 1 (RFC 4330 section 3).
    @Test(arguments: [-1, 0, 1, 86_400] as [Int64])
    func theEraWrapsIn2036(_ second: Int64) throws {
        let wrap: Int64 = 2_085_978_496
        let stamp = SNTPAnswer.stamp(wrap + second)
        #expect(stamp >> 63 == (second < 0 ? 1 : 0))
        let wallMs = (wrap + second) * 1_000
        #expect(try offset(SNTPAnswer(arrived: stamp, left: stamp), sentMs: wallMs, receivedMs: wallMs) == 0)
    }

    @Test(arguments: [
        (SNTPAnswer(mode: 3), SNTPMessage.Fault.noServer(mode: 3)),
        (SNTPAnswer(mode: 5), .noServer(mode: 5)),
        (SNTPAnswer(nonce: 0x0102_0304_0506_0709), .foreign),
        (SNTPAnswer(stratum: 0, code: Array("RATE".utf8)), .refused("RATE")),
        (SNTPAnswer(stratum: 0, code: [0x1B, 0x41, 0, 0xFF]), .refused("A")),
        (SNTPAnswer(stratum: 0), .refused("")),
        (SNTPAnswer(stratum: 16), .unsynchronized),
        (SNTPAnswer(stratum: 255), .unsynchronized),
        (SNTPAnswer(leap: 3), .unsynchronized),
        // Who did not see the question must not refuse it.
        (SNTPAnswer(stratum: 0, code: Array("DENY".utf8), nonce: 0), .foreign),
    ])
    func everyFaultIsTold(_ answer: SNTPAnswer, _ fault: SNTPMessage.Fault) {
        #expect(throws: fault) { try offset(answer) }
    }

    @Test func everyTruncationIsTooShort() {
        let whole = SNTPAnswer().bytes
        for length in 0..<whole.count {
            #expect(throws: SNTPMessage.Fault.tooShort(length)) {
                try SNTPMessage.offsetMs(Array(whole.prefix(length)), to: 0, sentMs: 0, receivedMs: 0)
            }
        }
    }

    @Test func anExtensionBehindTheAnswerIsNoFault() throws {
        let bytes = SNTPAnswer(arrived: SNTPAnswer.stamp(), left: SNTPAnswer.stamp()).bytes + [1, 2, 3]
        let offset = try SNTPMessage.offsetMs(
            bytes, to: 0x0102_0304_0506_0708, sentMs: SNTPAnswer.wallMs, receivedMs: SNTPAnswer.wallMs)
        #expect(offset == 0)
    }

    @Test(arguments: [0, 0x7F, 0x80, 0xFF] as [UInt8])
    func anyBytesGiveAFiniteOffsetOrAFault(_ filler: UInt8) {
        for first in UInt8.min...UInt8.max {
            var bytes = [UInt8](repeating: filler, count: 48)
            bytes[0] = first
            bytes[1] = 1
            let nonce = UInt64(filler) &* 0x0101_0101_0101_0101
            for wallMs in [Int64.min, 0, .max] {
                let offset = try? SNTPMessage.offsetMs(
                    bytes, to: nonce, sentMs: wallMs, receivedMs: wallMs)
                #expect((offset != nil) == (first & 7 == 4 && first >> 6 != 3))
                #expect(offset?.isFinite ?? true)
            }
        }
    }
}
