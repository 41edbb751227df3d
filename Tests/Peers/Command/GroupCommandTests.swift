import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

extension PeerTests {
    /// `path --template apple-26` against servers that choose a group of their own.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct GroupCommandTests {
        private let scratch: Scratch
        private let server: PeerCertificates.Server

        init() throws {
            scratch = try Scratch()
            server = try PeerCertificates(in: scratch).server(.ecdsa)
        }

        private func call(_ port: Int, _ template: String = "apple-26") async throws -> PathCall {
            try await PathCall(
                port, ["--template", template, "--anchor", scratch.file("middle.pem").path])
        }

        private func expectCompleted(_ call: PathCall, group: String) {
            #expect(call.outcome.exitCode == 0, "\(call.outcome.stdout)")
            #expect(call.handshake()?["outcome"]?.string == "completed")
            #expect(call.handshake()?["version"]?.string == "TLSv1.3")
            #expect(call.handshake()?["group"]?.string == group)
            #expect(call.handshake()?[path: "verified.finished"]?.string == "valid")
        }

        @Test(arguments: ["apple-26", "apple-18"])
        func aServerThatWantsP521AsksAgain(_ template: String) async throws {
            let openssl = try await ServerProcess.openssl(
                server, "-tls1_3", "-groups", "P-521", in: scratch)
            let call = try await call(openssl.port, template)
            expectCompleted(call, group: "secp521r1")
            let stages = call.handshake()?["stages"].items.compactMap { $0["name"]?.string } ?? []
            #expect(
                stages.prefix(5) == [
                    "connect", "client-hello", "hello-retry", "client-hello", "server-hello",
                ])
        }

        @Test func theReflectorTakesTheHybridGroup() async throws {
            let reflector = try await ServerProcess.reflector(server, in: scratch)
            expectCompleted(try await call(reflector.port), group: "X25519MLKEM768")
            expectCompleted(try await call(reflector.port, "apple-26-no-pq"), group: "x25519")
        }

        @Test(.enabled(if: TLSLitePeer.python != nil, "needs tlslite-ng and kyber-py in .venv"))
        func aServerOfAnotherMakerTakesTheHybridGroup() async throws {
            let options = TLSLitePeer.Options(groups: ["x25519mlkem768", "x25519"], compression: ["zlib"])
            let peer = try await TLSLitePeer.start(options, certificate: server, in: scratch)
            let call = try await call(peer.port)
            let agreement = try #require(peer.agreements.first)
            peer.stop()
            expectCompleted(call, group: "X25519MLKEM768")
            #expect(agreement.error == nil && agreement.group == "x25519mlkem768")
            #expect(agreement.suite == call.handshake()?["cipherSuite"]?.string)
            #expect(agreement.serverName == PeerCertificates.host && agreement.alpn == "h2")
            #expect(call.handshake()?["certificateCompression"]?.string == agreement.compressed)
        }
    }
}
