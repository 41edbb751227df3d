import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct ClientCertificateTests {
        /// A kind of key and how openssl makes it.
        struct Kind: Sendable, CustomTestStringConvertible {
            let name: String
            let generation: [String]
            let scheme: String

            var testDescription: String { name }
        }

        static let kinds = [
            Kind(
                name: "p256", generation: ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
                scheme: "ecdsa_secp256r1_sha256"),
            Kind(
                name: "p384", generation: ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
                scheme: "ecdsa_secp384r1_sha384"),
            Kind(
                name: "p521", generation: ["EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
                scheme: "ecdsa_secp521r1_sha512"),
            Kind(name: "ed25519", generation: ["ED25519"], scheme: "ed25519"),
            Kind(
                name: "rsa", generation: ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
                scheme: "rsa_pss_rsae_sha256"),
            Kind(
                name: "rsa-pss", generation: ["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
                scheme: "rsa_pss_pss_sha256"),
        ]

        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        /// Makes `NAME.key` and its self-signed `NAME.crt`.
        private func make(_ kind: Kind) throws {
            let key = "client-\(kind.name).key"
            try Program.openssl.run(
                ["genpkey", "-out", key, "-algorithm"] + kind.generation, in: scratch.folder)
            try Program.openssl.run(
                [
                    "req", "-x509", "-key", key, "-subj", "/CN=Client \(kind.name)", "-days", "30", "-addext",
                    "extendedKeyUsage=clientAuth", "-out", "client-\(kind.name).crt",
                ], in: scratch.folder)
        }

        private func identity(_ name: String, key: String? = nil) throws -> ClientIdentity {
            try ClientIdentityFiles.read(
                certificate: scratch.bytes("client-\(name).crt"),
                key: scratch.bytes(key ?? "client-\(name).key"))
        }

        private func server(trusting name: String, _ arguments: String...) async throws -> ServerProcess {
            let files = try certificates.server(.ecdsa)
            let common = [
                "s_server", "-accept", "127.0.0.1:0", "-tls1_3", "-cert", files.leaf.path, "-key",
                files.key.path, "-Verify", "1", "-verify_return_error", "-CAfile", "client-\(name).crt",
            ]
            return try await ServerProcess(
                .openssl, common + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        @Test(arguments: kinds) func everyKindOfKeyIsTaken(_ kind: Kind) async throws {
            try make(kind)
            let server = try await server(trusting: kind.name)
            let identity = try identity(kind.name)
            #expect(identity.schemes.map(\.description).first == kind.scheme)
            let transcript = try await dialLoopback(server.port) { $0.clientIdentity = identity }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.clientCertificateRequested == true)
            #expect(transcript.clientCertificateSent == true && transcript.tickets ?? 0 > 0)
            #expect(server.words.contains("Client certificate"), Comment(rawValue: server.words))
            #expect(server.words.contains("Client \(kind.name)"))
        }

        @Test func itIsGivenAfterARetryToo() async throws {
            try make(Self.kinds[0])
            let server = try await server(trusting: "p256", "-groups", "P-256")
            let identity = try identity("p256")
            let transcript = try await dialLoopback(server.port) {
                $0.clientIdentity = identity
                $0.template = .minimal
            }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.clientCertificateSent == true && transcript.stageNames.contains("hello-retry"))
        }

        @Test func aRefusalIsTheServersAndNamed() async throws {
            for kind in Self.kinds.prefix(2) { try make(kind) }
            let server = try await server(trusting: "p256")
            let identity = try identity("p384")
            let transcript = try await dialLoopback(server.port) { $0.clientIdentity = identity }
            #expect(transcript.outcome == .alert && transcript.clientCertificateSent == true)
            #expect(transcript.alert?.name == "unknown_ca" && transcript.alert?.direction == "received")
        }

        @Test func aServerThatTakesNoneOfTheSchemesGetsNone() async throws {
            try make(Self.kinds[3])
            let server = try await server(
                trusting: "ed25519", "-client_sigalgs", "ECDSA+SHA256:RSA-PSS+SHA256")
            let identity = try identity("ed25519")
            let transcript = try await dialLoopback(server.port) { $0.clientIdentity = identity }
            #expect(transcript.clientCertificateSent == false)
            #expect(transcript.error?.contains("Ed25519 key can make none") == true)
            #expect(transcript.alert?.name == "certificate_required")
        }

        @Test func aServerThatAsksForNothingGetsNothing() async throws {
            try make(Self.kinds[0])
            let files = try certificates.server(.ecdsa)
            let server = try await ServerProcess(
                .openssl,
                ["s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path],
                ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
            let identity = try identity("p256")
            let transcript = try await dialLoopback(server.port) { $0.clientIdentity = identity }
            #expect(transcript.outcome == .completed && transcript.clientCertificateSent == nil)
        }

        @Test func everyFormOfAKeyIsRead() throws {
            for kind in Self.kinds.prefix(3) {
                try make(kind)
                let key = "client-\(kind.name).key"
                try Program.openssl.run(["ec", "-in", key, "-out", "sec1.key"], in: scratch.folder)
                try Program.openssl.run(
                    ["pkey", "-in", key, "-outform", "DER", "-out", "pkcs8.der"], in: scratch.folder)
                #expect(try scratch.text("sec1.key").contains("BEGIN EC PRIVATE KEY"))
                #expect(try identity(kind.name, key: "sec1.key").schemes == identity(kind.name).schemes)
                #expect(try identity(kind.name, key: "pkcs8.der").schemes == identity(kind.name).schemes)
            }
            try make(Self.kinds[4])
            try Program.openssl.run(
                ["rsa", "-traditional", "-in", "client-rsa.key", "-out", "pkcs1.key"], in: scratch.folder)
            #expect(try scratch.text("pkcs1.key").contains("BEGIN RSA PRIVATE KEY"))
            #expect(try identity("rsa", key: "pkcs1.key").schemes == identity("rsa").schemes)
        }

        @Test func keysThatCannotBeUsedAreRefusedByName() throws {
            for kind in [Self.kinds[0], Self.kinds[4]] { try make(kind) }
            let secret = ["-passout", "pass:hush"]
            try Program.openssl.run(
                ["pkey", "-in", "client-p256.key", "-aes256", "-out", "locked.key"] + secret,
                in: scratch.folder)
            try Program.openssl.run(
                ["ec", "-in", "client-p256.key", "-aes256", "-out", "old.key"] + secret, in: scratch.folder)
            #expect(problem("p256", "locked.key") == .key(.encrypted(line: 1)))
            #expect(problem("p256", "old.key") == .key(.encrypted(line: 2)))
            #expect(problem("p256", "client-p256.crt") == .key(.noKey(found: "CERTIFICATE")))
            #expect(problem("p256", "client-rsa.key") == .pair(.otherKey("RSA 2048")))
            try scratch.write("-----BEGIN PRIVATE KEY-----\n&\n-----END PRIVATE KEY-----\n", to: "bad.key")
            #expect(problem("p256", "bad.key") == .key(.notBase64(line: 1)))
            try Program.openssl.run(["genpkey", "-algorithm", "X25519", "-out", "x.key"], in: scratch.folder)
            #expect(problem("p256", "x.key") == .key(.unusable(line: 1)))
        }

        private func problem(_ name: String, _ key: String) -> ClientIdentityFiles.Problem? {
            do { _ = try identity(name, key: key) } catch { return error as? ClientIdentityFiles.Problem }
            return nil
        }
    }
}
