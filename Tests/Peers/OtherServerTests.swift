import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.gnutls.isInstalled, "needs gnutls-serv (package gnutls-bin)"))
    struct GnuTLSTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        private func server(
            _ key: PeerCertificates.Key, priority: String, _ arguments: String...
        ) async throws -> ServerProcess {
            let files = try certificates.server(key)
            let port = try await LoopbackPort.free()
            let common = [
                "--port", "\(port)", "--x509certfile", files.chain.path, "--x509keyfile", files.key.path,
                "--priority", priority, "--echo",
            ]
            return try await ServerProcess(
                .gnutls, common + arguments, ready: .accepts(port: port), in: scratch)
        }

        @Test(
            arguments: [
                ("AES-128-GCM", "TLS_AES_128_GCM_SHA256"), ("AES-256-GCM", "TLS_AES_256_GCM_SHA384"),
                ("CHACHA20-POLY1305", "TLS_CHACHA20_POLY1305_SHA256"),
            ], [PeerCertificates.Key.ecdsa, .rsa])
        func everySuite(_ cipher: (name: String, suite: String), _ key: PeerCertificates.Key) async throws {
            let priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+\(cipher.name)"
            let server = try await server(key, priority: priority, "--disable-client-cert")
            let anchors = try PEMFile(scratch.bytes("root.pem")).certificates
            let transcript = try await dialLoopback(server.port) { $0.anchors = anchors }
            expectCompleted(transcript, suite: cipher.suite)
            #expect(transcript.clientCertificateRequested == false)
            #expect(transcript.trust?.status == "expected")
            #expect(transcript.stageNames.starts(with: fullHandshake))
        }

        @Test func aClientCertificateRequestIsReported() async throws {
            let server = try await server(
                .ecdsa, priority: "NORMAL:-VERS-ALL:+VERS-TLS1.3", "--require-client-cert", "--x509cafile",
                "root.pem")
            let transcript = try await dialLoopback(server.port)
            #expect(transcript.outcome == .completed)
            #expect(transcript.clientCertificateRequested == true)
            #expect(transcript.acceptedAuthorities == ["CN=Example Root,O=Example Trust"])
        }

        @Test func anOlderVersionIsRecordedAndEndsThere() async throws {
            let server = try await server(.rsa, priority: "NORMAL:-VERS-ALL:+VERS-TLS1.2")
            let transcript = try await dialLoopback(server.port)
            #expect(transcript.outcome == .completed)
            #expect(transcript.version == "TLSv1.2")
            #expect(transcript.certificates?.first?.key == "RSA 2048")
            #expect(transcript.verified?.certificateVerify == "valid")
            #expect(transcript.verified?.finished == nil)
        }
    }

    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
    struct NginxTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        private func server(_ protocols: String) async throws -> ServerProcess {
            let files = try certificates.server(.ecdsa)
            let port = try await LoopbackPort.free()
            let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                .map { "\($0)_temp_path \(scratch.file($0).path);" }.joined(separator: "\n    ")
            let text = """
                daemon off;
                master_process off;
                pid \(scratch.file("nginx.pid").path);
                error_log stderr;
                events { worker_connections 256; }
                http {
                    access_log off;
                    \(folders)
                    server {
                        listen 127.0.0.1:\(port) ssl http2;
                        ssl_certificate \(files.chain.path);
                        ssl_certificate_key \(files.key.path);
                        ssl_protocols \(protocols);
                    }
                }

                """
            let file = try scratch.write(text, to: "nginx-\(port).conf")
            return try await ServerProcess(
                .nginx, ["-p", scratch.folder.path, "-c", file.path], ready: .accepts(port: port), in: scratch
            )
        }

        @Test func aHandshakeCompletes() async throws {
            let server = try await server("TLSv1.3")
            let anchors = try PEMFile(scratch.bytes("root.pem")).certificates
            let transcript = try await dialLoopback(server.port) { $0.anchors = anchors }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.alpn == "h2")
            #expect(transcript.trust?.status == "expected")
        }

        @Test func anOlderVersionIsRecordedAndEndsThere() async throws {
            let server = try await server("TLSv1.2")
            let transcript = try await dialLoopback(server.port)
            #expect(transcript.outcome == .completed)
            #expect(transcript.version == "TLSv1.2")
            #expect(transcript.certificates?.count == 2)
            #expect(transcript.verified?.certificateVerify == "valid")
            #expect(transcript.verified?.finished == nil)
        }

        @Test func manyAttemptsLeaveNoSocketOpen() async throws {
            let server = try await server("TLSv1.3")
            let target = DialTarget(
                host: PeerCertificates.host, connect: Endpoint(host: "127.0.0.1", port: server.port))
            let requests = Array(repeating: DialRequest(target), count: 100)
            let before = OpenFiles.count
            let outcomes = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dialAll(requests, limit: 8).map(\.outcome)
            }
            #expect(outcomes == Array(repeating: .completed, count: 100))
            // Other suites may hold a few at this moment; a leak would show as a hundred.
            #expect(OpenFiles.count < before + 50)
        }
    }
}

/// The files and sockets that this process holds.
enum OpenFiles {
    /// Zero where the system does not list them.
    static var count: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
