import HandshakePeer
import NIOCore
import TLSHandshake
import Testing

@testable import TLSDialer

extension PeerTests {
    /// What a server says once the client's Finished has arrived.
    @Suite struct ScriptedPeerTests {
        private func dial(_ manner: ScriptedListener.Manner) async throws -> HandshakeTranscript {
            let listener = try await ScriptedListener.start(manner)
            let transcript = try await dialLoopback(listener.port)
            await listener.stop()
            return transcript
        }

        @Test(arguments: [AlertDescription.handshakeFailure, .internalError])
        func aRefusalAfterBothFinishedIsAnAlert(_ alert: AlertDescription) async throws {
            let transcript = try await dial(.init(lastWord: Alert(alert)))
            #expect(transcript.outcome == .alert)
            #expect(transcript.alert?.code == Int(alert.rawValue))
            #expect(transcript.alert?.isProtected == true)
            #expect(transcript.error == "the peer sent the alert \(alert)")
            #expect(transcript.verified?.finished == "valid")
            #expect(transcript.stageNames == fullHandshake + ["alert"])
        }

        @Test func aGoodbyeAfterBothFinishedIsNone() async throws {
            let transcript = try await dial(.init(lastWord: Alert(.closeNotify)))
            #expect(transcript.outcome == .completed)
        }

        @Test func aMissingCertificateOfTheClientIsNoFaultOfThePath() async throws {
            var manner = ScriptedListener.Manner(lastWord: Alert(.handshakeFailure))
            manner.script.requestsCertificate = true
            let transcript = try await dial(manner)
            #expect(transcript.outcome == .completed)
            #expect(transcript.clientCertificateRequested == true)
            #expect(transcript.alert?.name == "handshake_failure")
        }

        @Test func theTicketOfAServerFarAwayIsAwaited() async throws {
            var manner = ScriptedListener.Manner(delay: .milliseconds(150))
            manner.script.tickets = 1
            let transcript = try await dial(manner)
            #expect(transcript.outcome == .completed)
            #expect(transcript.stageNames == fullHandshake + ["ticket", "close"])
        }

        @Test func theRefusalOfAServerFarAwayIsAwaited() async throws {
            let transcript = try await dial(
                .init(delay: .milliseconds(150), lastWord: Alert(.handshakeFailure)))
            #expect(transcript.outcome == .alert)
        }
    }
}
