import Foundation
import NIOCore
import NIOPosix
import Synchronization
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import Reflector
@testable import TLSDialer

extension PeerTests {
    /// The reflector and clients that others wrote; and a gateway that is no friend of server names.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct ReflectorPeerTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        /// A reflector with a real certificate, and the lines that it wrote.
        private func reflector(_ key: PeerCertificates.Key = .ecdsa) async throws -> RecordingReflector {
            let files = try certificates.server(key)
            let identity = try ReflectorIdentity(
                certificatePEM: Array(Data(contentsOf: files.chain)),
                keyPEM: Array(Data(contentsOf: files.key)))
            return try await RecordingReflector.start(identity)
        }

        @Test(
            arguments: [
                ("-tls1_3", "TLSv1.3"), ("-tls1_2", "TLSv1.2"),
            ], [PeerCertificates.Key.ecdsa, .rsa])
        func opensslIsRecorded(
            _ version: (option: String, name: String), _ key: PeerCertificates.Key
        ) async throws {
            let reflector = try await reflector(key)
            let output = try Program.openssl.run(
                [
                    "s_client", "-connect", "127.0.0.1:\(reflector.port)", "-servername",
                    PeerCertificates.host, "-alpn", "h2,http/1.1", "-CAfile", "root.pem",
                    "-verify_return_error", version.option,
                ], in: scratch.folder)
            #expect(output.contains("ALPN protocol: http/1.1"))
            #expect(output.contains("Verify return code: 0 (ok)") || output.contains("Verification: OK"))
            let line = try #require(try await reflector.stop().first)
            #expect(line.outcome == "completed" && line.negotiatedVersion == version.name)
            #expect(line.sni == PeerCertificates.host && line.alpn == ["h2", "http/1.1"])
            #expect(line.negotiatedALPN == "http/1.1" && line.reads == 1)
            #expect(line.versions?.first ?? line.legacyVersion == version.name)
        }

        @Test func opensslIsAskedAgain() async throws {
            let reflector = try await reflector()
            _ = try Program.openssl.run(
                ["s_client", "-connect", "127.0.0.1:\(reflector.port)", "-groups", "P-521:X25519"],
                in: scratch.folder)
            let line = try #require(try await reflector.stop().first)
            #expect(line.retried == true && line.keyShares == ["secp521r1"])
            #expect(line.secondRaw != nil && line.negotiatedGroup == "x25519")
        }

        @Test(.enabled(if: Program("curl", package: "curl").isInstalled, "needs curl (package curl)"))
        func curlIsAnswered() async throws {
            let reflector = try await reflector()
            let text = try Program("curl", package: "curl").run(
                [
                    "--silent", "--cacert", "root.pem", "--resolve",
                    "\(PeerCertificates.host):\(reflector.port):127.0.0.1",
                    "https://\(PeerCertificates.host):\(reflector.port)/reflection?nonce=0011223344556677",
                ], in: scratch.folder)
            let answer = try #require(ReflectionAnswer(json: Array(text.utf8)))
            #expect(answer.record?.sni == PeerCertificates.host)
            #expect(answer.record?.nonce == "0011223344556677")
            #expect(try await reflector.stop() == [answer.record])
        }

        @Test(
            .enabled(
                if: Program("gnutls-cli", package: "gnutls-bin").isInstalled,
                "needs gnutls-cli (package gnutls-bin)"))
        func gnutlsIsRecorded() async throws {
            let reflector = try await reflector()
            _ = try Program("gnutls-cli", package: "gnutls-bin").run(
                [
                    "--x509cafile", "root.pem", "--verify-hostname", PeerCertificates.host,
                    "--sni-hostname", PeerCertificates.host, "--port", "\(reflector.port)", "127.0.0.1",
                ], in: scratch.folder)
            let line = try #require(try await reflector.stop().first)
            #expect(line.sni == PeerCertificates.host && line.negotiatedVersion == "TLSv1.3")
            #expect(line.ja4?.hasPrefix("t13d") == true)
        }

