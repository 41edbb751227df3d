import AccessLogs
import CaseReading
import Casework
import ProbeKit
import Testing

@testable import CallbacksProbes

/// What the MDM's service is judged by, drawn from evidence.
struct ServiceReadingTests {
    @Test(
        arguments: [
            ("/mdm/CheckInURL", EndpointRole.checkIn), ("/mdm/ServerURL/", .commands),
            ("/cloudenroll", .enrolment),
            ("/api/mdm/apple/enroll", .enrolment), ("/mdm/apple/mdm", .checkIn),
            ("/v2/devices/{id}/enroll", .callback),
            ("/checkin", .checkIn), ("/scep", .identity), ("/api/v1/device-enrollments", nil),
            ("/login", nil), ("", nil),
        ] as [(String, EndpointRole?)])
    func endpointsAreKnownByTheirEnd(_ path: String, _ role: EndpointRole?) {
        #expect(EndpointRole(path: path) == role)
    }

    @Test func endingsAreInLowerCaseAndLongestFirst() {
        let endings = EndpointRole.rows.map(\.ending)
        #expect(endings.allSatisfy { $0 == $0.lowercased() && $0.hasPrefix("/") })
        for (place, ending) in endings.enumerated() {
            #expect(!endings[..<place].contains { ending.hasSuffix($0) }, "\(ending) is never reached")
        }
    }

    @Test func deliveriesAndExchangesAreCountedApart() throws {
        let facts = LiteralCase.facts { evidence in
            evidence.supplied = [Supply(.callbacks), Supply(.exchanges)]
            evidence.callbacks = [
                CallbackDelivery(receivedAt: LiteralCase.asOf, path: "/hook", status: 200, device: 0),
                CallbackDelivery(receivedAt: LiteralCase.asOf, path: "/hook", status: 503, device: 1),
                CallbackDelivery(receivedAt: LiteralCase.asOf, path: "/hook", status: nil, device: 2),
            ]
            evidence.exchanges = [
                LiteralCase.exchange(
                    "https://mdm.example.com/checkin", 500, method: "PUT",
                    request: LiteralCase.message("Authenticate")),
                LiteralCase.exchange("https://mdm.example.com/checkin", 0, method: "PUT"),
                LiteralCase.exchange("https://mdmenrollment.apple.com/mdm", 500, method: "GET"),
                LiteralCase.exchange("https://mdm.example.com/api/v1/users", 500, method: "GET"),
            ]
        }
        #expect(facts.endpoints.map(\.witness) == [.callbacks, .exchanges])
        #expect(facts.endpoints.map(\.requests) == [2, 2])
        #expect(facts.endpoints.map(\.failures) == [1, 2])
        #expect(facts.endpoints.map(\.timeOuts) == [0, 1])
        let claims = ServesItsEndpoints().examination(of: facts).findings.map(\.claim)
        #expect(claims.map(\.count) == [1, 2])
        #expect(claims.first?.devices == DeviceSet([1]))
    }

    @Test func firstChallengesAndUpdatesAreNoFailures() {
        let facts = LiteralCase.facts { evidence in
            evidence.supplied = [Supply(.exchanges)]
            evidence.exchanges = [
                LiteralCase.exchange(
                    "https://mdm.example.com/enroll", 401, headers: [HTTPHeader("www-authenticate", "Basic")]),
                LiteralCase.exchange("https://mdm.example.com/enroll", 200),
                LiteralCase.exchange(
                    "https://mdm.example.com/enroll", 403,
                    answer: #"{"code":"com.apple.softwareupdate.required","details":{"OSVersion":"26.1"}}"#),
            ]
        }
        #expect(ServesItsEndpoints().examination(of: facts).outcome == .pass)
        #expect(facts.refusals.map(\.reason.id) == ["update-required"])
        #expect(facts.refusals.first?.requiredVersion == "26.1")
    }

    @Test func anAccessLogTellsEndpointsSourcesAndDevices() throws {
        var tally = AccessTally()
        tally.covers = TimeWindow(LiteralCase.minutesAgo(600), LiteralCase.asOf)
        tally.endpoints = [
            .init(
                method: "PUT", path: "/mdm",
                answers: [.init(status: 200, count: 900), .init(status: 502, count: 90, firstLine: 7)]),
            .init(
                method: "POST", path: "/v2/devices/\(LiteralCase.udids[0])/enroll",
                answers: [.init(status: 200, count: 4)]),
            .init(
                method: "POST", path: "/v2/devices/\(LiteralCase.udids[1])/enroll",
                answers: [.init(status: 200, count: 1)]),
            .init(method: "GET", path: "/login", answers: [.init(status: 500, count: 1000)]),
        ]
        tally.origins = [
            .expected: [.init(status: 200, count: 5)], .elsewhere: [.init(status: 200, count: 990)],
        ]
        let facts = LiteralCase.facts { evidence in
            evidence.supplied = [Supply(EvidenceKind("access-log")), Supply(.audit)]
            evidence.accessLogs = [AccessLog(tally: tally, file: Citation(file: "mdm/access.log"))]
            evidence.audit.callbacks = [.sent(0, minute: 1), .sent(1, minute: 2), .sent(2, minute: 3)]
        }
        let errors = try #require(ServesItsEndpoints().examination(of: facts).findings.first?.claim)
        #expect(
            errors.count == 90 && errors.subject.id == "/mdm" && errors.evidence.first?.locator == "line 7")
        let missing = try #require(DeliversEveryCallback().examination(of: facts).findings.first?.claim)
        #expect(missing.devices == DeviceSet([2]))
        let loop = try #require(EnrolsEachDeviceOnce().examination(of: facts).findings.first?.claim)
        #expect(loop.devices == DeviceSet([0]) && loop.values["mostBeginnings"] == 4)
        #expect(LetsItsSourcesIn().examination(of: facts).outcome == .pass)
    }

