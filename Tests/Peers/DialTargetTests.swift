import Testing

@testable import TLSDialer

@Suite struct DialTargetTests {
    @Test(arguments: [
        ("mdm.example.test", "mdm.example.test:443"), ("mdm.example.test:8443", "mdm.example.test:8443"),
        ("[::1]", "[::1]:443"), ("[::1]:8443", "[::1]:8443"), ("2001:db8::1", "[2001:db8::1]:443"),
        ("192.0.2.1:1", "192.0.2.1:1"),
    ])
    func endpointsAreRead(_ text: String, _ canonical: String) {
        #expect(Endpoint(text, defaultPort: 443)?.description == canonical)
    }

    @Test(arguments: [
        "", ":443", "host:", "host:0", "host:65536", "host:-1", "host:+1", "[::1", "[::1]443", "[]:443",
        "a b:1", "host/path", "b\u{FC}cher.example.test", "user@host",
        "host:99999999999999999999",
    ])
    func whatIsNoEndpointIsNone(_ text: String) {
        #expect(Endpoint(text, defaultPort: 443) == nil)
    }

    @Test func withoutADefaultAPortIsNeeded() {
        #expect(Endpoint("host") == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_776_427_200_042, "2026-04-17T12:00:00.042Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func wallTimesAreWrittenToTheMillisecond(_ milliseconds: Int64, _ text: String) {
        #expect(WallTime(millisecondsSince1970: milliseconds).rfc3339 == text)
    }
}
