import Foundation
import TLSHandshake
import Testing

@testable import TLSDialer

extension PeerTests {
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct ResumptionTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        private func server(_ arguments: String...) async throws -> ServerProcess {
            let files = try certificates.server(.ecdsa)
            let common = [
                "s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path,
            ]
            return try await ServerProcess(
                .openssl, common + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        private func resume(
            _ port: Int, baseline: Route? = nil, _ change: (inout DialOptions) -> Void = { _ in }
        ) async throws -> [HandshakeTranscript] {
            try await withLoopback(port) { dialer, target, options in
                var options = options
                change(&options)
                return await dialer.resume(target, baseline: baseline, options: options)
            }
        }

        private func expectResumed(_ transcripts: some Collection<HandshakeTranscript>) {
            for transcript in transcripts {
                let words = Comment(rawValue: transcript.error ?? "")
                #expect(transcript.outcome == .completed, words)
                #expect(transcript.psk?.accepted == true && transcript.psk?.kind == "resumption", words)
                #expect(transcript.psk?.ticketFrom == "direct")
                #expect(transcript.certificates == nil && transcript.verified?.finished == "valid")
            }
        }

        private func names(_ transcripts: [HandshakeTranscript]) -> [String] {
            transcripts.map { "\($0.trial?.variant ?? "?") \($0.trial?.round ?? 0)" }
        }

        @Test(arguments: OpenSSLTests.suites) func aTicketIsTakenThreeTimes(suite: String) async throws {
            let server = try await server("-tls1_3", "-ciphersuites", suite)
            let transcripts = try await resume(server.port)
            #expect(names(transcripts) == ["full 1", "resume 1", "resume 2", "resume 3"])
            let full = try #require(transcripts.first)
            #expect(full.psk == nil && full.tickets == 2 && full.certificates?.count == 1)
            expectResumed(transcripts.dropFirst())
            #expect(transcripts.allSatisfy { $0.cipherSuite == suite })
        }

        @Test func anotherRoundTripLeavesTheTicketGood() async throws {
            let server = try await server("-tls1_3", "-groups", "P-256")
            let transcripts = try await resume(server.port) { $0.template = .minimal }
            expectResumed(transcripts.dropFirst())
            #expect(transcripts.count == 4)
            #expect(transcripts.allSatisfy { $0.stageNames.contains("hello-retry") })
        }

        @Test func oneTicketIsUsedAgain() async throws {
            let server = try await server("-tls1_3", "-num_tickets", "1")
            let transcripts = try await resume(server.port)
            #expect(transcripts.map(\.tickets).first == 1)
            expectResumed(transcripts.dropFirst())
            #expect(transcripts.count == 4)
        }

        @Test func aServerWithoutTicketsIsSaidToHaveNone() async throws {
            let server = try await server("-tls1_3", "-num_tickets", "0")
            let transcripts = try await resume(server.port)
            #expect(names(transcripts) == ["full 1"])
            #expect(transcripts.first?.outcome == .completed && transcripts.first?.tickets == 0)
        }

        @Test func ticketsOfTheBaselineAreReplayed() async throws {
            let server = try await server("-tls1_3")
            let transcripts = try await resume(server.port, baseline: .direct)
            let way = ["full 1", "resume 1", "resume 2", "resume 3"]
            #expect(names(transcripts) == way + way + ["replay 1", "replay 2", "replay 3"])
            expectResumed(transcripts.filter { $0.trial?.variant != "full" })
        }

        @Test func anOlderServerHasNothingToResume() async throws {
            let server = try await server("-tls1_2")
            let transcripts = try await resume(server.port)
            #expect(names(transcripts) == ["full 1"])
            #expect(transcripts.first?.version == "TLSv1.2" && transcripts.first?.tickets == nil)
        }

        @Test func ticketsOfAnotherServerFallBackSilently() async throws {
            let (first, second) = (try await server("-tls1_3"), try await server("-tls1_3"))
            let ticket = try await withLoopback(first.port) { dialer, target, options in
                await dialer.attempt(target, options: options).tickets.first
            }
            let key = try #require(ticket?.preSharedKey())
            let transcript = try await dialLoopback(second.port) { $0.preSharedKey = key }
            expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256")
            #expect(transcript.psk?.offered == true && transcript.psk?.accepted == false)
        }

        @Test func theTimeOfAllTrialsIsBounded() async throws {
            let server = try await server("-tls1_3")
            let busy = try await IdleClient.connect(server.port)
            let start = ContinuousClock.now
            let transcripts = try await resume(server.port) {
                $0.timeout = .milliseconds(600)
                $0.stall = .milliseconds(300)
            }
            await busy.close()
            #expect(transcripts.map(\.outcome) == [.stalled])
            #expect(ContinuousClock.now - start < .seconds(5))
        }

        @Test func anAttemptGivesItsKeyLog() async throws {
            let server = try await server("-tls1_3", "-keylogfile", scratch.file("keys.log").path)
            let attempt = try await withLoopback(server.port) { dialer, target, options in
                await dialer.attempt(target, options: options)
            }
            let theirs = String(decoding: try scratch.bytes("keys.log"), as: UTF8.self).lowercased()
            let secrets = attempt.keyLog.filter { $0.contains("TRAFFIC") }
            #expect(secrets.count == 4 && secrets.allSatisfy { theirs.contains($0.lowercased()) })
        }
    }

    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.gnutls.isInstalled, "needs gnutls-serv (package gnutls-bin)"))
    struct GnuTLSKeyTests {
        private let scratch: Scratch

        init() throws { scratch = try Scratch() }

        private func server(_ arguments: [String]) async throws -> ServerProcess {
            let port = try await LoopbackPort.free()
            return try await ServerProcess(
                .gnutls, ["--port", "\(port)", "--echo"] + arguments, ready: .accepts(port: port),
                in: scratch)
        }

        @Test func anExternalKeyIsAccepted() async throws {
            try scratch.write("client1:101112131415161718191a1b1c1d1e1f\n", to: "keys.psk")
            let server = try await server([
                "--pskpasswd", "keys.psk", "--priority",
                "NORMAL:-VERS-ALL:+VERS-TLS1.3:+ECDHE-PSK:+DHE-PSK:+PSK",
            ])
            let key = try #require(
                PreSharedKey(external: Array("client1".utf8), secret: [UInt8](0x10..<0x20)))
            let transcript = try await dialLoopback(server.port) { $0.preSharedKey = key }
            #expect(transcript.outcome == .completed, Comment(rawValue: transcript.error ?? server.words))
            #expect(transcript.psk?.accepted == true && transcript.certificates == nil)
        }

        @Test func aTicketIsTakenThreeTimes() async throws {
            let files = try PeerCertificates(in: scratch).server(.rsa)
            let server = try await server([
                "--x509certfile", files.chain.path, "--x509keyfile", files.key.path, "--priority",
                "NORMAL:-VERS-ALL:+VERS-TLS1.3", "--disable-client-cert",
            ])
            let transcripts = try await withLoopback(server.port) { dialer, target, options in
                await dialer.resume(target, options: options)
            }
            #expect(transcripts.map(\.trial?.variant) == ["full", "resume", "resume", "resume"])
            #expect(
                transcripts.dropFirst().allSatisfy { $0.psk?.accepted == true && $0.outcome == .completed })
        }
    }
}
