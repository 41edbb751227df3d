import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    /// Proxies that answer badly, late or never; each must have a name, an end, and the blame.
    @Suite struct RudeProxyTests {
        private static let open = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
        /// handshake_failure, in the clear.
        private static let alert: [UInt8] = [0x15, 3, 3, 0, 2, 2, 40]

        private func dial(
            _ scheme: String, _ manner: RudeListener.Manner, _ change: (inout DialOptions) -> Void = { _ in }
        ) async throws -> HandshakeTranscript {
            let listener = try await RudeListener.start(manner)
            let route = try Route(url: "\(scheme)://127.0.0.1:\(listener.port)")
            let transcript = try await dialLoopback(9, by: route) { options in
                options.proxyTimeout = .seconds(2)
                change(&options)
            }
            await listener.stop()
            #expect(transcript.isMonotonic)
            #expect(transcript.via == "\(scheme)://127.0.0.1:\(listener.port)")
            #expect(transcript.address == "127.0.0.1:9")
            #expect(transcript.proxy?.address == "127.0.0.1:\(listener.port)")
            #expect(transcript.proxy?.scheme == scheme)
            return transcript
        }

        /// Expects an end at the proxy, before a byte for the host.
        private func expectBlamed(
            _ transcript: HandshakeTranscript, _ outcome: HandshakeTranscript.Outcome, _ text: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(transcript.outcome == outcome, sourceLocation: sourceLocation)
            #expect(transcript.endedAtProxy, sourceLocation: sourceLocation)
            #expect(transcript.stageNames == ["connect"], sourceLocation: sourceLocation)
            let prefix = "the proxy \(transcript.via ?? "-"): "
            #expect(transcript.error == prefix + text, sourceLocation: sourceLocation)
        }

        // MARK: - Silence and slowness

        @Test(arguments: [
            ("http", "its answer to CONNECT 127.0.0.1:9"),
            ("socks5", "its choice of an authentication method"),
        ])
        func silenceIsTheProxysAndHasItsOwnLimit(_ scheme: String, _ awaited: String) async throws {
            let clock = ContinuousClock()
            let start = clock.now
            let transcript = try await dial(scheme, .silent) { $0.proxyTimeout = .milliseconds(300) }
            expectBlamed(transcript, .stalled, "it was silent for 0.3 s before \(awaited)")
            #expect(start.duration(to: clock.now) < .seconds(2))
            #expect((transcript.silenceMs ?? 0) >= 290)
            #expect(transcript.proxy?.answerMs == nil)
        }

        @Test func silenceInTheProxysOwnTLSIsTheProxys() async throws {
            let transcript = try await dial("https", .silent) { $0.proxyTimeout = .milliseconds(300) }
            expectBlamed(
                transcript, .stalled, "its own TLS handshake was not finished after 0.3 s (0 bytes came)")
        }

        @Test(arguments: ["http", "https", "socks5"])
        func theTimeForTheWholeAttemptBoundsThisLegToo(_ scheme: String) async throws {
            let clock = ContinuousClock()
            let start = clock.now
            let transcript = try await dial(scheme, .silent) { options in
                options.timeout = .milliseconds(400)
                options.proxyTimeout = .seconds(15)
            }
            #expect(transcript.outcome == .stalled)
            #expect(transcript.endedAtProxy)
            #expect(start.duration(to: clock.now) < .seconds(2))
        }

        @Test func dripsDoNotExtendTheLimit() async throws {
            let drips =
                Array(repeating: [UInt8(ascii: "H")], count: 1) + "TTP/1.1 200 OK\r\n".utf8.map { [$0] }
            let endless = drips + Array(repeating: Array("X: y\r\n".utf8), count: 400)
            let transcript = try await dial("http", .saysInPieces(endless)) {
                $0.proxyTimeout = .milliseconds(500)
            }
            #expect(transcript.outcome == .stalled)
            #expect(transcript.endedAtProxy)
            #expect(transcript.error?.contains("was not whole after 0.5 s") == true)
            #expect((transcript.silenceMs ?? 1_000) < 300)
        }

        @Test func behindAnOpenTunnelSilenceIsNotTheProxys() async throws {
            let transcript = try await dial("http", .says(Self.open)) { $0.stall = .milliseconds(300) }
            #expect(transcript.outcome == .stalled)
            #expect(!transcript.endedAtProxy)
            #expect(transcript.stageNames == ["connect", "proxy", "client-hello"])
            #expect(transcript.error?.contains("after client-hello (threshold 0.3 s)") == true)
            #expect(transcript.proxy?.status == 200)
            #expect(transcript.proxy?.reason == "Connection established")
            #expect((transcript.proxy?.answerMs ?? 0) > 0)
        }

        @Test(arguments: ["http", "https", "socks5"])
        func aCancelledAttemptEndsInThisLeg(_ scheme: String) async throws {
            let listener = try await RudeListener.start(.silent)
            let route = try Route(url: "\(scheme)://127.0.0.1:\(listener.port)")
            let clock = ContinuousClock()
            let start = clock.now
            let attempt = Task { try await dialLoopback(9, by: route) }
            try await Task.sleep(for: .milliseconds(200))
            attempt.cancel()
            let transcript = try await attempt.value
            await listener.stop()
            #expect(transcript.endedAtProxy)
            #expect(start.duration(to: clock.now) < .seconds(3))
        }

        // MARK: - Ends

        @Test func aResetIsTheProxys() async throws {
            let transcript = try await dial("http", .resets)
            expectBlamed(
                transcript, .reset,
                "it reset the connection before its answer to CONNECT 127.0.0.1:9: "
                    + "Connection reset by peer")
        }

        @Test func aResetInsideTheHeadIsTheProxys() async throws {
            let transcript = try await dial("http", .saysAndResets(Array("HTTP/1.1 200 OK\r\nVia".utf8)))
            expectBlamed(
                transcript, .reset,
                "it reset the connection before its answer to CONNECT 127.0.0.1:9 "
                    + "(20 bytes came): Connection reset by peer")
        }

        @Test(arguments: ["http", "https", "socks5"])
        func anEndBeforeTheAnswerIsTheProxys(_ scheme: String) async throws {
            let transcript = try await dial(scheme, .closes)
            #expect(transcript.outcome == .closed)
            #expect(transcript.endedAtProxy)
            #expect(transcript.error?.contains("it closed the connection before its") == true)
        }

        @Test(arguments: ["http", "https", "socks5"])
        func anEndBeforeTheQuestionIsTheProxys(_ scheme: String) async throws {
            let transcript = try await dial(scheme, .partsAtOnce([]))
            #expect([.closed, .reset].contains(transcript.outcome))
            #expect(transcript.endedAtProxy)
        }

        // MARK: - Nonsense

        @Test func anEndlessHeadIsCut() async throws {
            let start = Array("HTTP/1.1 200 OK\r\n".utf8)
            let transcript = try await dial(
                "http", .saysInPieces([start, Array(repeating: 0x78, count: 1 << 20)]))
            expectBlamed(transcript, .protocolError, "the head of its answer has more than 16384 bytes")
        }

        @Test func anEndlessAnswerIsCut() async throws {
            let transcript = try await dial("http", .repeats(Array("HTTP/1.1 200 OK\r\n".utf8)))
            #expect(transcript.outcome == .protocolError)
            expectBlamed(transcript, .protocolError, "line 2 of its answer is no header field")
        }

        @Test func anEndlessTunnelIsCutByTheHandshake() async throws {
            let transcript = try await dial("http", .repeats(Self.open))
            #expect(transcript.outcome == .protocolError)
            #expect(!transcript.endedAtProxy)
        }

        @Test(arguments: ["http", "socks5"])
        func garbageIsNamed(_ scheme: String) async throws {
            let transcript = try await dial(scheme, .says(Array("SSH-2.0-x\r\n".utf8)))
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.endedAtProxy)
            #expect(transcript.error?.contains("SSH-2.0-x") == true)
            #expect(transcript.firstBytes?.hasPrefix("5353482d322e302d78") == true)
        }

        @Test func aProxyWithoutTLSIsNamed() async throws {
            let transcript = try await dial("https", .says(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)))
            expectBlamed(
                transcript, .protocolError, "it speaks no TLS itself: HTTP/1.1 400 Bad Request")
        }

        @Test func theProxysOwnAlertIsItsRefusal() async throws {
            let transcript = try await dial("https", .says(Self.alert))
            expectBlamed(
                transcript, .proxyRefused, "it refused its own TLS handshake with the alert handshake_failure"
            )
            #expect(transcript.alert == nil)
        }

        // MARK: - Answers

        @Test func aBlockPageIsKept() async throws {
            let page = "<html>no</html>"
            let head = "HTTP/1.1 403 Blocked\r\nContent-Type: text/html\r\n\r\n"
            let transcript = try await dial("http", .saysInPieces([Array(head.utf8), Array(page.utf8)]))
            expectBlamed(transcript, .proxyRefused, "it refused CONNECT 127.0.0.1:9: 403 Blocked")
            #expect(transcript.firstBytes == Hex.encode(Array(page.utf8)))
            #expect(transcript.proxy?.status == 403)
        }

        @Test func a407WithoutSchemesIsOne() async throws {
            let transcript = try await dial("http", .saysAndCloses(Array("HTTP/1.1 407 Auth\r\n\r\n".utf8)))
            expectBlamed(transcript, .proxyAuth, "it asks for authentication without saying how: 407 Auth")
            #expect(transcript.proxy?.authentication == [])
        }

        @Test func whatIsBehindTheHeadIsTheFarEnds() async throws {
            let transcript = try await dial("http", .says(Self.open + Self.alert))
            #expect(transcript.outcome == .alert)
            #expect(transcript.alert?.name == "handshake_failure")
            #expect(!transcript.endedAtProxy)
            #expect(transcript.stageNames == ["connect", "proxy", "client-hello", "alert"])
        }

        @Test func aPageBehindTheHeadIsNoTLS() async throws {
            let page = Array("HTTP/1.1 403 Forbidden\r\n\r\n".utf8)
            let transcript = try await dial("http", .saysAndCloses(Self.open + page))
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.firstBytes == Hex.encode(page))
            #expect(!transcript.endedAtProxy)
        }

        @Test func aRulesetOfSOCKSIsARefusal() async throws {
            let transcript = try await dial(
                "socks5", .saysInPieces([[5, 0], [5, 2, 0, 1, 0, 0, 0, 0, 0, 0]]))
            expectBlamed(
                transcript, .proxyRefused,
                "it refused the connection to 127.0.0.1:9: connection not allowed by ruleset (reply 2)")
            #expect(transcript.proxy?.status == 2)
        }

        @Test(arguments: ["x\r\nEvil: 1", "a b", "", String(repeating: "a", count: 256)])
        func whatCannotBeAskedForIsNotSent(_ host: String) async throws {
            let target = DialTarget(host: host)
            let route = try Route(url: "http://127.0.0.1:9")
            let transcript = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dial(target, route: route)
            }
            #expect(transcript.outcome == .unresolved)
            #expect(transcript.error?.hasPrefix("a proxy cannot be asked for this host") == true)
            #expect(transcript.stages == nil)
        }

        // MARK: - No proxy at all

        @Test func aProxyThatRefusesIsBlamed() async throws {
            let port = try await LoopbackPort.free()
            let transcript = try await dialLoopback(9, by: try Route(url: "http://127.0.0.1:\(port)"))
            #expect(transcript.outcome == .refused)
            #expect(transcript.endedAtProxy)
            #expect(transcript.proxy?.address == "127.0.0.1:\(port)")
            let error = "the proxy http://127.0.0.1:\(port): 127.0.0.1:\(port): Connection refused"
            #expect(transcript.error == error)
        }

        @Test func aProxyWithoutAnAddressIsBlamed() async throws {
            let route = try Route(url: "socks5://proxy.invalid:1080")
            let transcript = try await dialLoopback(9, by: route) { $0.timeout = .seconds(5) }
            #expect(transcript.outcome == .unresolved)
            #expect(transcript.endedAtProxy)
            #expect(
                transcript.error?.hasPrefix("the proxy socks5://proxy.invalid:1080: proxy.invalid: ") == true)
        }
    }
}
