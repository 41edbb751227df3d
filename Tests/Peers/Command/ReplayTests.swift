import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

extension PeerTests {
    /// A path report as evidence of a case: the same handshakes say the same.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct ReplayTests {
        private let scratch: Scratch
        private let server: PeerCertificates.Server

        init() throws {
            scratch = try Scratch()
            server = try PeerCertificates(in: scratch).server(.ecdsa)
        }

        /// The codes of layer 3 of a case whose only evidence is what a call printed.
        private func codes(ofCaseWith text: String) async throws -> Set<String> {
            try scratch.write(text, to: "path.json")
            try scratch.write(
                """
                schema: abm-forensics/case/1
                id: replay
                evidence: [{kind: handshakes, file: path.json}]

                """, to: "case.yaml")
            let outcome = try await Tool.run("run", scratch.folder.path, "--format", "json")
            guard !outcome.stdout.isEmpty else { throw PeerError(outcome.stderr) }
            let codes = try JSONReport(outcome.stdout).codes
            #expect(!codes.contains("RUN-EVIDENCE-UNREADABLE"))
            return codes.filter { $0.hasPrefix("L3-") }
        }

        @Test(
            .enabled(if: Gateway.squidBump.missing.isEmpty, "needs \(Gateway.squidBump.missing)"))
        func trialsOfAnInterceptedWayAreJudgedAlike() async throws {
            let reflector = try await ServerProcess.reflector(server, in: scratch)
            let call = try await Gateway.squidBump.withRunning(
                before: reflector.port, as: PeerCertificates.host
            ) { running in
                try await PathCall(
                    reflector.port,
                    [
                        "--via", try #require(running.proxy), "--baseline", "direct", "--ladder",
                        "--reflector", "127.0.0.1:\(reflector.port)", "--repeat", "2", "--anchor",
                        scratch.file("root.pem").path,
                    ])
            }
            #expect(call.report.codes.isSuperset(of: ["L3-INTERCEPTED", "L3-HELLO-REWRITTEN"]))
            #expect(call.report["paths.1.repeats"].items.count == 1)
            #expect(call.trials("control", 1).count == 2)
            #expect(call.trials("probe", 1).first?["reflection"] != nil)
            #expect(try await codes(ofCaseWith: call.report.text) == call.report.codes)
        }

        @Test func aSoundWayStaysSound() async throws {
            let reflector = try await ServerProcess.reflector(server, in: scratch)
            let call = try await PathCall(
                reflector.port,
                [
                    "--ladder", "--reflector", "127.0.0.1:\(reflector.port)", "--repeat", "3", "--template",
                    "apple-26", "--anchor", scratch.file("root.pem").path,
                ])
            #expect(call.report.codes.isEmpty && call.outcome.exitCode == 0)
            #expect(call.report["paths.0.repeats"].items.count == 2)
            #expect(call.trials("no-pq").first?["group"]?.string == "x25519")
            #expect(try await codes(ofCaseWith: call.report.text) == [])
        }
    }
}
