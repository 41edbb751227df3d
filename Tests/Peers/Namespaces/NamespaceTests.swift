import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    /// A path of two routers, one of which does something to a ClientHello.
    @Suite(
        .needsNamespaces,
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
    struct NamespaceTests {
        private static let blocked = "blocked.example"
        private let network: HopNetwork
        private let server: NamespaceServer
        private let target: DialTarget

        init() async throws {
            let scratch = try Scratch()
            network = try HopNetwork(routers: 2, in: scratch)
            server = try await NamespaceServer.start(in: network, with: PeerCertificates(in: scratch))
            let endpoint = Endpoint(host: network.serverAddress, port: NamespaceServer.port)
            target = DialTarget(host: Self.blocked, connect: endpoint)
        }

        private var options: DialOptions {
            var options = DialOptions()
            options.timeout = .seconds(10)
            options.stall = .seconds(1)
            return options
        }

        private func dial(_ change: (inout DialOptions) -> Void = { _ in }) async throws
            -> HandshakeTranscript
        {
            var options = options
            change(&options)
            return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dial(target, options: options)
            }
        }

        private func locate() async throws -> (target: HandshakeTranscript, control: HandshakeTranscript) {
            let transcripts = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.locate(target, options: options, maximumHops: 8)
            }
            #expect(transcripts.map { $0.trial?.purpose } == ["locate", "locate"])
            #expect(transcripts.map { $0.trial?.variant } == ["target", "control"])
            return (try #require(transcripts.first), try #require(transcripts.last))
        }

        private func story(_ pair: (target: HandshakeTranscript, control: HandshakeTranscript)) -> HopStory {
            HopStory(target: pair.target.hops ?? [], control: pair.control.hops ?? [])
        }

        // MARK: - Hops

        @Test func anOpenPathHasNoStop() async throws {
            let pair = try await locate()
            #expect(pair.target.outcome == .completed)
            #expect(pair.control.outcome == .completed)
            #expect(pair.target.sent?.sni == Self.blocked)
            #expect(pair.control.sent?.sni == "www.example.com")
            let answers = ["time-exceeded", "time-exceeded", "server-hello", "server-hello"]
            #expect(pair.control.hops?.map(\.answer) == answers)
            #expect(pair.control.hops?.prefix(2).map(\.from) == network.routers.map(\.address))
            #expect(pair.control.hops?.map(\.limit) == [1, 2, 3, 4])
            #expect(pair.target.hops?.map(\.answer) == Array(answers.prefix(3)))
            #expect(pair.control.hops?.allSatisfy { ($0.atMs ?? -1) >= 0 } == true)
            #expect(story(pair).stop == nil)
            #expect(story(pair).farEnd == 3)
        }

        @Test(arguments: [1, 2]) func theDroppingRouterIsFound(_ number: Int) async throws {
            try network.router(number, drops: Self.blocked)
            let pair = try await locate()
            #expect(pair.target.outcome == .stalled)
            #expect(pair.target.acked == false)
            #expect(pair.control.outcome == .completed)
            // The router decrements first and filters what it would pass on.
            let story = story(pair)
            #expect(story.stop == (number + 1)...(number + 1))
            #expect(story.answer == "silence")
            #expect(story.lastRouter == network.routers[number - 1].address)
            #expect(story.text == "stops at hop \(number + 1), behind \(network.routers[number - 1].address)")
        }

        @Test func theResettingRouterIsFound() async throws {
            try network.router(
                1, "-p", "tcp", "-d", network.serverAddress, "-m", "string", "--algo", "bm", "--string",
                Self.blocked, "-j", "REJECT", "--reject-with", "tcp-reset")
            let pair = try await locate()
            #expect(pair.target.outcome == .reset)
            #expect(pair.control.outcome == .completed)
            let story = story(pair)
            #expect(story.stop == 2...2)
            #expect(story.answer == "reset")
            #expect(!story.mayBeFarEnd)
        }

        @Test func silentRoutersLeaveOnlyARange() async throws {
            for number in 1...2 {
                try Program.ip.run(
                    [
                        "netns", "exec", network.routers[number - 1].namespace, "iptables", "-A", "OUTPUT",
                        "-p",
                        "icmp", "-j", "DROP",
                    ], in: server.scratch.folder)
            }
            try network.router(2, drops: Self.blocked)
            let pair = try await locate()
            #expect(
                pair.control.hops?.map(\.answer) == ["silence", "silence", "server-hello", "server-hello"])
            #expect(story(pair).stop == 1...3)
            #expect(story(pair).text == "stops between hops 1 and 3")
        }

        @Test func withoutARawSocketTheHopsAreKnownAllTheSame() async throws {
            var request = DialRequest(target, options: options)
            request.options.trial = HandshakeTranscript.Trial(purpose: "locate", variant: "target")
            let hops = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await HopSeries(dialer: dialer, request: request, wait: .seconds(1), voices: nil)
                    .hops(1...8, width: 4)
            }
            #expect(
                hops.map(\.answer) == ["time-exceeded", "time-exceeded", "server-hello", "server-hello"])
            #expect(hops.map(\.from) == network.routers.map(\.address) + [nil, nil])
        }

        // MARK: - Acknowledgement

        @Test func aLargeClientHelloIsDroppedUnacknowledged() async throws {
            try network.router(
                2, "-p", "tcp", "-d", network.serverAddress, "-m", "length", "--length", "1000:65535", "-j",
                "DROP")
            let small = try await dial()
            #expect(small.outcome == .completed)
            #expect(small.acked == true)
            let large = try await dial { $0.template = .apple26 }
            #expect(large.outcome == .stalled)
            #expect(large.acked == false)
            #expect((large.sent?.bytes ?? 0) > 1_500)
            #expect(large.stageNames == ["connect", "client-hello"])
        }

        @Test func aSilencedAnswerLeavesTheClientHelloAcknowledged() async throws {
            // What comes back with data in it is dropped, an empty acknowledgement passes.
            try network.router(
                2, "-p", "tcp", "-s", network.serverAddress, "-m", "length", "--length", "100:65535", "-j",
                "DROP")
            let transcript = try await dial()
            #expect(transcript.outcome == .stalled)
            #expect(transcript.acked == true)
        }

        // MARK: - The ladder

        @Test func theLadderShowsThatTheNameIsTheReason() async throws {
            try network.router(1, drops: Self.blocked)
            let rungs = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.climbLadder(target, options: options)
            }
            let outcomes = Dictionary(grouping: rungs, by: { $0.trial?.variant ?? "" })
                .mapValues { $0.map(\.outcome) }
            #expect(rungs.first?.trial == .ladder("control", round: 1))
            #expect(rungs.last?.trial == .ladder("control", round: 2))
            #expect(outcomes["control"] == [.stalled, .stalled])
            for name in ["no-sni", "control-sni", "two-segments", "two-records"] {
                #expect(outcomes[name] == [.completed, .completed], "\(name)")
            }
            for name in ["alpn-http1", "no-alpn", "tls12"] {
                #expect(outcomes[name] == [.stalled], "\(name)")
            }
            #expect(outcomes["no-pq"] == nil)
            #expect(rungs.allSatisfy { $0.acked == ($0.outcome == .completed) })
        }
    }
}
