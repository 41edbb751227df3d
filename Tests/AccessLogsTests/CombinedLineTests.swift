import Casework
import ForensicsTestKit
import Testing

@testable import AccessLogs

/// Reads a whole log.
func tally(
    _ lines: String..., policy: AccessLogPolicy = AccessLogPolicy(), chunk: Int = .max
) -> AccessTally {
    let bytes = Array(lines.joined(separator: "\n").utf8)
    var reader = AccessLogReader(policy: policy)
    var start = 0
    while start < bytes.count {
        let end = start + min(chunk, bytes.count - start)
        reader.read(bytes.span.extracting(start..<end))
        start = end
    }
    reader.finish()
    return reader.tally
}

/// `GET /a` where a tally has one endpoint.
func endpoint(_ tally: AccessTally) -> String {
    tally.endpoints.map { $0.method.isEmpty ? $0.path : "\($0.method) \($0.path)" }.joined(separator: ", ")
}

/// The formats that nginx and Apache write.
struct CombinedLineTests {
    private static let time = "[17/Apr/2026:10:00:01 +0200]"

    @Test(arguments: [
        // Common, combined, with a virtual host, with the fields that sites add.
        #"203.0.113.7 - - \#(time) "GET /a HTTP/1.1" 200 12"#,
        #"203.0.113.7 - anna \#(time) "GET /a?x=1 HTTP/2.0" 200 12 "-" "curl/8""#,
        #"mdm.example.com:443 203.0.113.7 - - \#(time) "GET /a HTTP/1.1" 200 12 "-" "x""#,
        #"mdm.example.com 203.0.113.7 - - \#(time) "GET /a HTTP/1.1" 200 12 "-" "x""#,
        #"203.0.113.7 - - \#(time) "GET /a HTTP/1.1" 200 12 "-" "a \"quoted\" agent" "10.0.0.1""#,
        #"203.0.113.7 - - \#(time) "GET /a HTTP/1.1" 200 12 "https://x/?q=\"" "x" 0.004 0.003 ."#,
        #"203.0.113.7 - anna smith [x] \#(time) "GET /a" 200 12"#,
        #"203.0.113.7, 10.0.0.1 - - \#(time) "GET /a HTTP/1.1" 200 12"#,
        #"203.0.113.7 - - [2026-04-17T10:00:01+02:00] "GET /a HTTP/1.1" 200 12 "-" "-""#,
    ])
    func everyFormatSaysTheSame(_ line: String) throws {
        let tally = tally(line)
        #expect(tally.damaged.isEmpty && tally.form == .combined)
        #expect(endpoint(tally) == "GET /a")
        #expect(tally.answers == [AccessTally.Answer(status: 200, count: 1)])
        #expect(tally.bytes == 12 && tally.requests(from: .elsewhere) == 1)
        let covers = try #require(tally.covers)
        #expect("\(covers.start)" == "2026-04-17T08:00:01Z" && covers.start == covers.end)
        #expect(tally.hours.map { "\($0.start)" } == ["2026-04-17T08:00:00Z"])
        #expect(tally.networks.map(\.range) == ["203.0.113.0/24"])
    }

