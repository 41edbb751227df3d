import Foundation
import HandshakePeer
import Testing

@testable import TLSDialer
@testable import TLSHandshake

extension PeerTests {
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct PreSharedKeyTests {
        private static let secret = [UInt8](0x10..<0x30)
        private let scratch: Scratch

        init() throws { scratch = try Scratch() }

        /// A server that knows `client1`, without a certificate unless there is one among the arguments.
        private func server(_ arguments: [String] = ["-nocert"]) async throws -> ServerProcess {
            let key = ["-psk", Hex.encode(Self.secret), "-psk_identity", "client1"]
            return try await ServerProcess(
                .openssl, ["s_server", "-accept", "127.0.0.1:0", "-tls1_3"] + key + arguments,
                ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        private func certificate() throws -> [String] {
            let files = try PeerCertificates(in: scratch).server(.ecdsa)
            return ["-cert", files.leaf.path, "-key", files.key.path]
        }

        private func key(
            _ identity: String = "client1", _ secret: [UInt8] = secret, _ hash: HashAlgorithm = .sha256
        ) throws -> PreSharedKey {
            try #require(PreSharedKey(external: Array(identity.utf8), secret: secret, hash: hash))
        }

        private func expectAccepted(_ transcript: HandshakeTranscript, suite: String) {
            #expect(transcript.outcome == .completed, Comment(rawValue: transcript.error ?? ""))
            #expect(transcript.psk?.accepted == true && transcript.psk?.kind == "external")
            #expect(transcript.psk?.mode == "psk_dhe_ke" && transcript.sent?.psk == true)
            #expect(transcript.cipherSuite == suite)
            #expect(transcript.certificates == nil && transcript.verified?.finished == "valid")
        }

        @Test func aKeyIsAccepted() async throws {
            let server = try await server()
            let key = try key()
            let transcript = try await dialLoopback(server.port) { $0.preSharedKey = key }
            expectAccepted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.group == "x25519")
            #expect(server.words.contains("Reused session-id"), Comment(rawValue: server.words))
        }

        @Test func aKeyIsAcceptedAfterARetry() async throws {
            let server = try await server(["-nocert", "-groups", "P-256"])
            let key = try key()
            let transcript = try await dialLoopback(server.port) {
                $0.preSharedKey = key
                $0.template = .minimal
            }
            expectAccepted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.stageNames.contains("hello-retry"))
        }

        @Test func anUnknownIdentityFallsBackSilently() async throws {
            let server = try await server(try certificate())
            let key = try key("somebody")
            let transcript = try await dialLoopback(server.port) { $0.preSharedKey = key }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.psk?.offered == true && transcript.psk?.accepted == false)
            #expect(transcript.certificates?.count == 1)
        }

        @Test func withoutACertificateAnUnknownIdentityIsAnAlert() async throws {
            let server = try await server()
            let key = try key("somebody")
            let transcript = try await dialLoopback(server.port) { $0.preSharedKey = key }
            #expect(transcript.outcome == .alert && transcript.alert?.name == "handshake_failure")
            #expect(transcript.psk?.offered == true && transcript.psk?.accepted == nil)
        }

        @Test func anotherSecretIsAnAlert() async throws {
            let server = try await server(try certificate())
            let key = try key("client1", [1, 2, 3, 4])
            let transcript = try await dialLoopback(server.port) { $0.preSharedKey = key }
            // OpenSSL names a wrong binder illegal_parameter, where the RFC says decrypt_error.
            #expect(transcript.outcome == .alert && transcript.alert?.direction == "received")
            #expect(["illegal_parameter", "decrypt_error"].contains(transcript.alert?.name))
        }

        @Test func aKeyForSHA384IsAccepted() async throws {
            let secret = [UInt8](0x40..<0x70)
            let (one, two) = (TestCertificate.value(2, [1]), TestCertificate.value(2, [3, 4]))
            let session = TestCertificate.sequence(
                one, two, TestCertificate.value(4, [0x13, 0x02]),
                TestCertificate.value(4, [UInt8](repeating: 5, count: 32)), TestCertificate.value(4, secret),
                TestCertificate.value(0xA1, TestCertificate.value(2, [0x69, 0, 0, 0])),
                TestCertificate.value(0xA2, TestCertificate.value(2, [0x70, 0, 0, 0])))
            let label = "SSL SESSION PARAMETERS"
            try scratch.write(
                "-----BEGIN \(label)-----\n\(Data(session).base64EncodedString())\n-----END \(label)-----\n",
                to: "session.pem")
            let server = try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-tls1_3", "-nocert", "-psk_identity", "client1",
                    "-psk_session", "session.pem",
                ], ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
            let key = try key("client1", secret, .sha384)
            let transcript = try await dialLoopback(server.port) {
                $0.preSharedKey = key
                $0.suites = [.aes256GCMSHA384]
            }
            expectAccepted(transcript, suite: "TLS_AES_256_GCM_SHA384")
        }

        @Test func theTrialOffersTheKeyThreeTimesOnEachWay() async throws {
            let server = try await server()
            let key = try key()
            let transcripts = try await withLoopback(server.port) { dialer, target, options in
                await dialer.offer(key, to: target, baseline: .direct, options: options)
            }
            #expect(transcripts.map(\.trial?.round) == [1, 2, 3, 1, 2, 3])
            #expect(transcripts.allSatisfy { $0.trial?.purpose == "psk" && $0.trial?.variant == "external" })
            #expect(transcripts.allSatisfy { $0.psk?.accepted == true })
        }

        @Test func theTranscriptHoldsNoSecret() async throws {
            let server = try await server()
            let key = try key()
            let transcript = try await dialLoopback(server.port) {
                $0.preSharedKey = key
                $0.keepsRaw = true
            }
            let text = String(decoding: try JSONEncoder().encode(transcript), as: UTF8.self)
            #expect(transcript.psk?.accepted == true && !text.contains(Hex.encode(Self.secret)))
        }
    }
}
