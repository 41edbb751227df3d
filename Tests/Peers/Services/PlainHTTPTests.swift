import CertificateChains
import TLSHandshake
import Testing

@testable import TLSDialer

extension PeerTests {
    @Suite struct PlainHTTPTests {
        private func ask(
            _ port: Int, stall: Duration = .seconds(5), timeout: Duration = .seconds(10)
        ) async throws -> HandshakeTranscript {
            var options = DialOptions()
            options.timeout = timeout
            options.stall = stall
            options.hostRole = "revocation"
            return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { [options] dialer in
                await dialer.askHTTP("127.0.0.1", port: port, options: options)
            }
        }

        private func ask(
            _ manner: RudeListener.Manner, stall: Duration = .seconds(5)
        ) async throws -> HandshakeTranscript {
            let listener = try await RudeListener.start(manner)
            let transcript = try await ask(listener.port, stall: stall)
            await listener.stop()
            return transcript
        }

        private func firstText(_ transcript: HandshakeTranscript) -> String {
            let digits = Array((transcript.firstBytes ?? "").utf8)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
                UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        @Test(
            .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"),
            arguments: [200, 403])
        func nginxAnswersWhateverItsStatus(_ status: Int) async throws {
            let scratch = try Scratch()
            let port = try await LoopbackPort.free()
            let server = try await NginxText.start(
                """
                \(NginxText.head(scratch, port))
                http {
                    access_log off;
                    \(NginxText.folders(scratch))
                    server {
                        listen 127.0.0.1:\(port);
                        return \(status) "Success";
                    }
                }

                """, port, scratch)
            let transcript = try await ask(server.port)
            #expect(transcript.outcome == .completed, "\(transcript.error ?? "")")
            #expect(transcript.application == "http")
            #expect(transcript.address == "127.0.0.1:\(port)")
            #expect(transcript.hostRole == "revocation")
            #expect(transcript.stageNames == ["connect", "answer"])
            #expect(transcript.isMonotonic)
            #expect(firstText(transcript).hasPrefix("HTTP/1.1 \(status) "))
            #expect(firstText(transcript).contains("Server: nginx"))
        }

        @Test func aSlowHeadIsAwaited() async throws {
            let pieces = ["HT", "TP/1.1 204 No", " Content\r\n", "Server: x\r\n", "\r\n"].map {
                Array($0.utf8)
            }
            let transcript = try await ask(.saysInPieces(pieces))
            #expect(transcript.outcome == .completed)
            #expect(firstText(transcript) == "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n")
        }

        @Test func anEndlessAnswerIsCut() async throws {
            let transcript = try await ask(.repeats(Array("HTTP/1.1 200 OK\r\n".utf8)))
            #expect(transcript.outcome == .completed)
            #expect(transcript.firstBytes?.utf8.count == 2 * ClientHandshake.maximumFirstBytes)
        }

        @Test func aServerThatSpeaksFirstIsHeard() async throws {
            let transcript = try await ask(.partsAtOnce(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)))
            #expect(transcript.outcome == .completed, "\(transcript.error ?? "")")
        }

        @Test func silenceIsAStall() async throws {
            let transcript = try await ask(.silent, stall: .milliseconds(300))
            #expect(transcript.outcome == .stalled)
            #expect(transcript.error == "no answer to the HTTP request")
            #expect(transcript.stageNames == ["connect"])
        }

        @Test func anOrderlyEndWithoutAWordIsClosed() async throws {
            let transcript = try await ask(.closes)
            #expect(transcript.outcome == .closed)
            #expect(transcript.error == "the connection was closed without an answer")
        }

        @Test func aResetIsOne() async throws {
            let transcript = try await ask(.resets)
            #expect(transcript.outcome == .reset)
            #expect(transcript.error == "Connection reset by peer")
        }

        @Test func garbageIsNoHTTP() async throws {
            let transcript = try await ask(.saysAndCloses(Array("SSH-2.0-x\r\n".utf8)))
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error == "the answer is no HTTP")
            #expect(firstText(transcript) == "SSH-2.0-x\r\n")
        }

        @Test func aClosedPortRefuses() async throws {
            let port = try await LoopbackPort.free()
            let transcript = try await ask(port)
            #expect(transcript.outcome == .refused)
            #expect(transcript.stageNames.isEmpty)
        }
    }
}
