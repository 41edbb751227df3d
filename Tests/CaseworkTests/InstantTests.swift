import Casework
import Testing

struct InstantTests {
    private func text(_ seconds: Int64, micro: Int64 = 0) -> String {
        Instant(microseconds: seconds * 1_000_000 + micro).description
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_399, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"), (951_868_800, "2000-03-01T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
        (1_709_164_800, "2024-02-29T00:00:00Z"), (1_735_689_599, "2024-12-31T23:59:59Z"),
        (-2_203_891_200, "1900-03-01T00:00:00Z"), (-2_203_891_201, "1900-02-28T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"), (253_402_300_800, "10000-01-01T00:00:00Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"), (-62_167_219_201, "-0001-12-31T23:59:59Z"),
    ])
    func secondsReadAsDates(_ seconds: Int64, _ expected: String) {
        #expect(text(seconds) == expected)
    }

    @Test(arguments: [
        (1, "1970-01-01T00:00:00.000001Z"), (500_000, "1970-01-01T00:00:00.5Z"),
        (120_000, "1970-01-01T00:00:00.12Z"), (999_999, "1970-01-01T00:00:00.999999Z"),
        (-1, "1969-12-31T23:59:59.999999Z"), (-500_000, "1969-12-31T23:59:59.5Z"),
    ])
    func fractionsAreShortAndExact(_ microseconds: Int64, _ expected: String) {
        #expect(Instant(microseconds: microseconds).description == expected)
    }

    @Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
        var (year, month, day) = (1970, 1, 1)
        for number in 0..<146_097 {
            let expected = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            let found = Instant(microseconds: Int64(number) * 86_400_000_000).description.prefix(10)
            guard found == expected else {
                Issue.record("day \(number): \(found), expected \(expected)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            day += 1
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect((year, month, day) == (2370, 1, 1))
    }

    @Test func theEndsOfTimeReadWithoutATrap() {
        #expect(Instant(microseconds: .max).description == "294247-01-10T04:00:54.775807Z")
        #expect(Instant(microseconds: .min).description == "-290308-12-21T19:59:05.224192Z")
        #expect(Instant(microseconds: .min).minute == "-290308-12-21 19:59Z")
        #expect(Instant(microseconds: .min).clock == "19:59Z")
    }

    @Test func clockAndMinuteAreCutNotRounded() {
        let instant = Instant(microseconds: 1_776_427_199_999_999)
        #expect(instant.clock == "11:59Z")
        #expect(instant.minute == "2026-04-17 11:59Z")
    }

    @Test func arithmeticSaturates() {
        let (first, last, zero) = (
            Instant(microseconds: .min), Instant(microseconds: .max), Instant(microseconds: 0)
        )
        #expect(last + .seconds(1) == last)
        #expect(first + -.seconds(1) == first)
        #expect(last.since(first).microseconds == .max)
        #expect(first.since(last).microseconds == .min)
        #expect(zero.since(first).microseconds == .max)
        #expect(Instant(microseconds: -2).since(last).microseconds == .min)
        #expect(zero + .minutes(2) == Instant(microseconds: 120_000_000))
        #expect(TimeWindow(first, last).length.microseconds == .max)
    }

    @Test func intervalsSaturate() {
        #expect(Interval.days(.max).microseconds == .max)
        #expect(Interval.days(.min).microseconds == .min)
        #expect(Interval.hours(-3).microseconds == -10_800_000_000)
        #expect((-Interval(microseconds: .min)).microseconds == .max)
        #expect(-Interval.seconds(4) == .seconds(-4))
    }

    @Test func instantsAreOrdered() {
        let instants = [3, -7, 0].map { Instant(microseconds: $0) }
        #expect(instants.sorted().map(\.microseconds) == [-7, 0, 3])
        #expect(Interval.seconds(59) < .minutes(1))
    }

    @Test func aWindowHasBothEndsInIt() {
        let (early, late) = (Instant(microseconds: 10), Instant(microseconds: 20))
        for window in [TimeWindow(early, late), TimeWindow(late, early)] {
            #expect(window.start == early && window.end == late)
            #expect(window.contains(early) && window.contains(late))
            #expect(!window.contains(Instant(microseconds: 9)) && !window.contains(Instant(microseconds: 21)))
            #expect(window.length == Interval(microseconds: 10))
        }
    }

    @Test(arguments: [
        (0, "0 ms"), (1_200, "1.2 ms"), (999_949, "999.9 ms"), (41_000_000, "41 s"), (119_999_999, "119 s"),
        (120_000_000, "2 min"), (7_199_000_000, "119 min"), (7_200_000_000, "2 h"), (93_600_000_000, "26 h"),
        (172_800_000_000, "2 days"), (-41_000_000, "-41 s"), (.min, "-106751991 days"),
    ])
    func intervalsReadInTheirLargestUnit(_ microseconds: Int64, _ expected: String) {
        #expect(Interval(microseconds: microseconds).description == expected)
    }
}
