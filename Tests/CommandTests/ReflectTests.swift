import ForensicsTestKit
import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The far end of a path, as a program.
struct ReflectTests {
    @Test(arguments: [
        (["--listen", "nowhere"], "--listen takes ADDRESS:PORT"), (["--listen", "127.0.0.1"], "--listen"),
        (["--certificate", "a.pem"], "--certificate and --key go together"),
        (["--key", "a.pem"], "--certificate and --key go together"),
        (["--certificate", "absent.pem", "--key", "absent.pem"], "absent.pem cannot be read"),
        (["--certificate", "a", "--key", "b", "--name", "c"], "--name is for a certificate that is made"),
        (["--name", "a b"], "--name takes"), (["--connections", "0"], "--connections takes"),
        (["--lifetime", "nan"], "--lifetime takes"), (["--sign-key", "absent.pem"], "cannot be read"),
    ])
    func wrongOptionsAreUsageErrors(_ options: [String], _ words: String) async throws {
        let outcome = try await Tool.run(program: Tool.path, ["reflect"] + options)
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
    }

    @Test func aKeyThatOthersCanReadIsRefused() async throws {
        let folder = try TemporaryFolder()
        let key = URL(filePath: folder.path).appending(path: "sign.pem")
        try Data("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n".utf8).write(to: key)
        for (mode, words) in [(0o644, "chmod 600"), (0o600, "no unencrypted private key")] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: key.path)
            let outcome = try await Tool.run("reflect", "--sign-key", key.path)
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains(words) && !outcome.stderr.contains("c2VjcmV0"))
        }
    }

    @Test(.needs(program: "openssl"), arguments: [SIGTERM, SIGINT])
    func itRunsUntilItIsStopped(_ signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let record = URL(filePath: folder.path).appending(path: "hellos.ndjson")
        let log = URL(filePath: folder.path).appending(path: "log")
        try Data().write(to: log)
        let reflector = Process()
        reflector.executableURL = URL(filePath: Tool.path)
        reflector.arguments = ["reflect", "--listen", "127.0.0.1:0", "--record", record.path]
        reflector.standardInput = FileHandle.nullDevice
        reflector.standardOutput = FileHandle.nullDevice
        reflector.standardError = try FileHandle(forWritingTo: log)
        try reflector.run()
        defer { if reflector.isRunning { kill(reflector.processIdentifier, SIGKILL) } }
        let port = try #require(await Self.port(in: log))
        let client = try await Tool.run(
            program: try #require(Program.path("openssl")),
            ["s_client", "-connect", "127.0.0.1:\(port)", "-servername", "mdm.example.test"])
        #expect(client.stdout.contains("Server certificate"))
        kill(reflector.processIdentifier, signal)
        reflector.waitUntilExit()
        #expect(reflector.terminationStatus == 0 && reflector.terminationReason == .exit)
        let words = try String(contentsOf: log, encoding: .utf8)
        #expect(words.contains("certificate sha256:"))
        #expect(words.contains("stopped: 1 connections, 1 ClientHellos, 1 handshakes"))
        let lines = try String(contentsOf: record, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 1 && lines[0].contains(#""sni":"mdm.example.test""#))
        let mode = try FileManager.default.attributesOfItem(atPath: record.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    /// No verdict was possible: the service itself is not there.
    @Test func aPortThatIsTakenIsSaid() async throws {
        let reflector = try await RunningReflector.start()
        let outcome = try await Tool.run("reflect", "--listen", "127.0.0.1:\(reflector.port)")
        withExtendedLifetime(reflector) {}
        #expect(outcome.exitCode == 69 && outcome.stdout.isEmpty)
        #expect(
            outcome.stderr.contains("cannot listen on 127.0.0.1:\(reflector.port): Address already in use"))
    }

    private static func port(in log: URL) async -> Int? {
        for _ in 0..<1_500 {
            let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if let found = words.firstRange(of: "listening on 127.0.0.1:"), words.contains("sha256:") {
                return Int(words[found.upperBound...].prefix(while: \.isNumber))
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }
}
