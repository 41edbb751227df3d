import Casework
import CertificateChains
import Diagnosis
import ProbeKit
import TLSHandshake
import TLSPathProbes
import Testing

@testable import TLSDialer

/// A silence in real time: haproxy takes the ClientHello, says nothing for 29 s and closes.
///
/// One after the other with the rest: what it measures is the time.
extension PeerTests {
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.haproxy.isInstalled, "needs haproxy (package haproxy)"))
    struct LongSilenceTests {
        /// How far a time may be from the true one.
        private static let tolerance = 50.0

        private struct Silence: Sendable {
            let transcript: HandshakeTranscript
            let claim: Claim
        }

        /// Dials with these limits and judges the one handshake as `path` does.
        private static func silence(
            _ running: RunningGateway, _ change: (inout DialOptions) -> Void = { _ in }
        ) async throws -> Silence {
            var options = DialOptions()
            options.template = .apple26
            change(&options)
            let target = running.target
            let transcript = try await Dialer.withDialer(publicRoots: .none, now: wallClock) {
                [options] dialer in
                await dialer.dial(target, options: options)
            }
            let facts = PathFacts(transcripts: [transcript], asOf: Instant(wallClock()))
            let verdict = Diagnosis().verdict(on: Roster.tlsPath.examine(facts))
            let codes = verdict.findings.map(\.code).filter { $0 != .evidenceMissing }
            #expect(codes == ["L3-STALL"])
            #expect(verdict.rootCauses.map(\.code) == ["L3-STALL"])
            return Silence(
                transcript: transcript,
                claim: try #require(verdict.findings.first { $0.code == "L3-STALL" }).claim)
        }

        private func expect(
            _ silence: Silence, _ outcome: HandshakeTranscript.Outcome, milliseconds: Double,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            let transcript = silence.transcript
            let measured = transcript.silenceMs ?? 0
            #expect(transcript.outcome == outcome, sourceLocation: sourceLocation)
            #expect(transcript.acked == true, sourceLocation: sourceLocation)
            #expect(
                transcript.stageNames.filter { $0 != "close" } == ["connect", "client-hello"],
                sourceLocation: sourceLocation)
            #expect(
                abs(measured - milliseconds) <= Self.tolerance, "\(measured) ms",
                sourceLocation: sourceLocation)
            #expect(
                silence.claim.detail.contains("silence after the ClientHello"), sourceLocation: sourceLocation
            )
        }

        /// The threshold of 28 s ends one before the end comes; the other sees the end.
        @Test func twentyNineSecondsAreAStallCutOrWhole() async throws {
            try await Gateway.haproxyStalling(.seconds(29)).withRunning(before: LoopbackPort.free()) {
                running in
                async let cut = Self.silence(running)
                async let whole = Self.silence(running) { options in
                    options.stall = .seconds(40)
                    options.timeout = .seconds(60)
                }
                let (first, second) = (try await cut, try await whole)
                expect(first, .stalled, milliseconds: 28_000)
                // haproxy counts from the connection; what this side took to send is no silence.
                let stages = second.transcript.stages ?? []
                func time(_ name: HandshakeTranscript.StageName) -> Double {
                    stages.first { $0.name == name }?.atMs ?? .nan
                }
                #expect(abs(time(.close) - time(.connect) - 29_000) <= Self.tolerance)
                let sending = time(.clientHello) - time(.connect)
                expect(second, .closed, milliseconds: 29_000 - sending)
                #expect(
                    first.transcript.error == "no byte for 28.0 s after client-hello (threshold 28.0 s)")
                let shown = NameResolution.seconds(.milliseconds(second.transcript.silenceMs ?? 0))
                #expect(
                    second.transcript.error == "closed by the peer after client-hello and \(shown) of silence"
                )
            }
        }

        @Test func aShorterThresholdCutsItShortAndSaysSo() async throws {
            try await Gateway.haproxyStalling(.seconds(29)).withRunning(before: LoopbackPort.free()) {
                running in
                let silence = try await Self.silence(running) { options in
                    options.stall = .seconds(3)
                    options.usualStall = .seconds(28)
                }
                expect(silence, .stalled, milliseconds: 3_000)
                #expect(
                    silence.transcript.error
                        == "no byte for 3.0 s after client-hello (threshold 3.0 s, cut short from 28.0 s)")
                #expect(
                    silence.claim.against.contains { $0.contains("were given up after") },
                    "\(silence.claim.against)")
                #expect(silence.claim.detail.contains("cut short"))
            }
        }
    }
}
