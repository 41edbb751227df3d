import CaseReading
import Casework
import Testing

@testable import DeviceStateProbes

struct ClockReadingTests {
    /// Noon of 17 April 2026.
    private let noon = Instant(microseconds: 1_776_427_200_000_000)

    private func exchange(
        _ date: String, ms: Double? = 100, status: Int = 200, host: String = "a.example", age: String? = nil
    ) -> HTTPExchange {
        HTTPExchange(
            at: noon, url: "https://\(host)/x", status: status, timeMs: ms,
            responseHeaders: [HTTPHeader("date", date)] + (age.map { [HTTPHeader("age", $0)] } ?? []),
            citation: Citation(file: "x.har"))
    }

    @Test(arguments: [
        ("Fri, 17 Apr 2026 12:00:00 GMT", Int64(1_776_427_200)), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 23:59:60 GMT", 951_868_800), ("Mon, 1 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ])
    func datesOfAnswersAreRead(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate(text)?.at == Instant(microseconds: seconds * 1_000_000))
    }

    @Test(arguments: [
        "", "Fri, 17 Apr 2026 12:00:00", "Fri, 17 Apr 2026 24:00:00 GMT", "Fri, 32 Apr 2026 12:00:00 GMT",
        "Fri, 17 Foo 2026 12:00:00 GMT", "Fri, 17 Apr 26 12:00:00 GMT", "Fri, 17 Apr 2026 12:00 GMT",
        "Fri, 17 Apr 99999999999999999999 12:00:00 GMT", "Friday, 17-Apr-26 12:00:00 GMT",
        "Fri, 17 Apr 2026 12:-1:00 GMT",
    ])
    func otherTextIsNoDate(_ text: String) { #expect(HTTPDate(text) == nil) }

    @Test func serverIsAsFarOffAsItsMiddleAnswer() {
        let readings = ClockReading.ofServers([
            exchange("Fri, 17 Apr 2026 11:50:00 GMT"), exchange("Fri, 17 Apr 2026 12:00:00 GMT"),
            exchange("Fri, 17 Apr 2026 11:50:00 GMT"),
            exchange("Fri, 17 Apr 2026 12:10:30 GMT", ms: 30_000, host: "b.example"),
        ])
        #expect(readings.map(\.host) == ["a.example", "b.example"])
        #expect(readings.map(\.seconds) == [-600, 600])
    }

    @Test func answerDatedWhileItWasAwaitedIsInTime() {
        let readings = ClockReading.ofServers([exchange("Fri, 17 Apr 2026 12:09:00 GMT", ms: 600_000)])
        #expect(readings.map(\.seconds) == [0])
        #expect(ClockReading.ofServers([exchange("Fri, 17 Apr 2026 11:00:00 GMT", age: "3600")]).isEmpty)
        #expect(ClockReading.ofServers([exchange("Fri, 17 Apr 2026 11:00:00 GMT", status: 0)]).isEmpty)
        #expect(ClockReading.ofServers([exchange("soon")]).isEmpty)
        #expect(ClockReading.ofServers([exchange("Fri, 17 Apr 2026 12:00:00 GMT", ms: -1e300)]).count == 1)
    }
}
