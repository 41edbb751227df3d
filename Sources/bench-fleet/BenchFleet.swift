#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Writes the device lists of a fleet that never was, and how many of its devices are in which state.
///
///     bench-fleet FOLDER COUNT [SEED]
///
/// The state of each device comes first and its records are made to fit it, so that the truth owes nothing to any
/// program that classifies. The same seed gives the same bytes everywhere.
@main
enum BenchFleet {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        guard words.count >= 2, let count = Int(words[2]), count > 0, count < 1 << 27 else {
            print("usage: bench-fleet FOLDER COUNT [SEED]")
            exit(64)
        }
        let fleet = MadeFleet(count: count, seed: words.count > 2 ? UInt64(words[3]) ?? 1 : 1)
        for list in [MadeList.tenant, .ade, .mdm] {
            guard write(fleet, list, to: "\(words[1])/\(list.rawValue).ndjson") else {
                print("bench-fleet: \(words[1])/\(list.rawValue).ndjson cannot be written")
                exit(73)
            }
        }
        var counts: [String: Int] = [:]
        for index in 0..<count { counts[fleet.device(index).state.rawValue, default: 0] += 1 }
        let states = counts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        print("{\"devices\":\(count),\"byState\":{\(states.joined(separator: ","))}}")
    }

    private static func write(_ fleet: MadeFleet, _ list: MadeList, to path: String) -> Bool {
        guard let file = unsafe fopen(path, "w") else { return false }
        defer { unsafe fclose(file) }
        var line = LineWriter()
        for place in 0..<fleet.count {
            fleet.device(fleet.index(at: place, in: list)).write(as: list, to: &line)
            if line.bytes.count > 1 << 20, unsafe !flush(&line, file) { return false }
        }
        return unsafe flush(&line, file)
    }

    private static func flush(_ line: inout LineWriter, _ file: UnsafeMutablePointer<FILE>) -> Bool {
        let count = line.bytes.count
        let written = unsafe line.bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, count, file) }
        line.bytes.removeAll(keepingCapacity: true)
        return written == count
    }
}
