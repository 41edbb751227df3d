import CertificateChains
import Foundation
import TLSHandshake
import Testing

@testable import TLSDialer

extension Program {
    static let chronyd = Program("chronyd", package: "chrony")
}

extension PeerTests {
    @Suite struct TimeServerTests {
        private func ask(
            _ port: Int, at host: String = "127.0.0.1", within timeout: Duration = .seconds(5),
            ahead: Int64 = 0, _ change: (inout DialOptions) -> Void = { _ in }
        ) async throws -> HandshakeTranscript {
            var options = DialOptions()
            options.timeout = timeout
            change(&options)
            let clock: @Sendable () -> WallTime = {
                WallTime(millisecondsSince1970: wallClock().millisecondsSince1970 + ahead)
            }
            return try await Dialer.withDialer(publicRoots: .none, now: clock) { dialer in
                await dialer.askTime(host, port: port, options: options)
            }
        }

        private func ask(
            within timeout: Duration = .seconds(5), _ script: @escaping DatagramListener.Script
        ) async throws -> HandshakeTranscript {
            let listener = try await DatagramListener.start(script)
            let transcript = try await ask(listener.port, within: timeout)
            await listener.stop()
            return transcript
        }

        private func answer(to question: [UInt8]) -> SNTPAnswer {
            let nonce = question.suffix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return SNTPAnswer(nonce: nonce)
        }

        @Test(
            .enabled(if: Program.chronyd.isInstalled, "needs chronyd (package chrony)"),
            arguments: [0, 3_600_000, -86_400_000] as [Int64])
        func chronyTellsTheOffsetOfThisClock(ahead: Int64) async throws {
            let scratch = try Scratch()
            let port = try await LoopbackPort.free()
            // No command port and no socket of the system's: nothing outside the scratch folder is touched.
            let file = try scratch.write(
                """
                port \(port)
                cmdport 0
                bindcmdaddress /
                bindaddress 127.0.0.1
                local stratum 8
                allow 127.0.0.1
                pidfile \(scratch.file("chronyd.pid").path)
                driftfile \(scratch.file("drift").path)

                """, to: "chrony.conf")
            let server = try await ServerProcess(
                .chronyd, ["-x", "-d", "-U", "-u", NSUserName(), "-f", file.path],
                ready: .says("Disabled control of system clock", port: port), in: scratch)
            var transcript = try await ask(server.port, within: .seconds(1), ahead: ahead)
            // It says that it is there shortly before it listens.
            for _ in 0..<20 where transcript.outcome != .completed {
                try await Task.sleep(for: .milliseconds(50))
                transcript = try await ask(server.port, within: .seconds(1), ahead: ahead)
            }
            #expect(transcript.outcome == .completed, "\(transcript.error ?? "") \(server.words)")
            #expect(transcript.application == "ntp")
            #expect(transcript.via == "direct")
            #expect(transcript.address == "127.0.0.1:\(port)")
            #expect(transcript.bytesIn == 48)
            #expect(transcript.error == nil)
            #expect(transcript.stageNames == ["answer"])
            let offset = try #require(transcript.clockOffsetMs)
            #expect(abs(offset + Double(ahead)) < 500)
        }

        @Test func aNameIsResolvedFirst() async throws {
            let listener = try await DatagramListener.start { answer(to: $0).bytes }
            let transcript = try await ask(listener.port, at: "localhost") {
                $0.family = .v4
                $0.hostRole = "time"
                $0.vantage = "device-network"
            }
            await listener.stop()
            #expect(transcript.outcome == .completed)
            #expect(transcript.serverName == "localhost")
            #expect(transcript.hostRole == "time")
            #expect(transcript.vantage == "device-network")
            #expect(transcript.stageNames == ["resolve", "answer"])
            #expect(transcript.isMonotonic)
        }

        @Test func aNameThatDoesNotExistIsUnresolved() async throws {
            let transcript = try await ask(123, at: "nobody.invalid")
            #expect(transcript.outcome == .unresolved)
            #expect(transcript.error?.hasPrefix("nobody.invalid: ") == true)
            #expect(transcript.address == nil)
        }

        @Test func silenceIsAStall() async throws {
            let transcript = try await ask(within: .milliseconds(300)) { _ in nil }
            #expect(transcript.outcome == .stalled)
            #expect(transcript.error == "no answer over UDP")
            #expect((transcript.silenceMs ?? 0) >= 300)
            #expect(transcript.clockOffsetMs == nil)
        }

        @Test func aClosedPortRefuses() async throws {
            let listener = try await DatagramListener.start { _ in nil }
            await listener.stop()
            let transcript = try await ask(listener.port)
            #expect(transcript.outcome == .refused)
            #expect(transcript.error == "127.0.0.1:\(listener.port): Connection refused")
        }

        @Test func garbageIsNoTime() async throws {
            let transcript = try await ask { _ in Array("go away".utf8) }
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.bytesIn == 7)
            #expect(
                transcript.error
                    == "the answer is none of a time server's: 7 bytes where at least 48 are expected")
        }

        @Test func anEmptyDatagramIsNoTime() async throws {
            let transcript = try await ask { _ in [] }
            #expect(transcript.outcome == .protocolError)
        }

        @Test func anAnswerToAnotherQuestionIsNone() async throws {
            let transcript = try await ask { _ in SNTPAnswer(nonce: 1).bytes }
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error?.hasSuffix("it answers another question") == true)
            #expect(transcript.clockOffsetMs == nil)
        }

        @Test func aRefusalIsToldWithItsCode() async throws {
            let transcript = try await ask { question in
                var answer = answer(to: question)
                answer.stratum = 0
                answer.code = Array("RATE".utf8)
                return answer.bytes
            }
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error?.hasSuffix("the server refuses with RATE") == true)
        }

        @Test func aServerWithoutTimeIsNoMeasure() async throws {
            let transcript = try await ask { question in
                var answer = answer(to: question)
                answer.leap = 3
                return answer.bytes
            }
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.clockOffsetMs == nil)
        }
    }
}
