import Foundation
import HandshakePeer
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

private let tinyproxy = Program("tinyproxy", package: "tinyproxy")
private let microsocks = Program("microsocks", package: "microsocks")
private let stunnel = Program("stunnel4", package: "stunnel4")

/// The stages of a whole handshake through a proxy.
private let throughProxy = ["connect", "proxy"] + fullHandshake.dropFirst()

/// Starts tinyproxy with these lines in its configuration.
private func startTinyproxy(_ lines: [String] = [], in scratch: Scratch) async throws -> ServerProcess {
    let port = try await LoopbackPort.free()
    let common = ["Port \(port)", "Listen 127.0.0.1", "Timeout 60", "MaxClients 20", "LogLevel Info"]
    try scratch.write((common + lines).joined(separator: "\n") + "\n", to: "tinyproxy-\(port).conf")
    return try await ServerProcess(
        tinyproxy, ["-d", "-c", scratch.file("tinyproxy-\(port).conf").path], ready: .accepts(port: port),
        in: scratch)
}

/// Expects a whole handshake behind an open tunnel.
private func expectThrough(
    _ transcript: HandshakeTranscript, status: Int, sourceLocation: SourceLocation = #_sourceLocation
) {
    expectCompleted(transcript, suite: "TLS_AES_128_GCM_SHA256", sourceLocation: sourceLocation)
    #expect(transcript.stageNames.starts(with: throughProxy), sourceLocation: sourceLocation)
    #expect(transcript.proxy?.status == status, sourceLocation: sourceLocation)
    #expect((transcript.proxy?.answerMs ?? 0) > 0, sourceLocation: sourceLocation)
    #expect(transcript.firstBytes == nil, sourceLocation: sourceLocation)
    #expect(!transcript.endedAtProxy, sourceLocation: sourceLocation)
}

extension PeerTests {
    @Suite(.enabled(if: tinyproxy.isInstalled, "needs tinyproxy (package tinyproxy)"))
    struct ConnectProxyTests {
        private let scratch: Scratch

        init() throws { scratch = try Scratch() }

        private func dial(
            _ proxy: ServerProcess, to port: Int, user: String = "", password: String? = nil
        ) async throws -> HandshakeTranscript {
            try await dialLoopback(
                port, by: try Route(url: "http://\(user)127.0.0.1:\(proxy.port)", password: password))
        }

        @Test func aTunnelChangesNothingOfTheHandshake() async throws {
            let origin = try await ScriptedListener.start(.init())
            let proxy = try await startTinyproxy(in: scratch)
            let transcript = try await dial(proxy, to: origin.port)
            let direct = try await dialLoopback(origin.port)
            await origin.stop()
            expectThrough(transcript, status: 200)
            #expect(transcript.sent == direct.sent)
            #expect(transcript.certificates == direct.certificates)
            #expect(transcript.address == "127.0.0.1:\(origin.port)")
            #expect(transcript.proxy?.address == "127.0.0.1:\(proxy.port)")
            #expect(direct.via == "direct")
            #expect(direct.proxy == nil)
            #expect(proxy.words.contains("CONNECT 127.0.0.1:\(origin.port) HTTP/1.1"))
        }

        @Test func authenticationIsItsOwnOutcome() async throws {
            let origin = try await ScriptedListener.start(.init())
            let proxy = try await startTinyproxy(["BasicAuth ana hunter2"], in: scratch)
            let without = try await dial(proxy, to: origin.port)
            #expect(without.outcome == .proxyAuth)
            #expect(without.endedAtProxy)
            #expect(without.proxy?.status == 407)
            #expect(without.proxy?.authentication == ["Basic"])
            #expect(without.error?.contains("it asks for authentication by Basic: 407 ") == true)
            let wrong = try await dial(proxy, to: origin.port, user: "ana@", password: "hunter3")
            #expect(wrong.outcome == .proxyAuth)
            // A missing password is 407 for tinyproxy, a wrong one 401.
            #expect(wrong.proxy?.status == 401)
            #expect(wrong.error?.contains("it does not accept the user name and password") == true)
            #expect(wrong.endedAtProxy)
            let right = try await dial(proxy, to: origin.port, user: "ana@", password: "hunter2")
            await origin.stop()
            expectThrough(right, status: 200)
            for transcript in [without, wrong, right] {
                let text = String(describing: transcript)
                #expect(!text.contains("hunter"))
                #expect(!text.contains("ana@"))
            }
        }

