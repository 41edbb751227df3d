import Casework
import OpenFormats
import Testing

@testable import CaseReading

/// Services, activities and audit events as Apple's API gives them.
struct AppleServiceTests {
    private let server = """
        {"type":"mdmServers","id":"1F97349736CF4614A94F624E705841AD","attributes":{"serverName":"Jamf Prod","serverType":"MDM",\
        "enableMdmDisownFlag":false,"defaultProductFamilies":["MAC"],"status":"ACTIVE","deviceCount":14200,\
        "lastConnectedDateTime":"2026-04-17T11:59:19.192Z","lastConnectedIp":"203.0.113.7",\
        "createdDateTime":"2025-05-01T03:21:44Z","updatedDateTime":"2026-04-01T00:00:00.685Z"},\
        "relationships":{"devices":{"links":{"self":"https://api-business.apple.com/v1/mdmServers/1F/relationships/devices"}}}}
        """

    @Test(arguments: [
        "%", "[%]", #"{"data":[%],"links":{"self":"x"},"meta":{"paging":{"limit":100}}}"#,
        #"{"data":%,"links":{"self":"x"}}"#,
    ])
    func servicesAreReadFromAnyContainer(container: String) throws {
        let disk = CaseOnDisk()
        try disk.write("s.json", container.replacing("%", with: server))
        let evidence = try disk.read()
        #expect(evidence.problems == [] && evidence.sources.map(\.kind) == [.mdmServers])
        let read = try #require(evidence.mdmServers.first)
        #expect(
            read.id == "1F97349736CF4614A94F624E705841AD" && read.name == "Jamf Prod" && read.type == "MDM")
        #expect(
            read.status == "ACTIVE" && read.deviceCount == 14_200 && read.lastConnectedIP == "203.0.113.7")
        #expect(read.lastConnectedAt == instant("2026-04-17T11:59:19.192Z"))
        #expect(read.createdAt == instant("2025-05-01T03:21:44Z") && read.observedAt == nil)
        #expect(evidence.supplied == [Supply(.mdmServers, .tenant)])
    }

    @Test func aShortListOfSchoolManagerIsReadToo() throws {
        let evidence = try CaseOnDisk(
            "mdm-servers", "s.json",
            #"{"data":[{"type":"mdmServers","id":"a","attributes":{"serverName":"X","serverType":"MDM"}},{"type":"mdmServers","id":"b"}]}"#
        ).read()
        #expect(evidence.mdmServers.map(\.id) == ["a"] && evidence.mdmServers[0].lastConnectedAt == nil)
        #expect(evidence.problems(.unreadableRecord).first?.citation.locator == "element 2")
    }

    private func activity(_ attributes: String, _ relationships: String = "{}") -> String {
        #"{"type":"orgDeviceActivities","id":"84d7f133-b4a4-41be-ad0a-c2e4e53ea624","attributes":{\#(attributes)},"relationships":\#(relationships)}"#
    }

    @Test func anActivityHasItsEndAndItsDevices() throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write(
            "act.json",
            "{\"data\":"
                + activity(
                    #""status":"COMPLETED","subStatus":"COMPLETED_WITH_ERROR","createdDateTime":"2026-04-17T08:00:00.1Z","completedDateTime":"2026-04-17T08:00:11Z","downloadUrl":"https://store.example/x?sig=leak""#,
                    #"{"mdmServer":{"data":{"type":"mdmServers","id":"SRV1"}},"devices":{"data":[{"type":"orgDevices","id":"ZZTEST000002"},{"type":"orgDevices","id":"ZZTEST000009"}]}}"#
                ) + "}")
        try disk.write(
            "act.csv",
            "\u{FEFF}Serial Number,Status,Error Message\nZZTEST000001,SUCCESS,\nZZTEST000002,FAILED,DEVICE_NOT_FOUND\n"
        )
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: d.ndjson}
              - {kind: activities, file: act.json}
              - {kind: activities, file: act.csv}
            """)
        let evidence = try disk.read()
        #expect(evidence.problems == [])
        let read = try #require(evidence.activities.first)
        #expect(
            evidence.activities.count == 1 && read.subStatus == "COMPLETED_WITH_ERROR"
                && read.serverID == "SRV1")
        #expect(
            read.completedAt == instant("2026-04-17T08:00:11Z") && read.devices == [1]
                && read.deviceCount == 2)
        let results = try #require(read.results)
        #expect(results.rows == 2 && results.citation.file == "act.csv")
        #expect(
            results.failures == [
                DeviceActivity.Failure(serial: "ZZTEST000002", device: 1, reason: "DEVICE_NOT_FOUND", line: 3)
            ])
        #expect(!"\(evidence.activities)".contains("leak"))
    }

    @Test func ofSeveralReadingsTheNewestStands() throws {
        let running = activity(#""status":"IN_PROGRESS","createdDateTime":"2026-04-17T08:00:00Z""#)
        let ended = activity(
            #""status":"COMPLETED","subStatus":"COMPLETED_WITH_SUCCESS","createdDateTime":"2026-04-17T08:00:00Z","completedDateTime":"2026-04-17T08:01:00Z""#
        )
        for lines in [[running, ended], [ended, running]] {
            let evidence = try CaseOnDisk("activities", "a.ndjson", lines.joined(separator: "\n")).read()
            #expect(evidence.activities.map(\.status) == ["COMPLETED"])
        }
    }

    @Test(arguments: ["", "serial;status\n", "a,b\n1,2\n"])
    func aResultFileWithoutRowsOrColumnsSaysSo(content: String) throws {
        let disk = CaseOnDisk()
        try disk.write("r.csv", content)
        try disk.write("q.ndjson", "")
        try disk.caseFile("evidence: [{kind: activities, file: r.csv}, {kind: queue, file: q.ndjson}]")
        let evidence = try disk.read()
        #expect(evidence.activities.allSatisfy { $0.results?.failures.isEmpty ?? true })
        #expect(content.contains("a,b") == !evidence.problems(.unreadableFile).isEmpty)
    }

    @Test func resultsWithoutTheirActivityStandForThemselves() throws {
        let evidence = try CaseOnDisk(
            "activities", "results.csv", "serial,result\nZZTEST000001,ok\nZZTEST000002,Device not found\n"
        ).read()
        #expect(evidence.activities.map(\.id) == ["results"])
        #expect(evidence.activities[0].results?.failures.map(\.reason) == ["Device not found"])
    }

    // MARK: Audit events

    private func event(_ type: String, _ outcome: String, subject: String = "ZZTEST000002") -> String {
        #"{"type":"auditEvents","id":"e1","attributes":{"eventDateTime":"2026-04-17T08:00:00.12Z","type":"\#(type)","category":"DEVICE_INVENTORY","actorType":"USER","actorId":"u1","actorName":"Anna","subjectType":"DEVICE","subjectId":"\#(subject)","subjectName":null,"outcome":"\#(outcome)","eventDataPropertyKey":"eventDataX","eventDataX":{"outcome":"SUCCESS","list":[1]}}}"#
    }

    @Test(arguments: [", dialect: axm", ""])
    func appleAuditEventsAreCountedAndTheirFailuresKept(dialect: String) throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        let events = [event("DEVICE_ASSIGNED_TO_SERVER", "FAILURE"), event("DEVICE_ADDED_TO_ORG", "SUCCESS")]
        try disk.write(
            "a.json", "{\"data\":[\(events.joined(separator: ","))],\"meta\":{\"paging\":{\"limit\":100}}}")
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: d.ndjson}
              - {kind: audit, file: a.json\(dialect)}
            """)
        let evidence = try disk.read()
        #expect(evidence.problems == [])
        let audit = evidence.audit
        #expect(audit.publishedEvents == 2 && audit.throttles.isEmpty && audit.callbacks.isEmpty)
        #expect(audit.countByType == ["DEVICE_ASSIGNED_TO_SERVER": 1, "DEVICE_ADDED_TO_ORG": 1])
        let failure = try #require(audit.failures.first)
        #expect(
            audit.failures.count == 1 && failure.type == "DEVICE_ASSIGNED_TO_SERVER" && failure.device == 1)
        #expect(
            failure.actor == "Anna" && failure.subject == "ZZTEST000002" && failure.subjectType == "DEVICE")
        #expect(failure.at == instant("2026-04-17T08:00:00.12Z") && failure.citation.locator == "element 1")
    }

    @Test func aFlatEventOfAppleIsReadToo() throws {
        let evidence = try CaseOnDisk(
            "audit", "a.ndjson",
            #"{"eventDateTime":"2026-04-17T08:00:00Z","type":"API_ACCOUNT_CREATED","outcome":"FAILURE","subjectName":"CI"}"#
        ).read()
        #expect(evidence.audit.failures.map(\.type) == ["API_ACCOUNT_CREATED"])
        #expect(evidence.audit.failures.map(\.subject) == ["CI"])
    }

    // MARK: Exchanges

    @Test func resourcesInAnswersAreFactsOfTheirOwn() throws {
        func entry(_ method: String, _ path: String, _ status: Int, sent: String, got: String) -> String {
            let texts = [sent, got].map { JSONValue.object(["text": $0]) }
            return
                #"{"startedDateTime":"2026-04-17T10:00:00Z","time":-1,"request":{"method":"\#(method)","url":"https://api-business.apple.com\#(path)","postData":\#(texts[0])},"response":{"status":\#(status),"content":\#(texts[1])}}"#
        }
        let asked =
            #"{"data":{"type":"orgDeviceActivities","attributes":{"activityType":"ASSIGN_DEVICES"},"relationships":{"mdmServer":{"data":{"type":"mdmServers","id":"S"}},"devices":{"data":[{"type":"orgDevices","id":"ZZTEST000001"}]}}}}"#
        let lines = [
            entry("GET", "/v1/mdmServers", 200, sent: "", got: "{\"data\":[\(server)]}"),
            entry(
                "POST", "/v1/orgDeviceActivities", 201, sent: asked,
                got: "{\"data\":"
                    + activity(#""status":"IN_PROGRESS","createdDateTime":"2026-04-17T10:00:00Z""#) + "}"),
        ]
        let evidence = try CaseOnDisk("exchanges", "x.ndjson", lines.joined(separator: "\n")).read()
        #expect(evidence.problems == [] && evidence.mdmServers.map(\.name) == ["Jamf Prod"])
        #expect(evidence.mdmServers[0].observedAt == instant("2026-04-17T10:00:00Z"))
        #expect(evidence.activities.map(\.serverID) == ["S"] && evidence.activities.map(\.deviceCount) == [1])
        #expect(evidence.supplied.contains(Supply(.activities, .tenant)))
        #expect(evidence.exchanges.map(\.timeMs) == [nil, nil])
    }
}

extension JSONValue {
    /// An object of texts as JSON.
    fileprivate static func object(_ texts: [String: String]) -> String {
        var bytes: [UInt8] = []
        var object = JSONObject()
        for (key, text) in texts { _ = object.set(key, .string(text)) }
        JSONValue.object(object).appendJSON(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
