import Casework
import ForensicsTestKit
import Testing

@testable import AccessLogs

/// The tables behind the counts.
struct CountingTests {
    private func entry(_ path: String, _ status: Int = 200, from address: String = "1.2.3.4") -> String {
        #"\#(address) - - [17/Apr/2026:10:00:01 +0000] "GET \#(path) HTTP/1.1" \#(status) 1 "-" "x""#
    }

    @Test func endpointsBeyondTheLimitAreCountedTogether() {
        var policy = AccessLogPolicy()
        policy.endpoints = 3
        let lines = (0..<10).map { entry("/\($0)", 200 + $0 % 2) }.joined(separator: "\n")
        let tally = tally(lines, policy: policy)
        #expect(tally.requests == 10 && tally.endpoints.count == 4)
        let others = tally.endpoints.first { $0.path == "other endpoints" }
        #expect(others?.requests == 7 && others?.count(201...201) == 4)
    }

    @Test func everyStatusHasItsPlace() {
        let statuses = Array(100...999) + Array(100...999)
        let tally = tally(statuses.map { entry("/a", $0) }.joined(separator: "\n"))
        #expect(tally.answers.count == 900 && tally.answers.allSatisfy { $0.count == 2 })
        #expect(tally.answers.map(\.firstLine) == Array(1...900))
    }

    @Test func networksBeyondTheLimitStillHaveAnOrigin() {
        var policy = AccessLogPolicy()
        policy.networks = 2
        policy.expectedRanges = [AddressRange("17.0.0.0/8")].compactMap { $0 }
        let sources = ["17.0.0.1", "10.0.0.1", "8.8.8.8", "host.example", "17.0.0.2", "17.0.0.1"]
        let tally = tally(sources.map { entry("/a", from: $0) }.joined(separator: "\n"), policy: policy)
        #expect(AccessTally.Origin.allCases.map(tally.requests) == [3, 1, 1, 1])
        #expect(tally.networkCount == nil && tally.requests == 6)
    }

    @Test func hoursOfOtherZonesAreHoursOfUTC() {
        let lines = [
            #"1.2.3.4 - - [01/Jan/2026:00:30:00 +0530] "GET / HTTP/1.1" 200 1"#,
            #"1.2.3.4 - - [31/Dec/2025:19:29:59 +0000] "GET / HTTP/1.1" 200 1"#,
            #"1.2.3.4 - - [31/Dec/1969:23:59:59 +0000] "GET / HTTP/1.1" 200 1"#,
        ]
        let tally = tally(lines.joined(separator: "\n"))
        #expect(
            tally.hours.map { "\($0.start)" } == ["1969-12-31T23:00:00Z", "2025-12-31T19:00:00Z"])
        #expect(tally.hours.map { $0.answers.count(100...599) } == [1, 2])
    }

    @Test func keysAreFoundAgain() {
        var index = KeyIndex(limit: 5000)
        let keys = (0..<6000).map { Array("key \($0) \(String(repeating: "x", count: $0 % 40))".utf8) }
        for _ in 0..<2 {
            for (number, key) in keys.enumerated() {
                let found = index.number(key.span)
                #expect(found == (number < 5000 ? number : nil))
            }
        }
        let (known, new) = (keys[4999], keys[5000])
        let last = index.find(known.span)
        let stranger = index.find(new.span)
        #expect(last == 4999 && stranger == nil)
        #expect(Array(index.bytes(17)) == keys[17] && index.bytes(5000).isEmpty)
    }

    @Test(
        arguments: [
            ("1", 1_000_000), ("0.5", 500_000), ("12.3456789", 12_345_678), ("", nil), (".5", nil),
            ("1.", nil),
            ("1.x", nil), ("-1", nil), ("1e5", nil), ("9999999999999999999", nil),
        ] as [(String, Int64?)])
    func decimalsAreReadInMillionths(_ text: String, _ value: Int64?) {
        let bytes = Array(text.utf8)
        #expect(Decimal.millionths(bytes.span, 0..<bytes.count) == value)
    }
}
