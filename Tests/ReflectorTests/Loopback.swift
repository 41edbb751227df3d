import CertificateChains
import Foundation
import Synchronization
import TLSHandshake
import Testing

@testable import Reflector
@testable import TLSDialer

/// A reflector on a loopback port, with the lines that it wrote.
final class LoopbackReflector: Sendable {
    private let reflector: Reflector
    private let lines: Lines

    private final class Lines: Sendable {
        let bytes = Mutex<[[UInt8]]>([])
        let reports = Mutex<[String]>([])
    }

    var port: Int { reflector.port }
    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }
    var counters: ReflectorMetrics.Counters { reflector.counters }
    var reports: [String] { lines.reports.withLock { $0 } }

    private struct DiskFull: Error {}

    private init(_ reflector: Reflector, _ lines: Lines) {
        self.reflector = reflector
        self.lines = lines
    }

    static func start(
        signer: ReceiptSigner? = nil, diskIsFull: Bool = false,
        _ change: (inout ReflectorLimits) -> Void = { _ in }
    ) async throws -> LoopbackReflector {
        let lines = Lines()
        var configuration = Reflector.Configuration(
            host: "127.0.0.1", port: 0,
            identity: try .selfMade(names: ["reflector.invalid", "127.0.0.1"], now: now()), now: now,
            write: { line in
                if diskIsFull { throw DiskFull() }
                lines.bytes.withLock { $0.append(line) }
            }, report: { text in lines.reports.withLock { $0.append(text) } })
        configuration.signer = signer
        change(&configuration.limits)
        return LoopbackReflector(try await Reflector.start(configuration), lines)
    }

    /// Stops it and reads its lines.
    func stop() async throws -> [HandshakeTranscript.Reflection] {
        await reflector.stop()
        return try lines.bytes.withLock { $0 }.map {
            #expect($0.last == 0x0A && $0.filter { $0 == 0x0A }.count == 1)
            return try JSONDecoder().decode(HandshakeTranscript.Reflection.self, from: Data($0))
        }
    }

    @Sendable private static func now() -> RFC3339Time {
        RFC3339Time(millisecondsSince1970: wallClock().millisecondsSince1970)
    }
}

@Sendable func wallClock() -> WallTime {
    WallTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000))
}

/// The limits of a test's attempts.
func testOptions(_ change: (inout DialOptions) -> Void = { _ in }) -> DialOptions {
    var options = DialOptions()
    options.timeout = .seconds(20)
    options.stall = .seconds(10)
    change(&options)
    return options
}

func withDialer<Result>(_ body: (Dialer) async throws -> Result) async throws -> Result {
    try await Dialer.withDialer(publicRoots: .none, now: wallClock, body)
}
