import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension Program {
    static let tshark = Program("tshark", package: "tshark")
}

extension PeerTests {
    /// The capture of a probe, opened by Wireshark's own reader.
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.tshark.isInstalled, "needs tshark (package tshark)"))
    struct CaptureTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        /// One handshake with openssl, and the file that the dialer's recording makes.
        private func record(_ arguments: String...) async throws -> Attempt {
            let files = try certificates.server(.ecdsa)
            let server = try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path,
                    "-cert_chain", certificates.intermediate.path,
                ] + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
            var options = DialOptions()
            options.timeout = .seconds(20)
            options.recordsWire = true
            options.keepsRaw = true
            let target = DialTarget(
                host: PeerCertificates.host, connect: Endpoint(host: "127.0.0.1", port: server.port))
            return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { [options] dialer in
                await dialer.attempt(target, options: options)
            }
        }

        /// What tshark reads in the file, one line a packet that the filter lets pass.
        private func tshark(_ attempts: [Attempt], filter: String, fields: String...) throws -> [[String]] {
            let file = scratch.file("probe-\(UUID().uuidString).pcapng")
            try Data(PCAPNGFile(attempts.compactMap(\.recording), application: "test").bytes).write(to: file)
            let ports = attempts.compactMap { $0.transcript.address?.split(separator: ":").last }
            let output = try Program.tshark.run(
                [
                    "-r", file.path, "-2", "-Y", filter, "-T", "fields", "-E", "occurrence=a",
                    "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
                ] + ports.flatMap { ["-d", "tcp.port==\($0),tls"] } + fields.flatMap { ["-e", $0] },
                in: scratch.folder)
            return output.split(separator: "\n").filter { !$0.hasPrefix("Running as user") }
                .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        }

        @Test func tsharkDecryptsTheProbeAndAgreesWithTheTranscript() async throws {
            let attempt = try await record("-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")
            let transcript = attempt.transcript
            #expect(transcript.outcome == .completed)

            let hello = try #require(
                try tshark(
                    [attempt], filter: "tls.handshake.type == 1",
                    fields: "tls.handshake.extensions_server_name", "tls.handshake.ja3"
                ).first)
            #expect(hello == [transcript.sent?.sni ?? "", transcript.sent?.ja3 ?? ""])

            let answer = try #require(
                try tshark(
                    [attempt], filter: "tls.handshake.type == 2", fields: "tls.handshake.ciphersuite",
                    "tls.handshake.extensions.supported_version"
                ).first)
            #expect(answer == ["0x1303", "0x0304"])
            #expect(transcript.cipherSuite == "TLS_CHACHA20_POLY1305_SHA256")
            #expect(transcript.version == "TLSv1.3")

            // Only who can decrypt sees the certificates of TLS 1.3.
            let chain = try tshark(
                [attempt], filter: "tls.handshake.type == 11", fields: "tls.handshake.certificate"
            ).joined().flatMap { $0.split(separator: ",").map { $0.filter { $0 != ":" } } }
            let presented = (transcript.certificates ?? []).compactMap {
                $0.der.flatMap { Data(base64Encoded: $0) }.map { Fingerprint.hex(Array($0)) }
            }
            #expect(presented.count == 2)
            #expect(chain == presented)
            #expect(
                try tshark([attempt], filter: "tls.handshake.type == 20", fields: "frame.number").count == 2)
        }

        @Test func everyChecksumIsRightAndNothingIsMissing() async throws {
            let attempt = try await record("-tls1_3")
            let all = try tshark([attempt], filter: "tcp", fields: "frame.number")
            #expect(all.count >= 6)
            let faults = "tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags"
            #expect(try tshark([attempt], filter: faults, fields: "frame.number").isEmpty)
            #expect(try tshark([attempt], filter: "_ws.malformed", fields: "frame.number").isEmpty)
        }

        @Test func severalConversationsShareOneFile() async throws {
            let attempts = [try await record("-tls1_3"), try await record("-tls1_3")]
            let finished = try tshark(attempts, filter: "tls.handshake.type == 20", fields: "tcp.stream")
            #expect(Set(finished.joined()) == ["0", "1"])
        }

        @Test func IPv6AndUnknownAddressesMakePacketsToo() throws {
            var attempt = Attempt(transcript: HandshakeTranscript(outcome: .completed))
            attempt.transcript.address = "[2001:db8::7]:8443"
            for (local, remote) in [("[2001:db8::1]:50000", "[2001:db8::7]:8443"), (nil, "203.0.113.7:8443")]
            {
                attempt.recording = WireRecording(
                    local: local, remote: remote,
                    pieces: [
                        .init(.sent, at: 1_000_000, [UInt8](repeating: 7, count: 4_001)),
                        .init(.received, at: 1_000_500, [1, 2, 3]),
                    ])
                let lengths = try tshark([attempt], filter: "tcp.len > 0", fields: "tcp.len")
                #expect(lengths == [["1428"], ["1428"], ["1145"], ["3"]])
                #expect(
                    try tshark([attempt], filter: "tcp.checksum.status == 0", fields: "frame.number").isEmpty)
            }
        }
    }
}
