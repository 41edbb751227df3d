import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// A path that ends at once: port 1 of this machine, where nobody listens.
struct PathTests {
    static let refused = Once {
        try await Tool.run("path", "mdm.example:1", "--connect", "127.0.0.1:1", "--format", "json")
    }

    @Test func aClosedPortIsAnAnswer() async throws {
        let outcome = try await Self.refused.value
        #expect(outcome.exitCode == 2 && outcome.stderr.isEmpty)
        let report = try JSONReport(outcome.stdout)
        #expect(report["schema"]?.string == "abm-forensics/path/1")
        #expect(report["paths.0.handshake.outcome"]?.string == "refused")
        #expect(report["paths.0.handshake.serverName"]?.string == "mdm.example")
        #expect(report["paths.0.handshake.address"]?.string == "127.0.0.1:1")
        #expect(report.codes == ["L3-REFUSED"])
        #expect(report["verdict.exitCode"]?.int == 2)
    }

    @Test func theTextSaysTheSame() async throws {
        let outcome = try await Tool.run(
            "path", "mdm.example:1", "--connect", "127.0.0.1:1", environment: ["COLUMNS": "100"])
        #expect(outcome.exitCode == 2)
        for words in [
            "refused", "L3-REFUSED", "openssl s_client -connect 127.0.0.1:1 -servername mdm.example",
        ] {
            #expect(outcome.stdout.contains(words), "\(words)")
        }
    }

    @Test func failOnNeverStillSaysWhatHappened() async throws {
        let outcome = try await Tool.run(
            "path", "mdm.example:1", "--connect", "127.0.0.1:1", "--fail-on", "never", "--quiet")
        #expect(outcome.exitCode == 0 && outcome.stdout.contains("refused"))
    }

    @Test(arguments: [
        ["path"], ["path", "host:port"], ["path", "a", "b", "--connect", "127.0.0.1:1"],
        ["path", "a", "--connect", "nowhere"], ["path", "a", "--timeout", "0"],
        ["path", "a", "--stall", "nan"],
        ["path", "a", "--alpn", "h2,,x"], ["path", "a", "--fail-on", "always"],
    ])
    func wrongOptionsAreRefused(_ arguments: [String]) async throws {
        let outcome = try await Tool.run(program: Tool.path, arguments)
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains("Error: ") && outcome.stderr.contains("abm-forensics path"))
    }

    @Test(arguments: ["missing", "empty", "garbage"]) func anAnchorMustBeOne(_ kind: String) async throws {
        let small = try SmallCase()
        if kind != "missing" { try small.write("root.pem", kind == "empty" ? "" : "no certificate\n") }
        let outcome = try await Tool.run(
            "path", "mdm.example:1", "--connect", "127.0.0.1:1", "--anchor", "\(small.path)/root.pem")
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains("--anchor \(small.path)/root.pem"))
    }
}