        @Test(.enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
        func aGatewayThatDropsTheNameIsFoundByTheRequest() async throws {
            let reflector = try await reflector()
            let gateway = try await nginx(to: reflector.port, "")
            let transcript = try #require(try await reflect(through: gateway.port).first)
            let reflection = try #require(transcript.reflection, "\(transcript.error ?? "")")
            #expect(reflection.matchedBy == ["request"])
            #expect(transcript.sent?.sni == PeerCertificates.host && reflection.sni == nil)
            #expect(reflection.ja4 != transcript.sent?.ja4)
            #expect(transcript.version == "TLSv1.3" && reflection.negotiatedVersion == "TLSv1.2")
            _ = try await reflector.stop()
        }

        @Test(.enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
        func aGatewayThatPutsAnotherNameIsFoundByTheRequest() async throws {
            let reflector = try await reflector()
            let gateway = try await nginx(
                to: reflector.port,
                "proxy_ssl_server_name on; proxy_ssl_name gateway.example.net; proxy_ssl_protocols TLSv1.3;")
            let transcript = try #require(try await reflect(through: gateway.port).first)
            #expect(transcript.reflection?.sni == "gateway.example.net")
            #expect(transcript.reflection?.negotiatedVersion == "TLSv1.3")
            _ = try await reflector.stop()
        }

        /// HTTP/2 to the client: the first question cannot be understood, the second is.
        @Test(.enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
        func aGatewayThatSpeaksHTTP2IsAskedAgain() async throws {
            let reflector = try await reflector()
            let gateway = try await nginx(to: reflector.port, "", listen: "ssl http2")
            let transcripts = try await reflect(through: gateway.port)
            #expect(transcripts.map(\.trial?.variant) == ["probe", "http1"])
            #expect(transcripts.map(\.alpn) == ["h2", "http/1.1"])
            #expect(transcripts.map { $0.reflection?.matchedBy } == [nil, ["request"]])
            _ = try await reflector.stop()
        }

        // MARK: - The gateway

        private func nginx(
            to port: Int, _ settings: String, listen: String = "ssl"
        ) async throws -> ServerProcess {
            let files = try certificates.server(.rsa)
            let own = try await LoopbackPort.free()
            let text = """
                daemon off; master_process off; error_log stderr;
                pid \(scratch.file("nginx.pid").path);
                events { worker_connections 64; }
                http {
                    access_log off;
                    client_body_temp_path \(scratch.file("body").path);
                    proxy_temp_path \(scratch.file("proxy").path);
                    fastcgi_temp_path \(scratch.file("fastcgi").path);
                    uwsgi_temp_path \(scratch.file("uwsgi").path);
                    scgi_temp_path \(scratch.file("scgi").path);
                    server {
                        listen 127.0.0.1:\(own) \(listen);
                        ssl_certificate \(files.chain.path);
                        ssl_certificate_key \(files.key.path);
                        ssl_protocols TLSv1.2 TLSv1.3;
                        location / { proxy_pass https://127.0.0.1:\(port); \(settings) }
                    }
                }
                """
            let file = try scratch.write(text, to: "nginx-\(own).conf")
            return try await ServerProcess(
                .nginx, ["-p", scratch.folder.path, "-c", file.path], ready: .accepts(port: own), in: scratch)
        }

        private func reflect(through port: Int) async throws -> [HandshakeTranscript] {
            var options = DialOptions()
            options.timeout = .seconds(20)
            options.stall = .seconds(10)
            let question = ReflectionQuestion(
                DialTarget(host: PeerCertificates.host), reflector: Endpoint(host: "127.0.0.1", port: port))
            return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.reflect(question, options: options)
            }
        }
    }
}

/// A reflector on loopback that keeps its lines in memory.
final class RecordingReflector: Sendable {
    private let reflector: Reflector
    private let lines: Lines

    private final class Lines: Sendable {
        let bytes = Mutex<[[UInt8]]>([])
    }

    var port: Int { reflector.port }

    private init(_ reflector: Reflector, _ lines: Lines) {
        self.reflector = reflector
        self.lines = lines
    }

    static func start(_ identity: ReflectorIdentity) async throws -> RecordingReflector {
        let lines = Lines()
        let configuration = Reflector.Configuration(
            host: "127.0.0.1", port: 0, identity: identity,
            now: { RFC3339Time(millisecondsSince1970: wallClock().millisecondsSince1970) },
            write: { line in lines.bytes.withLock { $0.append(line) } })
        return RecordingReflector(try await Reflector.start(configuration), lines)
    }

    func stop() async throws -> [HandshakeTranscript.Reflection] {
        await reflector.stop()
        return try lines.bytes.withLock { $0 }.map {
            try JSONDecoder().decode(HandshakeTranscript.Reflection.self, from: Data($0))
        }
    }
}
