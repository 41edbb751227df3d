import Foundation
import TLSHandshake
import Testing

@testable import TLSDialer

extension PeerTests {
    /// What a server of TLS 1.2 says before the client leaves.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct OlderVersionTests {
        /// An OCSP response that says tryLater: the least that is one.
        private static let staple: [UInt8] = [0x30, 3, 0x0A, 1, 3]
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        @Test(arguments: PeerCertificates.Key.allCases, ["-tls1_2", "-tls1_3"])
        func theStapleAndTheProofAreRead(_ key: PeerCertificates.Key, _ version: String) async throws {
            let files = try certificates.server(key)
            try Data(Self.staple).write(to: scratch.file("staple.der"))
            let server = try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path,
                    "-status_file", "staple.der", version,
                ], ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
            let transcript = try await dialLoopback(server.port)
            #expect(transcript.outcome == .completed)
            #expect(transcript.ocsp?.stapled == true && transcript.ocsp?.bytes == Self.staple.count)
            #expect(transcript.verified?.certificateVerify == "valid")
            #expect(transcript.group == "x25519")
        }
    }
}