    @Test func pollsComeFromLogsExchangesAndIntegrations() {
        let facts = LiteralCase.facts { evidence in
            evidence.profile.vendor = "jamf-pro"
            evidence.mdmLog = [
                LiteralCase.log("level=info msg=\"device sync\" phase=sync more=false devices=0", ago: 40),
                LiteralCase.log("DEP sync started", ago: 90), LiteralCase.log("T_C_NOT_SIGNED", ago: 5),
                LiteralCase.log("DEP sync started", ago: nil),
            ]
            evidence.mdmLogCovers = TimeWindow(LiteralCase.minutesAgo(600), LiteralCase.minutesAgo(2))
            evidence.exchanges = [
                LiteralCase.exchange("https://mdmenrollment.apple.com/devices/sync", 200, ago: 30),
                LiteralCase.exchange("https://example.com/", 200, ago: 20),
            ]
            evidence.sources = [
                SourceFile(path: "t.json", kind: .integrations, collectedAt: LiteralCase.minutesAgo(1))
            ]
            evidence.integrations = [
                Integration(
                    vendor: "Jamf Pro", lastSyncStatus: "success", lastSyncError: nil,
                    lastSyncAt: LiteralCase.minutesAgo(4), citation: Citation(file: "t.json")),
                Integration(
                    vendor: "other", lastSyncStatus: "success", lastSyncError: nil,
                    lastSyncAt: LiteralCase.minutesAgo(1), citation: Citation(file: "t.json")),
            ]
        }
        #expect(facts.polls.map { $0.silence } == [.minutes(38), .minutes(0), .minutes(3)])
        // Jamf Pro asks every two minutes; a quarter of an hour is the least that counts.
        #expect(facts.pollLimit == .minutes(15))
        #expect(facts.polls.last?.newest == LiteralCase.minutesAgo(4))
    }

    @Test(arguments: [
        ("2026 [INFO] DEP sync started", true), ("msg=\"device sync\" phase=fetch", true),
        ("GET https://mdmenrollment.apple.com/devices/sync 200", true), ("device synced its clock", false),
        ("user sync started", false),
    ])
    func phrasesTellPolls(_ line: String, _ isPoll: Bool) {
        #expect(PollPhrase.tells(line) == (isPoll || line.contains("device sync")))
    }

    @Test func deviceLogsTellBeginnings() {
        let facts = LiteralCase.facts { evidence in
            evidence.deviceLog = [
                DeviceLogLine(
                    at: LiteralCase.minutesAgo(9), serial: nil, device: 2,
                    text: "MCX: Enrollment initiated via DEP",
                    citation: Citation(file: "device/3.log")),
                DeviceLogLine(
                    at: LiteralCase.minutesAgo(8), serial: nil, device: 1, text: "Waiting for profile",
                    citation: Citation(file: "device/2.log")),
            ]
        }
        #expect(facts.starts.map(\.device) == [2])
    }

    @Test func authenticatesAreBeginnings() {
        let facts = LiteralCase.facts { evidence in
            evidence.supplied = [Supply(.callbacks)]
            let minutes = [0, 0, 30, 60, 2000]
            evidence.callbacks = CallbackDeliveries(
                minutes.map {
                    CallbackDelivery(
                        receivedAt: LiteralCase.minutesAgo($0), device: 1, needsSession: false,
                        checkin: .authenticate)
                })
            evidence.exchanges = [
                LiteralCase.exchange(
                    "https://mdm.example.com/mdm", 200, method: "PUT",
                    request: LiteralCase.message("Authenticate", udid: LiteralCase.udids[2]))
            ]
        }
        let loops = facts.beginnings.loops(atLeast: 3, within: .hours(24))
        #expect(loops.map(\.device) == [1] && loops.first?.count == 3 && facts.beginnings.deviceCount == 2)
        #expect(facts.beginnings.loops(atLeast: 5, within: .hours(24)).isEmpty)
    }
}