    @Test(arguments: [
        (#""-" 408 0 "-" "-""#, "no request", 408), (#""" 400 0"#, "no request", 400),
        (#""\x16\x03\x01\x02" 400 157 "-" "-""#, "not HTTP", 400),
        (#""get / HTTP/1.1" 400 0"#, "not HTTP", 400),
        (#""GET / HTTP/1.1" - - "-" "-""#, "GET /", 0), (#""GET /" 499 0"#, "GET /", 499),
        (#""OPTIONS * HTTP/1.0" 200 -"#, "OPTIONS *", 200),
        (#""GET /\"x HTTP/1.1" 404 0"#, "GET /\\\"x", 404),
    ])
    func oddRequestsCountToo(_ rest: String, _ name: String, _ status: Int) {
        let tally = tally("203.0.113.7 - - \(Self.time) \(rest)")
        #expect(tally.damaged.isEmpty)
        #expect(endpoint(tally) == name && tally.answers.map(\.status) == [status])
    }

    @Test(arguments: [
        ("not a log", AccessTally.Damage.noTime), ("1.2.3.4 - - [17/Apr/2026:10:00", .noTime),
        ("1.2.3.4 - - [32/Apr/2026:10:00:01 +0200] \"GET / HTTP/1.1\" 200 1", .noTime),
        ("1.2.3.4 - - [17/Apr/2026:10:60:01 +0200] \"GET / HTTP/1.1\" 200 1", .noTime),
        ("1.2.3.4 - - \(time) GET / 200", .noRequest), ("1.2.3.4 - - \(time) \"GET / HTT", .noRequest),
        ("1.2.3.4 - - \(time) \"GET / HTTP/1.1\"", .noStatus), ("1.2.3.4 - - \(time)", .noRequest),
        ("1.2.3.4 - - \(time) \"GET / HTTP/1.1\" 20 1", .noStatus),
        ("1.2.3.4 - - \(time) \"GET / HTTP/1.1\" 2x0 1", .noStatus),
    ])
    func damageHasItsReason(_ line: String, _ reason: AccessTally.Damage) {
        let tally = tally("", line, #"1.2.3.4 - - \#(Self.time) "GET / HTTP/1.1" 200 1"#)
        #expect(tally.damaged == [AccessTally.DamagedLines(reason: reason, count: 1, firstLines: [2])])
        #expect(tally.requests == 1 && tally.lines == 2)
    }

    @Test func aLineTooLongCostsItself() {
        var policy = AccessLogPolicy()
        policy.lineBytes = 200
        let good = #"1.2.3.4 - - \#(Self.time) "GET / HTTP/1.1" 200 1"#
        let tally = tally(good, good + String(repeating: "x", count: 500), good, policy: policy)
        #expect(tally.requests == 2 && tally.damaged.map(\.reason) == [.tooLong])
        #expect(tally.damaged.first?.firstLines == [2])
    }

    @Test(
        arguments: [
            ("0.250", 250_000), ("rt=11.5", 11_500_000), (#"rt="0.001" uct="-""#, 1000), ("1234", nil),
            ("request_time=2", 2_000_000), (#""10.0.0.1" 0.100 0.090"#, 100_000), ("-", nil),
        ] as [(String, Int64?)])
    func durationsAreReadWhereTheyStand(_ rest: String, _ microseconds: Int64?) {
        let tally = tally(#"1.2.3.4 - - \#(Self.time) "GET / HTTP/1.1" 200 1 "-" "x" \#(rest)"#)
        #expect(tally.endpoints.map(\.timed) == [microseconds == nil ? 0 : 1])
        #expect(tally.endpoints.map(\.longest.microseconds) == [microseconds ?? 0])
        #expect(tally.endpoints.map(\.slow) == [(microseconds ?? 0) >= 10_000_000 ? 1 : 0])
    }

    @Test func theForwardedAddressCountsWhereItIsAsked() {
        let line =
            #"10.0.0.9 - - \#(Self.time) "GET / HTTP/1.1" 200 1 "-" "x" "6.6.6.6, 17.253.128.4, 10.0.0.1""#
        var policy = AccessLogPolicy()
        policy.expectedRanges = [AddressRange("17.253.128.0/18")].compactMap { $0 }
        #expect(tally(line, policy: policy).requests(from: .privateNetwork) == 1)
        policy.clientAddress = .forwarded
        #expect(tally(line, policy: policy).requests(from: .expected) == 1)
        #expect(tally(line, policy: policy).endpoints.map(\.expectedSources) == [1])
    }

    @Test func cutsBetweenChunksChangeNothing() {
        let lines = (0..<200).map { number in
            #"10.1.\#(number % 7).3 - - [17/Apr/2026:1\#(number % 3):00:0\#(number % 9) +0000] "#
                + #""POST /p/\#(number % 11)?q HTTP/1.1" \#(200 + number % 5) \#(number) "-" "x""#
        }.joined(separator: "\r\n")
        let whole = tally(lines)
        #expect(whole.requests == 200 && whole.endpoints.count == 11 && whole.hours.count == 3)
        for chunk in [1, 2, 7, 64, 1000] { #expect(tally(lines, chunk: chunk) == whole, "\(chunk)") }
    }

    @Test func randomBytesAreSurvived() {
        var generator = SeededGenerator(seed: 7)
        let good = Array(#"1.2.3.4 - - \#(Self.time) "GET /a?b HTTP/1.1" 200 1 "-" "x" 0.001"#.utf8)
        for round in 0..<3000 {
            var bytes = good
            for _ in 0...(round % 6) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch round % 3 {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(#"[]"\ =.,{"#.utf8.randomElement(using: &generator) ?? 0x22, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + round % 9))
                }
                if bytes.isEmpty { bytes = good }
            }
            var reader = AccessLogReader()
            reader.read(bytes.span)
            reader.finish()
            let tally = reader.tally
            #expect(tally.requests + tally.damagedLines == tally.lines)
        }
    }
}
