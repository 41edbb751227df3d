import HandshakePeer
import TLSHandshake
import Testing

struct FlightFuzzTests {
    /// Nothing traps, nothing grows without bound, and each flight ends in some way.
    @Test func damagedFlightsAreHarmless() throws {
        var fuzzer = try FlightFuzzer(seed: 20_000)
        var labels: Set<String> = []
        var reachesTheKey = false
        for _ in 0..<20_000 {
            let outcome = fuzzer.next()
            labels.insert(outcome.label)
            reachesTheKey = reachesTheKey || outcome.deviation?.contains("selected_identity") == true
            #expect(outcome.peakBuffered <= RecordLimits.buffered)
        }
        // The damage reaches the choice of a pre-shared key, and every part of the machine.
        #expect(reachesTheKey)
        for label in ["older version", "not TLS", "alert received", "waiting at connected"] {
            #expect(labels.contains(label))
        }
        for alert in [
            "decode_error", "decrypt_error", "bad_certificate", "illegal_parameter", "bad_record_mac",
            "unexpected_message",
        ] {
            #expect(labels.contains("deviation, \(alert)"))
        }
    }

    @Test func sameSeedGivesSameOutcomes() throws {
        var (first, second) = (try FlightFuzzer(seed: 7), try FlightFuzzer(seed: 7))
        for _ in 0..<200 { #expect(first.next().label == second.next().label) }
    }
}
