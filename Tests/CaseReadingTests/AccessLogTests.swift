import AccessLogs
import Casework
import Testing

@testable import CaseReading

/// Access logs as evidence.
struct AccessLogTests {
    private static let lines =
        [
            #"17.253.130.1 - - [17/Apr/2026:10:00:01 +0000] "POST /callbacks HTTP/1.1" 200 12 "-" "x""#,
            #"17.253.130.2 - - [17/Apr/2026:10:00:02 +0000] "POST /callbacks HTTP/1.1" 504 0 "-" "x""#,
            "garbage",
            #"203.0.113.9 - - [17/Apr/2026:11:30:00 +0000] "PUT /mdm/checkin?a=b HTTP/1.1" 200 5 "-" "x""#,
            "more garbage",
        ].joined(separator: "\n") + "\n"

    @Test func itsCountsComeWithTheirLines() throws {
        let evidence = try CaseOnDisk("access-log", "mdm/access.log", Self.lines).read()
        let log = try #require(evidence.accessLogs.first)
        #expect(log.tally.endpoints.map(\.path) == ["/callbacks", "/mdm/checkin"])
        #expect(log.tally.requests(from: .expected) == 2 && log.tally.requests(from: .elsewhere) == 1)
        let callbacks = try #require(log.tally.endpoints.first)
        #expect(callbacks.expectedSources == 2 && callbacks.count(500...599) == 1)
        let failed = try #require(callbacks.answers.last)
        let citation = log.citation(of: failed, at: callbacks)
        #expect(citation.short == "mdm/access.log:2" && citation.excerpt == "POST /callbacks 504")
        #expect(citation.sha256 == evidence.sources.first?.sha256)
        #expect(evidence.supplied == [Supply(.accessLog, .mdm)])
        let problem = try #require(evidence.problems(.unreadableRecord).first)
        #expect(problem.count == 2 && problem.citation.short == "mdm/access.log:3")
        #expect(problem.reason.contains("line 5"))
    }

    @Test func theCaseSaysWhichAddressCounts() throws {
        let line =
            #"10.0.0.1 - - [17/Apr/2026:10:00:01 +0000] "POST /c HTTP/1.1" 200 1 "-" "x" "17.253.130.1""#
            + "\n"
        let plain = try CaseOnDisk("access-log", "a.log", line).read()
        #expect(plain.accessLogs.first?.tally.requests(from: .privateNetwork) == 1)
        let forwarded = try CaseOnDisk(
            "access-log", "a.log", line, more: "clientAddressFrom: x-forwarded-for"
        ).read()
        #expect(forwarded.accessLogs.first?.tally.requests(from: .expected) == 1)
        let wrong = try CaseOnDisk("access-log", "a.log", line, more: "clientAddressFrom: cookie")
        #expect(wrong.refusal()?.exitClass == .configuration)
    }

    @Test(arguments: [
        lines,
        #"{"ts":1776412801.52,"request":{"remote_ip":"1.2.3.4","method":"GET","uri":"/"},"status":200}"#
            + "\n",
        #"{"StartUTC":"2026-04-17T08:00:01Z","RequestMethod":"GET","RequestPath":"/","DownstreamStatus":200}"#,
    ])
    func itIsKnownByItsContent(_ text: String) throws {
        let disk = CaseOnDisk()
        try disk.write("somewhere/file", text)
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.map(\.kind) == [.accessLog])
    }

    @Test func itsNewestTimeIsAClock() throws {
        let disk = CaseOnDisk()
        try disk.write("a.log", Self.lines)
        #expect(try disk.read().asOf == instant("2026-04-17T11:30:00Z"))
    }
}
