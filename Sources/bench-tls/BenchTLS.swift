import CertificateChains
import TLSDialer
import TLSHandshake

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Makes many handshakes with one server and prints what they took, one line of JSON for each batch.
///
///     bench-tls ADDRESS:PORT NAME COUNT CONCURRENCY [BATCHES [TEMPLATE]]
@main
enum BenchTLS {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        guard words.count >= 4, let endpoint = Endpoint(words[1]), let count = Int(words[3]),
            let concurrency = Int(words[4]), count > 0, concurrency > 0,
            let template = ClientHelloTemplate.named(
                words.count > 5 ? words[6] : ClientHelloTemplate.modern.name)
        else {
            print("usage: bench-tls ADDRESS:PORT NAME COUNT CONCURRENCY [BATCHES [TEMPLATE]]")
            exit(64)
        }
        let batches = words.count > 4 ? Int(words[5]) ?? 1 : 1
        var options = DialOptions()
        options.template = template
        let target = DialTarget(host: words[2], connect: endpoint)
        try await Dialer.withDialer(
            publicRoots: .none, now: { WallTime(millisecondsSince1970: 1_790_000_000_000) }
        ) {
            dialer in
            for batch in 1...max(1, batches) {
                let start = ContinuousClock.now
                let before = Usage.now
                let requests = [DialRequest](repeating: DialRequest(target, options: options), count: count)
                let transcripts = await dialer.dialAll(requests, limit: concurrency)
                let failed = transcripts.count { $0.outcome != .completed }
                report(batch, count, failed, start.duration(to: .now), Usage.now, since: before)
            }
        }
    }

    private static func report(
        _ batch: Int, _ count: Int, _ failed: Int, _ wall: Duration, _ after: Usage, since before: Usage
    ) {
        let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18
        let cpu = (after.cpuSeconds - before.cpuSeconds) / Double(count) * 1_000
        print(
            """
            {"batch":\(batch),"handshakes":\(count),"failed":\(failed),"seconds":\(seconds),\
            "perSecond":\(Double(count) / seconds),"cpuMsEach":\(cpu),\
            "residentKB":\(after.residentKilobytes),"peakKB":\(after.peakKilobytes)}
            """)
    }
}

/// What this process has used so far.
struct Usage {
    let cpuSeconds: Double
    /// What it holds now; the peak where the system does not tell without more.
    let residentKilobytes: Int
    let peakKilobytes: Int

    static var now: Usage {
        var usage = rusage()
        unsafe getrusage(usageOfThisProcess, &usage)
        let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
        let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
        let peak = usage.ru_maxrss * bytesPerUnit / 1_024
        return Usage(
            cpuSeconds: user + system, residentKilobytes: residentKilobytes ?? peak, peakKilobytes: peak)
    }

    /// The second field of `/proc/self/statm`, in pages (proc(5)); absent without that file.
    private static var residentKilobytes: Int? {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return nil }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * Int(getpagesize()) / 1_024 } : nil
    }

    #if canImport(Glibc)
    private static let usageOfThisProcess = Int32(RUSAGE_SELF.rawValue)
    #else
    private static let usageOfThisProcess = RUSAGE_SELF
    #endif
    #if os(macOS)
    private static let bytesPerUnit = 1
    #else
    private static let bytesPerUnit = 1_024
    #endif
}
