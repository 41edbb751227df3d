import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct OpenSSLTests {
        static let suites = [
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        ]

        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        private func server(
            _ key: PeerCertificates.Key = .ecdsa, _ arguments: String...
        ) async throws -> ServerProcess {
            let files = try certificates.server(key)
            let common = [
                "s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path,
                "-cert_chain", certificates.intermediate.path, "-alpn", "h2,http/1.1",
            ]
            return try await ServerProcess(
                .openssl, common + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        private func root() throws -> [[UInt8]] { try PEMFile(scratch.bytes("root.pem")).certificates }

        @Test(arguments: suites, [PeerCertificates.Key.ecdsa, .rsa])
        func everySuiteWithEveryKey(_ suite: String, _ key: PeerCertificates.Key) async throws {
            let server = try await server(key, "-tls1_3", "-ciphersuites", suite)
            let anchors = try root()
            let transcript = try await dialLoopback(server.port) { $0.anchors = anchors }
            expectCompleted(transcript, suite: suite)
            #expect(transcript.group?.lowercased() == "x25519")
            #expect(transcript.alpn == "h2")
            #expect(transcript.stageNames == fullHandshake + ["ticket", "close"])
            #expect(transcript.clientCertificateRequested == false)
            #expect(transcript.trust?.status == "expected")
            #expect(transcript.trust?.anchor == "CN=Example Root,O=Example Trust")
            let scheme = key == .rsa ? "rsa_pss_rsae_sha256" : "ecdsa_secp256r1_sha256"
            #expect(transcript.verified?.scheme == scheme)
        }

        @Test func oneSuiteCanBeAskedFor() async throws {
            let server = try await server(.ecdsa, "-tls1_3")
            let transcript = try await dialLoopback(server.port) { $0.suites = [.chacha20Poly1305SHA256] }
            expectCompleted(transcript, suite: "TLS_CHACHA20_POLY1305_SHA256")
        }

        @Test func theCertificateIsDescribedAsOpenSSLDoes() async throws {
            let server = try await server()
            let transcript = try await dialLoopback(server.port) { $0.keepsRaw = true }
            let presented = try #require(transcript.certificates)
            #expect(presented.count == 2)
            let leaf = try #require(presented.first)
            let file = scratch.file("server-ecdsa.pem")
            let print = try certificates.field("-fingerprint", "-sha256", of: file)
            #expect(leaf.sha256 == print.filter { $0 != ":" }.lowercased())
            #expect(leaf.serial == (try certificates.field("-serial", of: file)).lowercased())
            #expect(leaf.subject == (try certificates.field("-subject", "-nameopt", "RFC2253", of: file)))
            #expect(leaf.issuer == (try certificates.field("-issuer", "-nameopt", "RFC2253", of: file)))
            let start = try certificates.field("-startdate", "-dateopt", "iso_8601", of: file)
            #expect(leaf.notBefore == start.replacing(" ", with: "T"))
            let end = try certificates.field("-enddate", "-dateopt", "iso_8601", of: file)
            #expect(leaf.notAfter == end.replacing(" ", with: "T"))
            #expect(leaf.names == [PeerCertificates.host, "*.devices.example.test", "127.0.0.1"])
            #expect(leaf.key == "EC P-256")
            #expect(leaf.isCA == false)
            #expect(presented.last?.isCA == true)
            #expect(transcript.rawMessages?.isEmpty == false)
            let der = try #require(leaf.der.flatMap { Data(base64Encoded: $0) })
            #expect(Fingerprint.sha256(der) == leaf.sha256)
        }

        @Test func anRSAPSSCertificateCompletesAndSaysWhyItIsNotTrusted() async throws {
            let server = try await server(.rsaPSS, "-tls1_3")
            let anchors = try root()
            let transcript = try await dialLoopback(server.port) { $0.anchors = anchors }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.verified?.scheme == "rsa_pss_pss_sha256")
            #expect(transcript.certificates?.first?.key == "RSA-PSS 2048")
            #expect(transcript.trust?.status == "untrusted")
        }

        @Test func anEd25519CertificateCompletes() async throws {
            let server = try await server(.ed25519, "-tls1_3")
            let anchors = try root()
            let transcript = try await dialLoopback(server.port) { $0.anchors = anchors }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.certificates?.first?.key == "Ed25519")
            #expect(transcript.trust?.status == "expected")
        }

        @Test(arguments: ["-verify", "-Verify"])
        func aClientCertificateRequestIsReported(_ option: String) async throws {
            let server = try await server(.ecdsa, "-tls1_3", option, "1", "-CAfile", "root.pem")
            let transcript = try await dialLoopback(server.port)
            #expect(transcript.outcome == .completed)
            #expect(transcript.clientCertificateRequested == true)
            #expect(transcript.acceptedAuthorities == ["CN=Example Root,O=Example Trust"])
            #expect(
                transcript.stageNames.starts(with: [
                    "connect", "client-hello", "server-hello", "encrypted-extensions", "certificate-request",
                    "certificate", "certificate-verify", "server-finished", "client-finished",
                ]))
            if option == "-Verify" { #expect(transcript.alert?.name == "certificate_required") }
        }

        @Test func withoutAnAnchorTheChainIsUntrusted() async throws {
            let server = try await server()
            let transcript = try await dialLoopback(server.port)
            #expect(transcript.outcome == .completed)
            #expect(transcript.trust?.status == "untrusted")
        }

        @Test func inTheNameOfAppleTheChainIsIntercepted() async throws {
            let server = try await server()
            let transcript = try await dialLoopback(server.port, as: "iprofiles.apple.com")
            #expect(transcript.sent?.sni == "iprofiles.apple.com")
            #expect(transcript.trust?.status == "intercepted")
        }

        @Test func anotherGroupIsTaken() async throws {
            let server = try await server(.ecdsa, "-tls1_3", "-groups", "P-256")
            let transcript = try await dialLoopback(server.port)
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.group == "secp256r1")
            #expect(!transcript.stageNames.contains("hello-retry"))
        }

        @Test func aHelloRetryIsAnswered() async throws {
            let server = try await server(.ecdsa, "-tls1_3", "-groups", "P-256")
            let transcript = try await dialLoopback(server.port) { $0.template = .minimal }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.group == "secp256r1")
            #expect(
                transcript.stageNames.starts(with: [
                    "connect", "client-hello", "hello-retry", "client-hello", "server-hello",
                ]))
        }

        @Test(arguments: [("P-384", "secp384r1"), ("P-521", "secp521r1")])
        func groupsOfAppleAreGivenOnDemand(_ name: String, _ group: String) async throws {
            let server = try await server(.ecdsa, "-tls1_3", "-groups", name)
            for template in [ClientHelloTemplate.apple26, .apple18] {
                let transcript = try await dialLoopback(server.port) { $0.template = template }
                #expect(transcript.outcome == .completed)
                #expect(transcript.group == group)
                #expect(transcript.stageNames.contains("hello-retry"))
                #expect(transcript.verified?.finished == "valid")
            }
        }

        @Test func aFragmentedFlightIsJoined() async throws {
            let server = try await server(.rsa, "-tls1_3", "-max_send_frag", "512")
            expectCompleted(try await dialLoopback(server.port), suite: "TLS_AES_128_GCM_SHA256")
        }

        @Test func anOlderVersionIsRecordedAndEndsThere() async throws {
            let server = try await server(.ecdsa, "-tls1_2")
            let anchors = try root()
            let transcript = try await dialLoopback(server.port) { $0.anchors = anchors }
            #expect(transcript.outcome == .completed)
            #expect(transcript.version == "TLSv1.2")
            #expect(transcript.cipherSuite == "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
            #expect(transcript.certificates?.count == 2)
            #expect(transcript.trust?.status == "expected")
            #expect(transcript.verified?.certificateVerify == "valid")
            #expect(transcript.verified?.finished == nil)
            #expect(
                transcript.error == "TLSv1.2 answer: recorded up to ServerHelloDone, handshake not continued")
        }

        @Test func anOlderVersionThatWasNotOfferedIsAnAlert() async throws {
            let server = try await server(.ecdsa, "-tls1_2")
            let transcript = try await dialLoopback(server.port) { $0.template = .minimal }
            #expect(transcript.outcome == .alert)
            #expect(transcript.alert?.name == "protocol_version")
            #expect(transcript.alert?.direction == "received")
        }

        @Test func nothingInCommonIsAnAlert() async throws {
            let server = try await server(.ecdsa, "-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256")
            let transcript = try await dialLoopback(server.port) { $0.suites = [.chacha20Poly1305SHA256] }
            #expect(transcript.outcome == .alert)
            #expect(transcript.alert?.name == "handshake_failure")
            #expect(transcript.error == "the peer sent the alert handshake_failure")
            #expect(transcript.stageNames == ["connect", "client-hello", "alert"])
        }

        @Test func theServerNameIsSentAsAsked() async throws {
            let files = try certificates.server(.rsa)
            let server = try await server(
                .ecdsa, "-servername", PeerCertificates.host, "-servername_fatal", "-cert2", files.leaf.path,
                "-key2", files.key.path)
            let known = try await dialLoopback(server.port)
            #expect(known.outcome == .completed)
            #expect(known.sniAcknowledged == true)
            #expect(known.certificates?.first?.key == "RSA 2048")
            let other = try await dialLoopback(server.port, serverName: .name("other.example.test"))
            #expect(other.sent?.sni == "other.example.test")
            #expect(other.outcome == .alert)
            #expect(other.alert?.name == "unrecognized_name")
            let none = try await dialLoopback(server.port, serverName: .none)
            #expect(none.sent?.sni == nil)
            #expect(none.serverName == PeerCertificates.host)
            #expect(none.certificates?.first?.key == "EC P-256")
        }

        @Test func anAddressIsNeverSaidAsAName() async throws {
            let server = try await server()
            let anchors = try root()
            let transcript = try await dialLoopback(server.port, as: "127.0.0.1") { $0.anchors = anchors }
            #expect(transcript.outcome == .completed)
            #expect(transcript.sent?.sni == nil)
            #expect(transcript.trust?.status == "expected")
        }

        @Test func aServerThatIsBusyWithAnotherClientStalls() async throws {
            let server = try await server()
            // s_server serves one connection at a time; the first one never speaks.
            let rude = try await IdleClient.connect(server.port)
            let transcript = try await dialLoopback(server.port) { $0.stall = .milliseconds(400) }
            await rude.close()
            #expect(transcript.outcome == .stalled)
            #expect(transcript.stageNames == ["connect", "client-hello"])
            #if os(Linux)
            #expect(transcript.acked == true)
            #endif
        }
    }
}
