import TLSHandshake
import Testing

@testable import Reflector

/// The listener before the TLS library.
struct HelloCollectorTests {
    private static func hello(fragmentLimit: Int = 16_384) -> [UInt8] {
        let configuration = ClientHandshake.Configuration(
            serverName: "mdm.example.test", alpn: ["h2"], clientHelloFragmentLimit: fragmentLimit)
        var handshake = ClientHandshake(configuration, entropy: .fresh())
        return handshake.start().send
    }

    @Test func oneReadIsEnough() throws {
        let bytes = Self.hello()
        var collector = HelloCollector(limit: 65_536)
        let arrival = try #require(try collector.take(bytes))
        #expect(arrival.hello.serverName == "mdm.example.test")
        #expect(arrival.raw == bytes && arrival.reads == 1 && arrival.records == 1)
    }

    @Test(arguments: [1, 2, 5, 100]) func readsAreCounted(_ size: Int) throws {
        let bytes = Self.hello()
        var collector = HelloCollector(limit: 65_536)
        var arrival: HelloCollector.Arrival?
        for start in stride(from: 0, to: bytes.count, by: size) {
            #expect(arrival == nil)
            arrival = try collector.take(bytes[start..<min(bytes.count, start + size)])
        }
        #expect(arrival?.reads == (bytes.count + size - 1) / size)
        #expect(arrival?.raw == bytes)
    }

    @Test func recordsAreCounted() throws {
        let bytes = Self.hello(fragmentLimit: 50)
        var collector = HelloCollector(limit: 65_536)
        let arrival = try #require(try collector.take(bytes))
        #expect(arrival.records > 3 && arrival.raw == bytes)
    }

    @Test func aSecondHelloIsFoundBehindAChangeCipherSpec() throws {
        let second = Self.hello()
        var collector = HelloCollector(limit: 65_536)
        #expect(try collector.take(Self.hello()) != nil)
        #expect(try collector.take([20, 3, 3, 0, 1, 1]) == nil)
        let arrival = try #require(try collector.take(second))
        #expect(arrival.raw == second && arrival.reads == 2)
        collector.stop()
        #expect(try collector.take(Self.hello()) == nil)
    }

    @Test(arguments: [
        (Array("GET / HTTP/1.1\r\n".utf8), "not-tls"), ([22, 3, 1, 0xFF, 0xFF], "malformed"),
        ([22, 3, 1, 0, 4, 1, 0, 0, 0], "malformed"), ([22, 3, 1, 0, 4, 2, 0, 0, 0], "malformed"),
        ([21, 3, 1, 0, 2, 2, 40], "malformed"), ([22, 3, 1, 0, 4, 1, 0xFF, 0xFF, 0xFF], "malformed"),
        ([0x80, 0x2E, 1, 0, 2], "not-tls"),
    ])
    func otherThingsAreNamed(_ bytes: [UInt8], _ outcome: String) {
        var collector = HelloCollector(limit: 65_536)
        let failure = #expect(throws: HelloCollector.Failure.self) { _ = try collector.take(bytes) }
        #expect(failure?.outcome == outcome)
        #expect(failure?.text.isEmpty == false)
        #expect(!collector.isListening)
    }

    @Test func aHelloThatNeverEndsIsTooLong() {
        var collector = HelloCollector(limit: 1_000)
        let failure = #expect(throws: HelloCollector.Failure.self) {
            _ = try collector.take([22, 3, 1, 0x40, 0, 1, 0, 0xFF, 0])
            _ = try collector.take([UInt8](repeating: 0, count: 1_000))
        }
        #expect(failure == .tooLong(limit: 1_000))
    }

    @Test func anyCutOfAnyDamageIsSurvived() {
        let bytes = Self.hello()
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0xFF
            var collector = HelloCollector(limit: 65_536)
            _ = try? collector.take(damaged[..<index])
            if let arrival = try? collector.take(damaged[index...]) {
                var record = HandshakeTranscript.Reflection()
                record.describe(arrival.hello)
                #expect(record.ja4 != nil)
            }
        }
    }

    @Test func namesInARecordAreBounded() {
        let suites = (0..<30_000).map { CipherSuite(rawValue: UInt16($0)) }
        let hello = ClientHello(
            random: [UInt8](repeating: 1, count: 32), sessionID: [], cipherSuites: suites,
            extensions: [ServerName(hostName: String(repeating: "a", count: 60_000)).raw])
        var record = HandshakeTranscript.Reflection()
        record.describe(hello)
        #expect(record.cipherSuites?.count == HandshakeTranscript.Reflection.listLimit)
        #expect(record.sni?.utf8.count == HandshakeTranscript.Reflection.textLimit)
    }
}
