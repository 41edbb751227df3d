import ForensicsTestKit
import Foundation
import NIOCore
import NIOPosix
import OpenFormats
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension PeerTests {
    /// A `path` that somebody stops while a peer keeps silent.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct StopTests {
        private let scratch: Scratch
        private var standardOutput: URL { scratch.file("report") }

        init() throws { scratch = try Scratch() }

        /// A port that takes connections and never says a word.
        private func silentPort() async throws -> any Channel {
            try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).get()
        }

        private func start(_ arguments: [String]) throws -> Process {
            try Data().write(to: standardOutput)
            let process = Process()
            process.executableURL = URL(filePath: Tool.path)
            process.arguments = arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: standardOutput)
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }

        /// Ends it with a signal, and takes no more than a moment for it.
        private func stop(_ process: Process, by signal: Int32) -> Duration {
            let start = ContinuousClock.now
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            return ContinuousClock.now - start
        }

        @Test(arguments: [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")])
        func whatWasMeasuredIsReported(_ signal: Int32, _ name: String) async throws {
            let files = try PeerCertificates(in: scratch).server(.ecdsa)
            let server = try await ServerProcess.openssl(files, "-tls1_3", in: scratch)
            let silent = try await silentPort()
            let port = try #require(silent.localAddress?.port)
            let capture = scratch.file("probe.pcapng")
            let process = try start(
                PathCall.arguments(
                    server.port, PeerCertificates.host,
                    [
                        "--baseline", "direct", "--via", "http://127.0.0.1:\(port)", "--format", "json",
                        "--anchor", scratch.file("middle.pem").path, "--capture", capture.path, "--ladder",
                    ]))
            defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
            for _ in 0..<500 where !server.words.contains("CIPHER is") {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await Task.sleep(for: .milliseconds(500))
            #expect(stop(process, by: signal) < .seconds(5))
            try await silent.close().get()
            #expect(process.terminationReason == .exit && process.terminationStatus == 128 + signal)
            let report = try JSONReport(scratch.text("report"))
            #expect(report["interrupted"]?.string == name)
            #expect(report["paths.0.handshake.outcome"]?.string == "completed")
            #expect(report["paths.1.handshake"]?.isNull == true && report.codes.isEmpty)
            #expect(report["paths.0.trials"].items.isEmpty && report["paths.1.trials"].items.isEmpty)
            #expect(try !scratch.bytes("probe.pcapng").isEmpty)
        }

        /// A silence that was cut short is no stall.
        @Test func nothingIsClaimedOfASilenceThatWasCutShort() async throws {
            let silent = try await silentPort()
            let port = try #require(silent.localAddress?.port)
            let process = try start(PathCall.arguments(port, PeerCertificates.host, []))
            defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
            try await Task.sleep(for: .seconds(2))
            #expect(process.isRunning)
            #expect(stop(process, by: SIGINT) < .seconds(5))
            try await silent.close().get()
            #expect(process.terminationReason == .exit && process.terminationStatus == 130)
            let text = try scratch.text("report")
            #expect(text.contains("stopped by SIGINT") && text.contains("not measured"))
            #expect(!text.contains("L3-"))
        }
    }
}
