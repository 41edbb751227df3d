import ForensicsTestKit
import Foundation
import OpenFormats
import TLSHandshake
import Testing

extension PeerTests {
    /// `path --psk`: the key gets to the peer and nowhere else.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct KeyCommandTests {
        private static let secret = [UInt8](0x60..<0x80)
        private static var digits: String { Hex.encode(secret) }
        private let scratch: Scratch

        init() throws { scratch = try Scratch() }

        private func server(_ arguments: [String]) async throws -> ServerProcess {
            try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-tls1_3", "-psk", Self.digits, "-psk_identity",
                    "client1",
                ] + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        /// Looks for the secret, as bytes and as digits, in everything that a call left behind.
        private func expectNoSecret(_ outcome: Tool.Outcome, files: [URL] = []) throws {
            var left = [Array(outcome.stdout.utf8), Array(outcome.stderr.utf8)]
            left += try files.map { Array(try Data(contentsOf: $0)) }
            for bytes in left {
                #expect(!bytes.contains(Self.secret))
                #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains(Self.digits))
            }
        }

        @Test func aKeyOutOfTheEnvironmentIsTaken() async throws {
            let server = try await server(["-nocert"])
            let (capture, keyLog) = (scratch.file("psk.pcapng"), scratch.file("keys.log"))
            let call = try await PathCall(
                server.port,
                [
                    "--psk", "client1=env:PSK_OF_TEST", "--capture", capture.path, "--key-log", keyLog.path,
                    "--raw",
                ], environment: ["PSK_OF_TEST": Self.digits])
            #expect(call.outcome.exitCode == 0 && call.report.codes.isEmpty)
            #expect(call.handshake()?["outcome"]?.string == "completed")
            #expect(call.handshake()?[path: "psk.accepted"]?.bool == true)
            #expect(call.handshake()?[path: "psk.kind"]?.string == "external")
            #expect(call.handshake()?[path: "psk.mode"]?.string == "psk_dhe_ke")
            #expect(call.taken("external") == [true, true, true])
            #expect(server.words.contains("Reused session-id"))
            // The files hold what opens these four conversations, and not the key.
            #expect(try scratch.text("keys.log").split(separator: "\n").count == 4 * 5)
            try expectNoSecret(call.outcome, files: [capture, keyLog])
        }

        @Test func aKeyOutOfAFileOrAPipeIsTaken() async throws {
            let server = try await server(["-nocert"])
            let file = try scratch.write(Self.digits + "\n", to: "key.hex")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            let byFile = try await PathCall(server.port, ["--psk", "client1=file:\(file.path);sha256"])
            #expect(byFile.taken("external") == [true, true, true])
            let arguments = PathCall.arguments(server.port, PeerCertificates.host, ["--format", "json"])
            let byPipe = try await Tool.run(
                program: "/bin/sh",
                ["-c", #"key=$1; shift; cat "$key" | "$@" --psk client1=fd:0"#, "sh", file.path, Tool.path]
                    + arguments)
            let report = try JSONReport(byPipe.stdout)
            #expect(report["paths.0.handshake.psk.accepted"]?.bool == true)
            try expectNoSecret(byFile.outcome)
            try expectNoSecret(byPipe)
        }

        /// The server goes on with its certificate and says nothing; the report does.
        @Test func aSilentFallbackIsNamed() async throws {
            let files = try PeerCertificates(in: scratch).server(.ecdsa)
            let server = try await server(["-cert", files.leaf.path, "-key", files.key.path])
            let options = ["--psk", "somebody=env:PSK_OF_TEST", "--anchor", scratch.file("middle.pem").path]
            let call = try await PathCall(
                server.port, options, environment: ["PSK_OF_TEST": Self.digits])
            #expect(call.handshake()?["outcome"]?.string == "completed")
            #expect(call.handshake()?[path: "psk.offered"]?.bool == true)
            #expect(call.handshake()?[path: "psk.accepted"]?.bool == false)
            #expect(call.handshake()?["certificates"].items.count == 1)
            #expect(call.taken("external") == [false, false, false])
            // Nothing shows that the server would take this key anywhere, so no gateway is blamed.
            #expect(!call.report.codes.contains("L3-PSK-REFUSED"))
            let text = try await Tool.run(
                program: Tool.path, PathCall.arguments(server.port, PeerCertificates.host, options),
                environment: ["PSK_OF_TEST": Self.digits])
            #expect(text.stdout.contains("the given key taken 0 of 3 times, passed over in silence 3 times"))
            try expectNoSecret(call.outcome)
            try expectNoSecret(text)
        }

        @Test func aWrongKeyIsAnAlertByName() async throws {
            let server = try await server(["-nocert"])
            let wrong = String(repeating: "5c", count: 32)
            let call = try await PathCall(
                server.port, ["--psk", "client1=env:PSK_OF_TEST"], environment: ["PSK_OF_TEST": wrong])
            #expect(call.outcome.exitCode == 2 && call.report.codes == ["L3-ALERT"])
            #expect(call.handshake()?["outcome"]?.string == "alert")
            #expect(!call.outcome.stdout.contains(wrong) && call.outcome.stderr.isEmpty)
        }
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in these.
    fileprivate func contains(_ bytes: [UInt8]) -> Bool { firstRange(of: bytes) != nil }
}
