import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

private let tinyproxy = Program("tinyproxy", package: "tinyproxy")
private let stunnel = Program("stunnel4", package: "stunnel4")

extension PeerTests {
    /// What `path --capture` and `--key-log` write, read by Wireshark's own reader.
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.tshark.isInstalled, "needs tshark (package tshark)"))
    struct CaptureCommandTests {
        private let scratch: Scratch
        private let server: PeerCertificates.Server
        private var capture: URL { scratch.file("probe.pcapng") }
        private var keyLog: URL { scratch.file("keys.log") }

        init() throws {
            scratch = try Scratch()
            server = try PeerCertificates(in: scratch).server(.ecdsa)
        }

        private func openssl(_ arguments: String...) async throws -> ServerProcess {
            try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", server.leaf.path, "-key", server.key.path,
                    "-cert_chain", scratch.file("middle.pem").path,
                ] + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        private func call(_ port: Int, _ options: String...) async throws -> PathCall {
            try await PathCall(
                port,
                [
                    "--capture", capture.path, "--key-log", keyLog.path, "--raw", "--anchor",
                    scratch.file("root.pem").path,
                ] + options)
        }

        /// What tshark reads in the capture, one line a packet that the filter lets pass.
        private func tshark(_ port: Int, _ filter: String, _ fields: String...) throws -> [[String]] {
            try Program.tshark.run(
                [
                    "-r", capture.path, "-2", "-Y", filter, "-T", "fields", "-E", "occurrence=a", "-d",
                    "tcp.port==\(port),tls",
                ] + fields.flatMap { ["-e", $0] }, in: scratch.folder
            ).split(separator: "\n").filter { !$0.hasPrefix("Running as user") }
                .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        }

        /// Compares what tshark decrypts with what the report says of the same handshake.
        private func expectAgreement(_ call: PathCall, port: Int) throws {
            let handshake = try #require(call.handshake())
            #expect(handshake["outcome"]?.string == "completed")
            let hello = try tshark(
                port, "tls.handshake.type == 1", "tls.handshake.extensions_server_name", "tls.handshake.ja3")
            #expect(
                hello == [[PeerCertificates.host, handshake[path: "sent.ja3"].words]])
            let answer = try tshark(
                port, "tls.handshake.type == 2", "tls.handshake.ciphersuite",
                "tls.handshake.extensions.supported_version")
            #expect(answer == [["0x1302", "0x0304"]])
            #expect(handshake["cipherSuite"]?.string == "TLS_AES_256_GCM_SHA384")
            #expect(handshake["version"]?.string == "TLSv1.3")
            // Only who can decrypt sees these two.
            let chain = try tshark(port, "tls.handshake.type == 11", "tls.handshake.certificate").joined()
                .flatMap { $0.split(separator: ",").map { $0.filter { $0 != ":" } } }
            let presented = handshake["certificates"].items.compactMap {
                $0["der"]?.string.flatMap { Data(base64Encoded: $0) }
            }
            #expect(presented.count == 2)
            #expect(chain == presented.map { $0.map { Self.hex($0) }.joined() })
            #expect(try tshark(port, "tls.handshake.type == 20", "frame.number").count == 2)
            #expect(try tshark(port, "_ws.malformed", "frame.number").isEmpty)
        }

        private static func hex(_ byte: UInt8) -> String {
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }

        private func mode(_ file: URL) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        }

        @Test func theCaptureOfACallIsDecrypted() async throws {
            let openssl = try await openssl("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384")
            // Files that anybody could read before, to see that nobody can afterwards.
            for file in [capture, keyLog] {
                try Data("# of old\n".utf8).write(to: file)
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            }
            let call = try await call(openssl.port)
            try expectAgreement(call, port: openssl.port)
            #expect(try mode(capture) == 0o600 && mode(keyLog) == 0o600)
            let first = try scratch.text("keys.log")
            #expect(first.hasPrefix("# of old\n") && first.split(separator: "\n").count == 6)

            // The key log grows, the capture is made anew.
            try expectAgreement(try await self.call(openssl.port), port: openssl.port)
            let second = try scratch.text("keys.log")
            #expect(second.hasPrefix(first) && second.split(separator: "\n").count == 11)
        }

        @Test func theKeyLogIsWhatTheServerHas() async throws {
            let theirs = scratch.file("server-keys.log")
            let openssl = try await openssl("-tls1_3", "-keylogfile", theirs.path)
            _ = try await call(openssl.port)
            let lines = try scratch.text("server-keys.log").lowercased()
            let ours = try scratch.text("keys.log").lowercased().split(separator: "\n")
            #expect(ours.count == 5 && ours.allSatisfy { lines.contains($0) })
        }

        /// Those of trials too, and each by its own secrets.
        @Test func everyHandshakeOfACallIsInTheCapture() async throws {
            let openssl = try await openssl("-tls1_3")
            let call = try await call(openssl.port, "--resumption", "--repeat", "2")
            #expect(call.taken("resume") == [true, true, true])
            let finished = try tshark(openssl.port, "tls.handshake.type == 20", "tcp.stream").joined()
            #expect(Set(finished) == Set((0..<6).map(String.init)) && finished.count == 12)
        }

        @Test(.enabled(if: tinyproxy.isInstalled, "needs tinyproxy (package tinyproxy)"))
        func behindAProxyTheCaptureHoldsTheConversationInTheTunnel() async throws {
            let openssl = try await openssl("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384")
            let proxy = try await startTinyproxy()
            let call = try await call(openssl.port, "--via", "http://127.0.0.1:\(proxy.port)")
            try expectAgreement(call, port: openssl.port)
            #expect(call.handshake()?[path: "proxy.status"]?.int == 200)
        }

        @Test(
            .enabled(if: tinyproxy.isInstalled, "needs tinyproxy (package tinyproxy)"),
            .enabled(if: stunnel.isInstalled, "needs stunnel (package stunnel4)"))
        func behindAnEncryptedProxyTooAndWithoutThePassword() async throws {
            let openssl = try await openssl("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384")
            let inner = try await startTinyproxy("BasicAuth ana hunter2hunter2")
            let port = try await LoopbackPort.free()
            try scratch.write(
                """
                foreground = yes
                pid =
                [proxy]
                accept = 127.0.0.1:\(port)
                connect = 127.0.0.1:\(inner.port)
                cert = \(server.chain.path)
                key = \(server.key.path)

                """, to: "stunnel.conf")
            let proxy = try await ServerProcess(
                stunnel, [scratch.file("stunnel.conf").path], ready: .accepts(port: port), in: scratch)
            defer { proxy.stop() }
            let secret = try scratch.write("hunter2hunter2\n", to: "password")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret.path)
            let call = try await call(
                openssl.port, "--via", "https://ana@127.0.0.1:\(port)", "--proxy-password",
                "file:\(secret.path)")
            try expectAgreement(call, port: openssl.port)
            #expect(call.handshake()?[path: "proxy.tlsVersion"]?.string == "TLSv1.3")
            let left = [
                call.outcome.stdout, call.outcome.stderr, try scratch.text("keys.log"),
                try scratch.text("probe.pcapng"),
            ]
            for text in left {
                #expect(!text.contains("hunter2"))
                #expect(!text.contains(Data("ana:hunter2hunter2".utf8).base64EncodedString()))
            }
        }

        private func startTinyproxy(_ lines: String...) async throws -> ServerProcess {
            let port = try await LoopbackPort.free()
            let text = ["Port \(port)", "Listen 127.0.0.1", "Timeout 60", "MaxClients 20"] + lines
            let file = try scratch.write(
                text.map { $0 + "\n" }.joined(), to: "tinyproxy-\(port).conf")
            return try await ServerProcess(
                tinyproxy, ["-d", "-c", file.path], ready: .accepts(port: port), in: scratch)
        }
    }
}
