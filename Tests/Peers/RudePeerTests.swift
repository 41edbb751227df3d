import Foundation
import NIOCore
import NIOPosix
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    /// Peers that do anything but a handshake.
    @Suite struct RudePeerTests {
        private func dial(
            _ manner: RudeListener.Manner, _ change: (inout DialOptions) -> Void = { _ in }
        ) async throws -> HandshakeTranscript {
            let listener = try await RudeListener.start(manner)
            let transcript = try await dialLoopback(listener.port, change)
            await listener.stop()
            return transcript
        }

        @Test func silenceIsAStallWithItsStage() async throws {
            let transcript = try await dial(.silent) { $0.stall = .milliseconds(500) }
            #expect(transcript.outcome == .stalled)
            let words = try #require(transcript.error)
            #expect(words.hasPrefix("no byte for "))
            #expect(words.hasSuffix(" s after client-hello (threshold 0.5 s)"))
            #expect(transcript.stageNames == ["connect", "client-hello"])
            // The upper end leaves room for a busy machine.
            #expect((500...5_000).contains(transcript.silenceMs ?? 0))
            #expect(transcript.bytesIn == 0)
            #if os(Linux)
            #expect(transcript.acked == true)
            #endif
        }

        @Test func theTimeoutCutsAStallShortAndSaysSo() async throws {
            let transcript = try await dial(.silent) {
                $0.timeout = .milliseconds(400)
                $0.stall = .seconds(28)
            }
            #expect(transcript.outcome == .stalled)
            let words = try #require(transcript.error)
            #expect(words.contains(" s after client-hello; the 0.4 s for the whole attempt were over"))
            #expect(words.hasSuffix("before the threshold of 28.0 s"))
        }

        @Test func silenceInTheMiddleOfARecordIsAStall() async throws {
            let transcript = try await dial(.says([0x16, 3, 3, 0, 90, 2])) { $0.stall = .milliseconds(300) }
            #expect(transcript.outcome == .stalled)
            #expect(transcript.bytesIn == 6)
        }

        @Test func aResetIsAReset() async throws {
            let transcript = try await dial(.resets)
            #expect(transcript.outcome == .reset)
            #expect(transcript.error?.hasPrefix("reset after client-hello: ") == true)
        }

        @Test func anEndOfStreamIsClosed() async throws {
            let transcript = try await dial(.closes)
            #expect(transcript.outcome == .closed)
            #expect(transcript.error == "closed by the peer after client-hello")
            #expect(transcript.stageNames == ["connect", "client-hello", "close"])
        }

        @Test func anAnswerInHTTPIsKept() async throws {
            let text = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
            let transcript = try await dial(.saysAndCloses(Array(text.utf8)))
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error == "the peer speaks no TLS: HTTP/1.1 403 Forbidden")
            #expect(transcript.firstBytes == Fingerprint.hex(text.utf8))
        }

        @Test func anAlertIsNamed() async throws {
            let transcript = try await dial(.saysAndCloses([0x15, 3, 3, 0, 2, 2, 40]))
            #expect(transcript.outcome == .alert)
            #expect(transcript.alert?.name == "handshake_failure")
            #expect(transcript.alert?.code == 40)
            #expect(transcript.alert?.level == "fatal")
        }

        @Test func noiseAfterTheServerHelloIsAProtocolError() async throws {
            let transcript = try await dial(.garbles)
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.stageNames.starts(with: ["connect", "client-hello", "server-hello"]))
            #expect(transcript.version == "TLSv1.3")
            #expect(transcript.verified == nil)
            #expect(transcript.error?.isEmpty == false)
        }

        @Test func aFloodEnds() async throws {
            let transcript = try await dial(.floods)
            #expect(transcript.outcome == .protocolError)
            #expect((transcript.bytesIn ?? .max) <= DialOptions.receiveLimit)
        }

        @Test func aClosedPortIsRefused() async throws {
            let port = try await LoopbackPort.free()
            let transcript = try await dialLoopback(port)
            #expect(transcript.outcome == .refused)
            #expect(transcript.address == "127.0.0.1:\(port)")
            #expect(transcript.error == "127.0.0.1:\(port): Connection refused")
            #expect(transcript.stageNames == [])
        }

        @Test func anUnknownNameIsUnresolved() async throws {
            var options = DialOptions()
            options.timeout = .seconds(10)
            let transcript = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dial(DialTarget(host: "nonexistent.invalid"), options: options)
            }
            #expect(transcript.outcome == .unresolved)
            #expect(transcript.error?.hasPrefix("nonexistent.invalid: ") == true)
            #expect(transcript.answers == [])
        }

        @Test func aNameIsResolvedAndItsAnswersRecorded() async throws {
            let listener = try await RudeListener.start(.closes)
            let transcript = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dial(DialTarget(host: "localhost", port: listener.port))
            }
            await listener.stop()
            #expect(transcript.outcome == .closed)
            #expect(transcript.stageNames == ["resolve", "connect", "client-hello", "close"])
            #expect(transcript.answers?.contains { $0.value == "127.0.0.1" && $0.type == "A" } == true)
            #expect(transcript.localAddress?.hasPrefix("127.0.0.1:") == true)
            #expect(transcript.attempt.map { $0 >= 1 } == true)
        }

        #if os(Linux)
        /// A listener with a full queue: the system drops further connection requests.
        @Test func aPeerThatTakesNoConnectionIsUnreachable() async throws {
            let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 0)
                .serverChannelOption(.autoRead, value: false)
                .bind(host: "127.0.0.1", port: 0).get()
            let port = try #require(server.localAddress?.port)
            let first = try await IdleClient.connect(port)
            let transcript = try await dialLoopback(port) { $0.timeout = .milliseconds(500) }
            await first.close()
            try await server.close().get()
            #expect(transcript.outcome == .unreachable)
            #expect(transcript.error?.hasPrefix("127.0.0.1:\(port) did not answer in 0.") == true)
        }
        #endif

        @Test func manyAttemptsKeepTheirOrder() async throws {
            let alert = try await RudeListener.start(.saysAndCloses([0x15, 3, 3, 0, 2, 2, 40]))
            let reset = try await RudeListener.start(.resets)
            let closed = try await LoopbackPort.free()
            let ports = Array(repeating: [alert.port, closed, reset.port], count: 4).flatMap(\.self)
            let requests = ports.map { DialRequest(DialTarget(host: "127.0.0.1", port: $0)) }
            let outcomes = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dialAll(requests, limit: 3).map(\.outcome)
            }
            await alert.stop()
            await reset.stop()
            #expect(
                outcomes
                    == Array(repeating: [.alert, .refused, .reset], count: 4).flatMap(\.self))
        }

        @Test func aCancelledAttemptEnds() async throws {
            let listener = try await RudeListener.start(.silent)
            let attempt = Task { try await dialLoopback(listener.port) }
            try await Task.sleep(for: .milliseconds(300))
            attempt.cancel()
            #expect(try await attempt.value.outcome == .cancelled)
            await listener.stop()
        }
    }
}
