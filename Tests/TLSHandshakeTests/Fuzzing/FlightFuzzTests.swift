import HandshakePeer
import TLSHandshake
import Testing

struct FlightFuzzTests {
    /// Nothing traps, nothing grows without bound, and each flight ends in some way.
    @Test func damagedFlightsAreHarmless() throws {
        var fuzzer = try FlightFuzzer(seed: 20_000)
        var labels: Set<String> = []
        for _ in 0..<20_000 {
            let outcome = fuzzer.next()
            labels.insert(outcome.label)
            #expect(outcome.peakBuffered <= RecordLimits.buffered)
        }
        // The damage reaches every part of the machine.
        for label in ["older version", "not TLS", "alert received", "waiting at connected"] {
            #expect(labels.contains(label))
        }
        for alert in [
            "decode_error", "decrypt_error", "illegal_parameter", "bad_record_mac", "unexpected_message",
        ] {
            #expect(labels.contains("deviation, \(alert)"))
        }
    }

    @Test func sameSeedGivesSameOutcomes() throws {
        var (first, second) = (try FlightFuzzer(seed: 7), try FlightFuzzer(seed: 7))
        for _ in 0..<200 { #expect(first.next().label == second.next().label) }
    }
}
