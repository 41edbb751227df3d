import Casework
import Foundation
import ProbeKit
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    /// Boxes that cannot bear one thing of a ClientHello, in front of a real server, and what is said of each.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct LadderVerdictTests {
        private let scratch: Scratch
        private let server: ServerProcess

        init() async throws {
            scratch = try Scratch()
            let certificates = try PeerCertificates(in: scratch)
            let files = try certificates.server(.ecdsa)
            server = try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path,
                    "-cert_chain", certificates.intermediate.path, "-alpn", "h2,http/1.1",
                ], ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
            try Program.openssl.run(
                ["x509", "-in", "root.pem", "-outform", "der", "-out", "root.der"], in: scratch.folder)
        }

        /// A plain handshake and the ladder through a box, and what they amount to.
        private func verdict(through taste: PickyBox.Taste) async throws -> PathVerdict {
            let box = try await PickyBox.start(before: server.port, taste)
            var options = DialOptions()
            options.template = .apple26
            options.timeout = .seconds(10)
            options.stall = .milliseconds(700)
            options.anchors = [try scratch.bytes("root.der")]
            let shared = options
            let target = DialTarget(
                host: PeerCertificates.host, connect: Endpoint(host: "127.0.0.1", port: box.port))
            let transcripts = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                [await dialer.dial(target, options: shared)]
                    + (await dialer.climbLadder(target, options: shared))
            }
            await box.stop()
            #expect(transcripts.count >= 12)
            return PathVerdict(on: transcripts)
        }

        @Test func aBoxThatTakesEverythingIsSound() async throws {
            let verdict = try await verdict(through: .dislikes { _ in false })
            #expect(verdict.codes.isEmpty, "\(verdict.codes)")
        }

        /// What a box kills, and the smallest change that helps against it.
        private static let kills: [(change: String, isBad: @Sendable (ClientHello) -> Bool)] = [
            ("no-grease", { $0.cipherSuites.contains(where: \.isGREASE) }),
            ("alpn-http1", { $0.alpn.contains("h2") }),
            ("no-alpn", { !$0.alpn.isEmpty }),
            ("no-pq", { $0.groups.contains(.x25519MLKEM768) }),
            ("tls12", { $0.versions.contains(.tls13) }),
            ("control-sni", { $0.serverName == PeerCertificates.host }),
            ("no-sni", { $0.serverName != nil }),
        ]

        @Test(arguments: kills.indices) func whatABoxCannotBearIsNamed(_ index: Int) async throws {
            let (change, isBad) = Self.kills[index]
            let verdict = try await verdict(through: .dislikes(isBad))
            #expect(verdict.smallestChange("L3-RESET") == .text(change))
            let isSize = change == "no-pq"
            #expect(verdict.codes == (isSize ? ["L3-RESET", "L3-LARGE-HELLO-DROPPED"] : ["L3-RESET"]))
            #expect(verdict.rootCodes == [isSize ? "L3-LARGE-HELLO-DROPPED" : "L3-RESET"])
        }

        @Test func aBoxThatInsistsOnANameIsSound() async throws {
            let verdict = try await verdict(through: .dislikes { $0.serverName == nil })
            #expect(verdict.codes.isEmpty, "\(verdict.codes)")
        }

        @Test func aBoxThatReadsOnceRefusesFragments() async throws {
            let verdict = try await verdict(through: .readsOnce(name: "m.example.test"))
            #expect(verdict.codes == ["L3-FRAGMENTED-HELLO-REFUSED"])
            let cuts: Figure = .list([.text("two-segments"), .text("two-records")])
            #expect(verdict.claim("L3-FRAGMENTED-HELLO-REFUSED")?.values["cuts"] == cuts)
        }
    }
}