        @Test func everyAddressIsAskedOfTheProxy() async throws {
            let origin = try await ScriptedListener.start(.init())
            let proxy = try await startTinyproxy(in: scratch)
            let route = try Route(url: "http://127.0.0.1:\(proxy.port)")
            var options = DialOptions()
            options.family = .v4
            let shaped = options
            let attempts = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                let target = DialTarget(host: "localhost", port: origin.port)
                return await dialer.dialEveryAddress(target, route: route, options: shaped)
            }
            await origin.stop()
            #expect(attempts.count == 1)
            for attempt in attempts { expectThrough(attempt.transcript, status: 200) }
            #expect(attempts.first?.transcript.address == "127.0.0.1:\(origin.port)")
            #expect(attempts.first?.transcript.sent?.sni == "localhost")
        }

        @Test func aForbiddenPortIsARefusal() async throws {
            let proxy = try await startTinyproxy(["ConnectPort 443"], in: scratch)
            let transcript = try await dial(proxy, to: 9)
            #expect(transcript.outcome == .proxyRefused)
            #expect(transcript.proxy?.status == 403)
            #expect(transcript.error?.contains("it refused CONNECT 127.0.0.1:9: 403 ") == true)
            #expect(transcript.firstBytes?.isEmpty == false)
            #expect((transcript.tcp?.sendMSS ?? 0) > 500)
        }

        @Test func aTargetThatTheProxyCannotReachIsItsRefusal() async throws {
            let dead = try await LoopbackPort.free()
            let proxy = try await startTinyproxy(in: scratch)
            let transcript = try await dial(proxy, to: dead)
            #expect(transcript.outcome == .proxyRefused)
            #expect((500...504).contains(transcript.proxy?.status ?? 0))
        }

