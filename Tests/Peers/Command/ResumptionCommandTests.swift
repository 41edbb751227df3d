import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

extension PeerTests {
    /// `path --resumption` straight, through what passes a connection on, and through what ends TLS.
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
    struct ResumptionCommandTests {
        private static let host = "mdm.example.test"
        private static let passing: [Gateway] = [
            .squidSplice, .tinyproxy, .microsocks, .mitmproxyIgnoring,
        ]
        private static let ending: [Gateway] = [.squidBump, .mitmproxyRegular]

        private static func installed(_ gateways: [Gateway]) -> [Gateway] {
            gateways.filter { $0.missing.isEmpty }
        }

        /// One call with the direct way as the baseline.
        private func call(
            _ gateway: Gateway, trustsGateway: Bool = false
        ) async throws -> PathCall {
            let scratch = try Scratch()
            let origin = try await OriginServer.start(as: Self.host, in: scratch)
            defer { origin.stop() }
            return try await gateway.withRunning(before: origin.port, as: Self.host) { running in
                var options = [
                    "--via", try #require(running.proxy), "--baseline", "direct", "--resumption", "--anchor",
                    origin.authority.certificate.path,
                ]
                if trustsGateway { options += ["--anchor", running.site.authority.certificate.path] }
                return try await PathCall(origin.port, as: Self.host, options)
            }
        }

        @Test func aTicketIsTakenOnTheDirectWay() async throws {
            let scratch = try Scratch()
            let files = try PeerCertificates(in: scratch).server(.ecdsa)
            let server = try await ServerProcess.openssl(files, "-tls1_3", in: scratch)
            let call = try await PathCall(
                server.port, ["--resumption", "--anchor", scratch.file("middle.pem").path])
            #expect(call.outcome.exitCode == 0 && call.report.codes.isEmpty)
            #expect(call.trials("full").map { $0["tickets"]?.int } == [2])
            #expect(call.taken("resume") == [true, true, true])
            #expect(call.trials("resume").allSatisfy { $0[path: "psk.ticketFrom"]?.string == "direct" })
        }

        @Test(arguments: installed(passing))
        func nothingIsFoundWhereTheConnectionIsPassedOn(_ gateway: Gateway) async throws {
            let call = try await call(gateway)
            #expect(call.outcome.exitCode == 0, "\(call.outcome.stderr)")
            #expect(call.report.codes.isEmpty && call.report["differences"].items.isEmpty)
            #expect(call.taken("resume", 1) == [true, true, true])
            #expect(call.taken("replay", 1) == [true, true, true])
        }

        @Test(arguments: installed(ending))
        func aRefusedKeyFollowsFromInterception(_ gateway: Gateway) async throws {
            let call = try await call(gateway)
            let report = call.report
            #expect(call.outcome.exitCode == 2)
            #expect(report.codes.isSuperset(of: ["L3-INTERCEPTED", "L3-PSK-REFUSED"]))
            #expect(report.rootCauses.compactMap { $0["code"]?.string } == ["L3-INTERCEPTED"])
            #expect(report.rootCauses.flatMap { report.codes($0["explains"]) }.contains("L3-PSK-REFUSED"))
            #expect(call.taken("resume", 0).allSatisfy { $0 } && !call.taken("resume", 0).isEmpty)
            #expect(!call.taken("replay", 1).contains(true))
        }

        /// Where the gateway's own root is expected, only the ticket tells of the gateway.
        @Test(
            .enabled(if: Gateway.squidBump.missing.isEmpty, "needs \(Gateway.squidBump.missing)"))
        func aRefusedKeyStandsAloneBehindATrustedGateway() async throws {
            let call = try await call(.squidBump, trustsGateway: true)
            #expect(!call.report.codes.contains("L3-INTERCEPTED"))
            #expect(call.report.rootCauses.contains { $0["code"]?.string == "L3-PSK-REFUSED" })
            #expect(call.outcome.exitCode == 2)
        }
    }
}
