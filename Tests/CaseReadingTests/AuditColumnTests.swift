import Casework
import ForensicsTestKit
import Testing

@testable import CaseReading

/// Columns must say what the values said that they stand for.
struct AuditColumnTests {
    private func event(_ number: Int, at time: Int) -> AuditTrail.CallbackEvent {
        AuditTrail.CallbackEvent(
            at: Instant(microseconds: Int64(time)), device: number % 3 == 0 ? nil : number,
            session: number % 5 == 0 ? nil : "es_\(number % 7)",
            outcome: ["sent", "dropped", ""][number % 3], direction: number % 2 == 0 ? nil : "from-mdm",
            throttled: number % 4 == 0, httpStatus: number % 6 == 0 ? nil : 200 + number, file: number % 2,
            line: number)
    }

    @Test func anEventComesOutAsItWentIn() {
        let events = (0..<50).map { event($0, at: $0) }
        var columns = CallbackEvents()
        for event in events { columns.append(event) }
        #expect(columns.elementsEqual(events) && columns.count == 50)
        #expect(columns.briefs.map(\.device) == events.map(\.device))
        #expect(columns.count(outcome: "dropped") == events.count { $0.outcome == "dropped" })
        #expect(columns.count(outcome: "never") == 0)
    }

    @Test func sortingIsByTimeThenFileThenLine() {
        var generator = SeededGenerator(seed: 7)
        let events = (0..<200).map { event($0, at: Int.random(in: 0..<20, using: &generator)) }
        var columns = CallbackEvents()
        for event in events { columns.append(event) }
        columns.sortByTime()
        let sorted = events.sorted { ($0.at, $0.file, $0.line) < ($1.at, $1.file, $1.line) }
        #expect(columns.elementsEqual(sorted))
        #expect(
            columns.without(direction: "from-mdm").elementsEqual(sorted.filter { $0.direction != "from-mdm" })
        )
        #expect(columns.without(direction: "x").count == 200)
        let few = columns.selecting { columns.brief($0).throttled }
        #expect(few.elementsEqual(sorted.filter(\.throttled)))
        var grown = few
        grown.append(events[0])
        #expect(grown.elementsEqual(sorted.filter(\.throttled) + [events[0]]))
    }

    @Test func sessionsAreCountedOnce() {
        var columns = CallbackEvents()
        for number in 0..<50 { columns.append(event(number, at: number)) }
        let due = Set(columns.compactMap(\.session))
        let counted = columns.sessionCount(deliveredIn: ["es_1", "es_2", "es_x"])
        #expect(counted.due == due.count && counted.delivered == 2)
        #expect(CallbackEvents().sessionCount(deliveredIn: []) == (0, 0))
    }

    @Test func severalLogsBecomeOneTrail() throws {
        func line(_ second: Int, _ session: String, _ serial: String) -> String {
            #"{"timestamp":"2026-04-17T05:00:0\#(second)Z","eventType":"ENROLLMENT_CALLBACK","serialNumber":"\#(serial)","enrollmentSessionId":"\#(session)","outcome":"se\u006et"}"#
        }
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write(
            "a.ndjson",
            [line(1, "one", "ZZTEST000001"), line(4, "fo\\u0075r", "ZZTEST000002")].joined(separator: "\n"))
        try disk.write(
            "b.ndjson", [line(3, "three", "zztest000003"), line(2, "two", "X")].joined(separator: "\n"))
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: d.ndjson}
              - {kind: audit, file: a.ndjson}
              - {kind: audit, file: b.ndjson}
            """)
        let evidence = try disk.read()
        let callbacks = evidence.audit.callbacks
        #expect(callbacks.map(\.session) == ["one", "two", "three", "four"])
        #expect(
            callbacks.map(\.device) == [0, nil, 2, 1]
                && callbacks.map(\.outcome) == ["sent", "sent", "sent", "sent"])
        #expect(
            callbacks.map { evidence.citation(file: $0.file, line: $0.line).short } == [
                "a.ndjson:1", "b.ndjson:2", "b.ndjson:1", "a.ndjson:2",
            ])
    }

    @Test func aWrongTypeCostsTheEventAndNamesTheMember() throws {
        let evidence = try CaseOnDisk(
            "audit", "a.ndjson",
            #"{"timestamp":"2026-04-17T05:00:01Z","eventType":"RATE_LIMIT","tier":7}"# + "\n"
                + #"{"timestamp":"2026-04-17T05:00:01Z","eventType":"RATE_LIMIT"}"#
        ).read()
        #expect(evidence.audit.throttles.count == 1)
        #expect(evidence.problems(.unreadableRecord).first?.reason == "tier: expected a text")
    }

    @Test func wordsAreKeptOnceAndTextsEndToEnd() {
        var words = WordColumn()
        for word in ["a", nil, "b", "a"] { words.append(word) }
        var other = WordColumn()
        for word in ["b", "c"] { other.append(word) }
        words.append(other)
        #expect((0..<6).map { words[$0] } == ["a", nil, "b", "a", "b", "c"] && words[6] == nil)
        #expect(words.has(words.code(of: "b"), at: 2) && !words.has(words.code(of: "x"), at: 2))
        var texts = TextArena()
        for text in ["one", nil, "zwölf"] { texts.append(text) }
        texts.append(texts)
        #expect((0..<6).map { texts[$0] } == ["one", nil, "zwölf", "one", nil, "zwölf"] && texts[6] == nil)
        #expect(texts.equal(2, 5) && texts.hash(2) == texts.hash(5) && !texts.equal(0, 2))
    }
}
