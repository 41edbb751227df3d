import Casework
import Testing

@testable import AccessLogs

/// Access logs with one object a line.
struct JSONLineTests {
    @Test(arguments: [
        // nginx, escape=json, two ways to name its variables
        #"{"time_iso8601":"2026-04-17T10:00:01+02:00","remote_addr":"203.0.113.7","request":"PUT /mdm/checkin?x=1 HTTP/1.1","status":"504","body_bytes_sent":"12","request_time":"30.001","http_x_forwarded_for":""}"#,
        #"{"time_local":"17/Apr/2026:10:00:01 +0200","remote_addr":"203.0.113.7","request_method":"PUT","request_uri":"/mdm/checkin?x=1","status":504,"bytes_sent":12,"request_time":30.001}"#,
        #"{"msec":"1776412801.204","remote_addr":"203.0.113.7","uri":"\/mdm\/checkin","request_method":"PUT","status":504,"body_bytes_sent":12,"request_time":30.001}"#,
        // Caddy
        #"{"level":"info","ts":1776412801.5241024,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"203.0.113.7","remote_port":"41342","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"PUT","host":"mdm.example.com","uri":"/mdm/checkin?x=1","headers":{"User-Agent":["MDM/1.0"]},"tls":{"resumed":false}},"bytes_read":0,"user_id":"","duration":30.001,"size":12,"status":504,"resp_headers":{"Server":["Caddy"]}}"#,
        // Traefik
        #"{"ClientAddr":"203.0.113.7:51234","ClientHost":"203.0.113.7","DownstreamContentSize":12,"DownstreamStatus":504,"Duration":30001000000,"RequestMethod":"PUT","RequestPath":"/mdm/checkin?x=1","StartUTC":"2026-04-17T08:00:01.203Z","level":"info","msg":"","time":"2026-04-17T08:00:31Z"}"#,
    ])
    func everySourceSaysTheSame(_ line: String) throws {
        let tally = tally(line)
        #expect(tally.form == .json && tally.damaged.isEmpty)
        #expect(endpoint(tally) == "PUT /mdm/checkin")
        #expect(tally.answers == [AccessTally.Answer(status: 504, count: 1)])
        #expect(tally.bytes == 12 && tally.requests(from: .elsewhere) == 1)
        #expect(tally.endpoints.map(\.slow) == [1])
        #expect(tally.endpoints.map(\.longest.microseconds) == [30_001_000])
        #expect("\(try #require(tally.covers).start)" == "2026-04-17T08:00:01Z")
    }

    @Test func theForwardedHeaderOfCaddyIsAList() {
        let line =
            #"{"ts":1776412801,"request":{"remote_ip":"10.0.0.1","method":"GET","uri":"/","headers":{"X-Forwarded-For":["17.253.130.9"]}},"status":200}"#
        var policy = AccessLogPolicy()
        policy.clientAddress = .forwarded
        policy.expectedRanges = [AddressRange("17.253.128.0/18")].compactMap { $0 }
        #expect(tally(line, policy: policy).requests(from: .expected) == 1)
    }

    @Test(arguments: [
        ("{oops", AccessTally.Damage.notJSON), (#"{"status":200} x"#, .notJSON),
        (#"{"a":1}"#, .notARequest), (#"{"status":200}"#, .notARequest),
        (#"{"uri":"/","method":"GET"}"#, .notARequest),
    ])
    func damageHasItsReason(_ line: String, _ reason: AccessTally.Damage) {
        let tally = tally(line, #"{"request":"GET / HTTP/1.1","status":200}"#)
        #expect(tally.damaged.map(\.reason) == [reason] && tally.requests == 1)
    }

    @Test(arguments: [
        (#"{"request":"","status":400}"#, "no request"), (#"{"request":"-","status":408}"#, "no request"),
        (#"{"request":"\u0016\u0003\u0001","status":400}"#, "not HTTP"),
        (#"{"method":"GET","uri":"/ä?q","status":200}"#, "GET /ä"),
    ])
    func oddRequestsCountToo(_ line: String, _ name: String) {
        let tally = tally(line)
        #expect(tally.damaged.isEmpty && endpoint(tally) == name)
    }
}
