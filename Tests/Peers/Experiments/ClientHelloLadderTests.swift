import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct ClientHelloLadderTests {
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
                    "-alpn", "h2,http/1.1",
                ], ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
        }

        private func climb(_ port: Int, stall: Duration = .seconds(2)) async throws -> [HandshakeTranscript] {
            var options = DialOptions()
            options.timeout = .seconds(10)
            options.stall = stall
            let target = DialTarget(
                host: PeerCertificates.host, connect: Endpoint(host: "127.0.0.1", port: port))
            return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.climbLadder(target, options: options)
            }
        }

        private func outcome(
            _ variant: String, in rungs: [HandshakeTranscript]
        ) -> [HandshakeTranscript.Outcome] {
            rungs.filter { $0.trial?.variant == variant }.map(\.outcome)
        }

        @Test func onAnOpenWayEveryRungCompletesOnce() async throws {
            let rungs = try await climb(server.port)
            let variants = [
                "control", "grease-ech", "two-segments", "two-records", "no-sni", "control-sni", "alpn-http1",
                "no-alpn", "tls12", "control",
            ]
            #expect(rungs.compactMap(\.trial?.variant) == variants)
            #expect(rungs.compactMap(\.trial?.round) == Array(repeating: 1, count: 9) + [2])
            #expect(Set(rungs.map(\.outcome)) == [.completed])
            let sent = Dictionary(rungs.map { ($0.trial?.variant ?? "", $0) }) { first, _ in first }
            #expect(sent["control"]?.sent?.segments == 1)
            #expect(sent["control"]?.sent?.records == 1)
            #expect(sent["two-segments"]?.sent?.segments == 2)
            #expect(sent["two-segments"]?.sent?.records == 1)
            #expect(sent["two-records"]?.sent?.segments == 2)
            #expect(sent["two-records"]?.sent?.records == 2)
            #expect(sent["no-sni"]?.sent?.sni == nil)
            #expect(sent["control-sni"]?.sent?.sni == "www.example.com")
            #expect(sent["alpn-http1"]?.sent?.alpn == ["http/1.1"])
            #expect(sent["no-alpn"]?.alpn == nil)
            #expect(sent["tls12"]?.version == "TLSv1.2")
            let size = sent["control"]?.sent?.bytes ?? 0
            #expect(sent["two-records"]?.sent?.bytes == size + 5)
            #expect((sent["two-segments"]?.bytesOut ?? 0) == (sent["control"]?.bytesOut ?? 1))
        }

        @Test func aControlThatReachesNobodyStandsAlone() async throws {
            let rungs = try await climb(LoopbackPort.free())
            #expect(rungs.map(\.outcome) == [.refused])
        }

        @Test func aSilentPeerIsWaitedForLessAfterTheControl() async throws {
            let listener = try await RudeListener.start(.silent)
            let rungs = try await climb(listener.port, stall: .milliseconds(300))
            await listener.stop()
            #expect(Set(rungs.map(\.outcome)) == [.stalled])
            #expect(rungs.count == 10)
            #expect(rungs.allSatisfy { $0.acked == true })
        }

        @Test func theThresholdThatWasCutShortIsNamed() {
            var control = HandshakeTranscript(outcome: .stalled)
            var options = Dialer.patient(DialOptions(), after: control)
            #expect(options.stall == .seconds(3))
            #expect(options.usualStall == .seconds(28))
            control.outcome = .completed
            control.stages = [HandshakeTranscript.Stage(.close, atMs: 6_010)]
            #expect(Dialer.patient(DialOptions(), after: control).stall == .milliseconds(24_040))
            control.stages = [HandshakeTranscript.Stage(.close, atMs: 1e300)]
            options = Dialer.patient(DialOptions(), after: control)
            #expect(options.stall == .seconds(28))
            #expect(options.usualStall == nil)

            var silent = Conversation()
            silent.end = .silent
            silent.silence = .seconds(3)
            options.usualStall = .seconds(28)
            options.stall = .seconds(3)
            let text = EndText(silent, after: "client-hello", options: options).text
            #expect(
                text == "no byte for 3.0 s after client-hello (threshold 3.0 s, cut short from 28.0 s)")
        }

        // MARK: - Boxes that read the name

        @Test(.enabled(if: Program.sslh.isInstalled, "needs sslh (package sslh)"))
        func sslhBearsEveryRungOfItsName() async throws {
            let port = try await LoopbackPort.free()
            // It looks into the ClientHello only where it must choose by name.
            let file = try scratch.write(
                """
                foreground: true;
                pidfile: "\(scratch.file("sslh.pid").path)";
                listen: ( { host: "127.0.0.1"; port: "\(port)"; } );
                protocols: (
                    { name: "tls"; host: "127.0.0.1"; port: "\(server.port)"; sni_hostnames: [ "*.test" ]; }
                );

                """, to: "sslh.cfg")
            let sslh = try await ServerProcess(
                .sslh, ["-F\(file.path)"], ready: .accepts(port: port), in: scratch)
            let rungs = try await climb(port)
            sslh.stop()
            #expect(outcome("control", in: rungs) == [.completed, .completed])
            #expect(outcome("two-segments", in: rungs) == [.completed])
            #expect(outcome("two-records", in: rungs) == [.completed])
        }

        @Test(.enabled(if: Program.sniproxy.isInstalled, "needs sniproxy (package sniproxy)"))
        func sniproxyAlertsOnTwoRecords() async throws {
            let port = try await LoopbackPort.free()
            let file = try scratch.write(
                """
                pidfile \(scratch.file("sniproxy.pid").path)
                error_log { filename \(scratch.file("sniproxy.log").path) }
                listen 127.0.0.1:\(port) { proto tls
                    table hosts }
                table hosts {
                    .* 127.0.0.1:\(server.port)
                }

                """, to: "sniproxy.conf")
            let sniproxy = try await ServerProcess(
                .sniproxy, ["-f", "-c", file.path], ready: .accepts(port: port), in: scratch)
            let rungs = try await climb(port)
            sniproxy.stop()
            #expect(outcome("control", in: rungs) == [.completed, .completed])
            #expect(outcome("two-segments", in: rungs) == [.completed])
            #expect(outcome("two-records", in: rungs) == [.alert, .alert])
            let refused = rungs.first { $0.trial?.variant == "two-records" }
            #expect(refused?.alert?.code == 40)
        }
    }
}
