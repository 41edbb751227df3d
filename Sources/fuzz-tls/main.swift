import TLSHandshake

// fuzz-tls [flights|ocsp|sct|hello|answer] [count] [seed]: damaged inputs against the client and the parsers; it
// fails when too many bytes wait or an input goes on for ever, and traps where a bound was forgotten.

var words = CommandLine.arguments.dropFirst()
let named = words.first.flatMap { InputKind(rawValue: $0) }
if named != nil { words = words.dropFirst() }
let kind = named ?? .flights
let count = words.first.flatMap { UInt64($0) } ?? 1_000_000
let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1

var feeder = try kind.feeder(seed: seed)
var histogram: [String: Int] = [:]
var peak = 0
let clock = ContinuousClock()
let elapsed = clock.measure {
    for _ in 0..<count {
        let outcome = feeder.next()
        histogram[outcome.label, default: 0] += 1
        peak = max(peak, outcome.peakBuffered)
    }
}
let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
let rate = seconds > 0 ? (Double(count) / seconds).rounded() : 0
print(
    "\(kind.rawValue): inputs \(count), seed \(seed), \(rate) inputs/s, peak buffered \(peak) of "
        + "\(RecordLimits.buffered) bytes")
for (label, number) in histogram.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
    print("\(number)\t\(label)")
}
guard peak <= RecordLimits.buffered, histogram["never ended"] == nil else { throw BoundExceeded() }

/// More bytes waited than the limit allows, or a machine did not end with its stream.
struct BoundExceeded: Error {}
