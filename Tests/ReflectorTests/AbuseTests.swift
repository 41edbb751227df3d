import CertificateChains
import Foundation
import NIOCore
import TLSHandshake
import Testing

@testable import Reflector
@testable import TLSDialer

/// Clients that mean no good: bounded, written down, and no harm to the next one.
struct AbuseTests {
    private static func hello(fragmentLimit: Int = 16_384) -> [UInt8] {
        let configuration = ClientHandshake.Configuration(
            serverName: "mdm.example.test", clientHelloFragmentLimit: fragmentLimit)
        var handshake = ClientHandshake(configuration, entropy: .fresh())
        return handshake.start().send
    }

    private static func outcomes(_ reflector: LoopbackReflector) async throws -> [String] {
        try await reflector.stop().map { $0.outcome ?? "none" }
    }

    /// Whether an honest client is still served.
    private static func isServing(_ reflector: LoopbackReflector) async throws -> Bool {
        let target = DialTarget(host: "mdm.example.test", connect: reflector.endpoint)
        return try await withDialer { await $0.dial(target, options: testOptions()).outcome } == .completed
    }

    @Test(arguments: [
        (Array("GET / HTTP/1.1\r\n\r\n".utf8), "not-tls"), ([UInt8](repeating: 0, count: 5_000), "not-tls"),
        ([22, 3, 1, 0, 4, 2, 0, 0, 0], "malformed"), ([22, 3, 1, 0x50, 0], "malformed"),
        ([21, 3, 1, 0, 2, 2, 40], "malformed"), ([0x16], "closed"), ([22, 3, 1, 1, 0, 1], "closed"),
    ])
    func whatIsNoClientHelloIsWrittenDown(_ bytes: [UInt8], _ outcome: String) async throws {
        let reflector = try await LoopbackReflector.start()
        let client = try await RawClient.connect(reflector.port)
        await client.send(bytes)
        if outcome == "closed" { await client.close() }
        #expect(await client.answer() != nil, "the connection is over")
        #expect(try await Self.isServing(reflector))
        #expect(try await Self.outcomes(reflector).sorted() == [outcome, "completed"].sorted())
    }

    @Test func oneThatSaysNothingLeavesNoLine() async throws {
        let reflector = try await LoopbackReflector.start()
        let client = try await RawClient.connect(reflector.port)
        await client.close()
        #expect(try await Self.outcomes(reflector).isEmpty)
    }

    @Test func aHelloIsReadHoweverItIsCut() async throws {
        let reflector = try await LoopbackReflector.start()
        for limit in [40, 16_384] {
            let client = try await RawClient.connect(reflector.port)
            let bytes = Self.hello(fragmentLimit: limit)
            try await client.channel.setOption(.socket(6, 1), value: 1).get()  // TCP_NODELAY
            for start in stride(from: 0, to: bytes.count, by: 60) {
                await client.send(Array(bytes[start..<min(bytes.count, start + 60)]))
                try await Task.sleep(for: .milliseconds(15))
            }
            try await Task.sleep(for: .milliseconds(100))
            await client.close()
        }
        let lines = try await reflector.stop()
        #expect(lines.map { $0.sni } == ["mdm.example.test", "mdm.example.test"])
        #expect((lines[0].records ?? 0) > 3 && lines[1].records == 1)
        #expect(lines.allSatisfy { ($0.reads ?? 0) > 1 })
        #if os(Linux)
        #expect(lines.allSatisfy { ($0.segments ?? 0) >= ($0.reads ?? 0) })
        #endif
    }

    @Test func aHelloWithoutEndIsCutOff() async throws {
        let reflector = try await LoopbackReflector.start { $0.helloBytes = 20_000 }
        let client = try await RawClient.connect(reflector.port)
        // One message of 64,000 bytes in records of 1,000.
        await client.send([22, 3, 1, 0, 4, 1, 0, 0xFA, 0])
        for _ in 0..<64 {
            await client.send([22, 3, 1, 0x03, 0xE8] + [UInt8](repeating: 7, count: 1_000))
        }
        #expect(await client.answer() != nil)
        let lines = try await reflector.stop()
        // The TLS library may have given up before this listener does.
        #expect(["too-long", "handshake-failed"].contains(lines.first?.outcome))
        #expect(lines.first?.raw == nil)
    }