        @Test func aStallBehindTheTunnelIsTimedFromTheClientHello() async throws {
            let origin = try await RudeListener.start(.silent)
            let proxy = try await startTinyproxy(in: scratch)
            let transcript = try await dialLoopback(
                origin.port, by: try Route(url: "http://127.0.0.1:\(proxy.port)")
            ) { $0.stall = .milliseconds(400) }
            await origin.stop()
            #expect(transcript.outcome == .stalled)
            #expect(!transcript.endedAtProxy)
            #expect(transcript.stageNames == ["connect", "proxy", "client-hello"])
            #expect((390...700).contains(transcript.silenceMs ?? 0))
        }
    }

    @Suite(
        .enabled(if: tinyproxy.isInstalled, "needs tinyproxy (package tinyproxy)"),
        .enabled(if: stunnel.isInstalled, "needs stunnel4 (package stunnel4)"),
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct TLSProxyTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
        }

        private func startStunnel(to port: Int, _ lines: [String] = []) async throws -> ServerProcess {
            let own = try await LoopbackPort.free()
            let files = try certificates.server(.ecdsa)
            let text = [
                "foreground = yes", "pid =", "[proxy]", "accept = 127.0.0.1:\(own)",
                "connect = 127.0.0.1:\(port)", "cert = \(files.chain.path)", "key = \(files.key.path)",
            ]
            try scratch.write((text + lines).joined(separator: "\n") + "\n", to: "stunnel.conf")
            return try await ServerProcess(
                stunnel, [scratch.file("stunnel.conf").path], ready: .accepts(port: own), in: scratch)
        }

        private func dial(
            _ proxy: ServerProcess, to port: Int, trusted: Bool, user: String = "", password: String? = nil
        ) async throws -> HandshakeTranscript {
            let anchors = try PEMFile(scratch.bytes("root.pem")).certificates
            let route = try Route(url: "https://\(user)127.0.0.1:\(proxy.port)", password: password)
            return try await dialLoopback(port, by: route) { if trusted { $0.anchors = anchors } }
        }

        @Test func theHandshakeGoesInsideTheProxysTLS() async throws {
            let origin = try await ScriptedListener.start(.init())
            let inner = try await startTinyproxy(["BasicAuth ana hunter2"], in: scratch)
            let proxy = try await startStunnel(to: inner.port)
            let transcript = try await dial(
                proxy, to: origin.port, trusted: true, user: "ana@", password: "hunter2")
            await origin.stop()
            expectThrough(transcript, status: 200)
            #expect(transcript.proxy?.tlsVersion == "TLSv1.3")
            #expect(transcript.proxy?.trust?.status == "expected")
            #expect(transcript.proxy?.certificateProblem == nil)
            let (tls, answer) = (transcript.proxy?.tlsMs ?? 0, transcript.proxy?.answerMs ?? 0)
            #expect(tls > 0 && answer > tls)
        }

        @Test func anUntrustedProxyIsGoneThroughAndNamed() async throws {
            let origin = try await ScriptedListener.start(.init())
            let inner = try await startTinyproxy(in: scratch)
            let proxy = try await startStunnel(to: inner.port)
            let transcript = try await dial(proxy, to: origin.port, trusted: false)
            await origin.stop()
            expectThrough(transcript, status: 200)
            #expect(
                transcript.proxy?.certificateProblem?.hasPrefix("the proxy's certificate is not trusted")
                    == true)
        }

        @Test func anUntrustedProxyGetsNoPassword() async throws {
            let inner = try await startTinyproxy(["BasicAuth ana hunter2"], in: scratch)
            let proxy = try await startStunnel(to: inner.port)
            let transcript = try await dial(proxy, to: 9, trusted: false, user: "ana@", password: "hunter2")
            #expect(transcript.outcome == .proxyAuth)
            #expect(transcript.error?.contains("it asks for authentication by Basic") == true)
            #expect(transcript.error?.contains("the password was withheld") == true)
        }

        @Test func anOlderVersionOfTheProxyIsNamed() async throws {
            let proxy = try await startStunnel(to: 9, ["sslVersionMax = TLSv1.2"])
            let transcript = try await dial(proxy, to: 9, trusted: true)
            #expect(transcript.endedAtProxy)
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.proxy?.tlsVersion == "TLSv1.2")
            #expect(transcript.error?.contains("it speaks TLSv1.2 to its clients") == true)
        }

        @Test func aProxyThatDiesBehindItsTLSIsBlamed() async throws {
            let dead = try await LoopbackPort.free()
            let proxy = try await startStunnel(to: dead)
            let transcript = try await dial(proxy, to: 9, trusted: true)
            #expect(transcript.endedAtProxy)
            #expect([.closed, .reset].contains(transcript.outcome))
        }
    }

    @Suite(.enabled(if: microsocks.isInstalled, "needs microsocks (package microsocks)"))
    struct SocksProxyTests {
        private let scratch: Scratch

        init() throws { scratch = try Scratch() }

        private func start(_ arguments: String...) async throws -> ServerProcess {
            let port = try await LoopbackPort.free()
            return try await ServerProcess(
                microsocks, ["-i", "127.0.0.1", "-p", "\(port)"] + arguments, ready: .accepts(port: port),
                in: scratch)
        }

        private func dial(
            _ proxy: ServerProcess, to port: Int, user: String = "", password: String? = nil
        ) async throws -> HandshakeTranscript {
            try await dialLoopback(
                port, by: try Route(url: "socks5://\(user)127.0.0.1:\(proxy.port)", password: password))
        }

        @Test func aConnectionChangesNothingOfTheHandshake() async throws {
            let origin = try await ScriptedListener.start(.init())
            let transcript = try await dial(try await start(), to: origin.port)
            await origin.stop()
            expectThrough(transcript, status: 0)
            #expect(transcript.proxy?.reason == "succeeded")
        }

        @Test func theProxyResolvesTheName() async throws {
            let origin = try await ScriptedListener.start(.init())
            let proxy = try await start()
            let target = DialTarget(host: "localhost", port: origin.port)
            let route = try Route(url: "socks5://127.0.0.1:\(proxy.port)")
            let transcript = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dial(target, route: route)
            }
            await origin.stop()
            expectThrough(transcript, status: 0)
            #expect(transcript.address == "localhost:\(origin.port)")
            #expect(transcript.resolver == nil)
        }

        @Test func authenticationIsItsOwnOutcome() async throws {
            let origin = try await ScriptedListener.start(.init())
            let proxy = try await start("-u", "ana", "-P", "hunter2")
            let without = try await dial(proxy, to: origin.port)
            #expect(without.outcome == .proxyAuth)
            #expect(without.error?.contains("it asks for authentication") == true)
            let wrong = try await dial(proxy, to: origin.port, user: "ana@", password: "hunter3")
            #expect(wrong.outcome == .proxyAuth)
            #expect(wrong.proxy?.authentication == ["username/password"])
            let right = try await dial(proxy, to: origin.port, user: "ana@", password: "hunter2")
            await origin.stop()
            expectThrough(right, status: 0)
        }

        @Test func aDeadTargetIsARefusal() async throws {
            let dead = try await LoopbackPort.free()
            let transcript = try await dial(try await start(), to: dead)
            #expect(transcript.outcome == .proxyRefused)
            #expect(transcript.proxy?.status == 5)
            #expect(transcript.error?.contains("connection refused (reply 5)") == true)
        }
    }
}
