import HandshakePeer
import TLSHandshake

// fuzz-tls [count] [seed]: damaged server flights against the client; fails when too many bytes wait.

let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
let count = arguments.first.flatMap { $0 } ?? 1_000_000
let seed = arguments.dropFirst().first.flatMap { $0 } ?? 1

var fuzzer = try FlightFuzzer(seed: seed)
var histogram: [String: Int] = [:]
var peak = 0
let clock = ContinuousClock()
let elapsed = clock.measure {
    for _ in 0..<count {
        let outcome = fuzzer.next()
        histogram[outcome.label, default: 0] += 1
        peak = max(peak, outcome.peakBuffered)
    }
}
let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
let rate = seconds > 0 ? (Double(count) / seconds).rounded() : 0
print(
    "inputs \(count), seed \(seed), \(rate) inputs/s, peak buffered \(peak) of \(RecordLimits.buffered) bytes"
)
for (label, number) in histogram.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
    print("\(number)\t\(label)")
}
guard peak <= RecordLimits.buffered, histogram["never ended"] == nil else { throw BoundExceeded() }

/// More bytes waited than the limit allows, or a machine did not end with its stream.
struct BoundExceeded: Error {}