    @Test func aSlowClientMeetsTheEndOfItsTime() async throws {
        let reflector = try await LoopbackReflector.start { $0.lifetime = .milliseconds(600) }
        let client = try await RawClient.connect(reflector.port)
        let start = ContinuousClock.now
        for byte in Self.hello() where client.channel.isActive {
            await client.send([byte])
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(try await Self.outcomes(reflector) == ["timed-out"])
    }

    @Test func aSilentClientMeetsItSooner() async throws {
        let reflector = try await LoopbackReflector.start { $0.silence = .milliseconds(200) }
        let client = try await RawClient.connect(reflector.port)
        await client.send(Array(Self.hello().prefix(20)))
        #expect(await client.answer(within: .seconds(5)) != nil)
        let lines = try await reflector.stop()
        #expect(lines.map(\.outcome) == ["timed-out"])
        #expect(lines.first?.error?.contains("nothing came") == true)
    }

    @Test func threeHundredAtOnceMeetTheLimit() async throws {
        let reflector = try await LoopbackReflector.start {
            $0.connections = 100
            $0.connectionsPerAddress = 100
        }
        var clients: [RawClient] = []
        for _ in 0..<100 { clients.append(try await RawClient.connect(reflector.port)) }
        while reflector.counters.connections < 100 { try await Task.sleep(for: .milliseconds(5)) }
        let hello = Self.hello()
        var alerts = 0
        for _ in 0..<200 {
            let client = try await RawClient.connect(reflector.port)
            await client.send(hello)
            if await client.answer() == [21, 3, 3, 0, 2, 2, 80] { alerts += 1 }
        }
        #expect(alerts == 200, "each is told internal_error in TLS")
        for client in clients { await client.close() }
        #expect(reflector.counters.connections == 100 && reflector.counters.turnedAway == 200)
        while reflector.counters.turnedAway < 200 { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await Self.isServing(reflector), "who leaves makes room")
        _ = try await reflector.stop()
    }

    @Test(arguments: [
        (Array("POST / HTTP/1.1\r\n\r\n".utf8), 405), (Array("\r\n\r\n".utf8), 400),
        (Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8), 505), ([UInt8](repeating: 0, count: 20_000), 431),
        (Array("GET /?nonce=1 HTTP/1.1\r\n\r\n".utf8), 400),
        (Array("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n".utf8), 200),
        (Array("HEAD / HTTP/1.1\r\n\r\n".utf8), 200),
    ])
    func otherRequestsAreAnswered(_ request: [UInt8], _ status: Int) async throws {
        let reflector = try await LoopbackReflector.start()
        let target = DialTarget(host: "mdm.example.test", connect: reflector.endpoint)
        let attempt = try await withDialer {
            await $0.attempt(target, options: testOptions { $0.request = request })
        }
        #expect(HTTPAnswer(attempt.response)?.status == status)
        let heads = String(decoding: attempt.response, as: UTF8.self).components(
            separatedBy: "Content-Length")
        #expect(heads.count == 2, "one answer, whatever else was asked")
        #expect(attempt.transcript.outcome == .completed)
        let lines = try await reflector.stop()
        #expect(lines.map(\.outcome) == ["completed"] && lines.first?.sni == "mdm.example.test")
    }

    @Test func manyAtOnceAreAllAnswered() async throws {
        let reflector = try await LoopbackReflector.start()
        let endpoint = reflector.endpoint
        let found = try await withDialer { dialer in
            await withTaskGroup(of: Bool.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        let host = "host-\(index).example.test"
                        let question = ReflectionQuestion(DialTarget(host: host), reflector: endpoint)
                        let transcripts = await dialer.reflect(question, options: testOptions())
                        return transcripts.first?.reflection?.sni == host
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
        #expect(found == 60)
        #expect(Set(try await reflector.stop().compactMap(\.sni)).count == 60)
    }
}
