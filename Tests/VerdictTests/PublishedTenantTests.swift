import Casework
import Diagnosis
import ProbeKit
import Testing

/// Cases of the services that Apple publishes: from evidence on disk to the cause that is named.
@Suite struct PublishedTenantTests {
    private static func entry(
        _ url: String, _ status: Int, at time: String = "2026-05-15T08:30:00Z", headers: String = "[]",
        answerHeaders: String = "[]", got: String = ""
    ) -> String {
        let text = got.replacing("\"", with: "\\\"")
        return
            #"{"startedDateTime":"\#(time)","time":120,"request":{"method":"GET","url":"\#(url)","headers":\#(headers)},"response":{"status":\#(status),"headers":\#(answerHeaders),"content":{"text":"\#(text)"}}}"#
            + "\n"
    }

    private static func server(_ attributes: String) -> String {
        #"{"data":[{"type":"mdmServers","id":"SRV1","attributes":{"serverName":"Example MDM","serverType":"MDM",\#(attributes)}}],"meta":{"paging":{"limit":100}}}"#
    }

    @Test func termsThatWaitExplainASilentServer() async throws {
        var small = SmallCase()
        small.add(
            "kind: exchanges", "mdm.ndjson",
            Self.entry("https://mdmenrollment.apple.com/session", 200, at: "2026-05-10T06:00:00Z", got: "{}")
                + Self.entry("https://mdmenrollment.apple.com/session", 403, got: "\"T_C_NOT_SIGNED\""))
        small.add(
            "kind: mdm-servers", "servers.json",
            Self.server(
                #""status":"ACTIVE","deviceCount":20,"lastConnectedDateTime":"2026-05-12T06:00:00.1Z""#))
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L1-TERMS-NOT-ACCEPTED"])
        #expect(
            verdict.explained(by: "L1-TERMS-NOT-ACCEPTED") == ["L1-MDM-SERVER-SILENT 20", "L6-POLL-STALE 1"])
        #expect(verdict.finding("L1-TERMS-NOT-ACCEPTED" as FindingCode)?.remedy.owner == .tenant)
        #expect(verdict.finding("L1-MDM-SERVER-SILENT" as FindingCode)?.devices?.count == 20)
        #expect(
            verdict.finding("L1-MDM-SERVER-SILENT" as FindingCode)?.claim.brief
                == "Example MDM last talked to Apple 3 days ago")
    }

    @Test func aServerThatAppleHearsIsSound() async throws {
        var small = SmallCase()
        small.add(
            "kind: mdm-servers", "servers.json",
            Self.server(#""status":"ACTIVE","lastConnectedDateTime":"2026-05-15T08:59:19.192Z""#))
        let verdict = try await small.verdict()
        #expect(verdict.outcome(of: "tenant-health.mdm-servers") == .pass && verdict.causes == [])
    }

    @Test func aFailedAssignmentExplainsItsDevicesAlone() async throws {
        var small = SmallCase()
        small.strand(3..<6, ["enrollmentStatus": "assigned", "mdmServerId": "OLD"])
        small.add(
            "kind: activities", "activity.json",
            #"{"data":{"type":"orgDeviceActivities","id":"84d7f133","attributes":{"status":"COMPLETED","subStatus":"COMPLETED_WITH_ERROR","createdDateTime":"2026-05-15T06:00:00Z","completedDateTime":"2026-05-15T06:00:11Z"}}}"#
        )
        small.add(
            "kind: activities", "activity-84d7f133.csv",
            "Serial Number,Status,Message\n\(SmallCase.serial(3)),FAILED,DEVICE_ALREADY_ASSIGNED\n\(SmallCase.serial(4)),FAILED,DEVICE_ALREADY_ASSIGNED\n\(SmallCase.serial(9)),SUCCESS,\n"
        )
        let verdict = try await small.verdict()
        let finding = try #require(verdict.finding("L1-ASSIGNMENT-FAILED" as FindingCode))
        #expect(finding.count == 2 && finding.devices == [3, 4])
        #expect(finding.claim.values["reasons"] == .table(["DEVICE_ALREADY_ASSIGNED": 2]))
        #expect(verdict.explained(by: "L1-ASSIGNMENT-FAILED") == ["L2-WRONG-SERVER 2"])
    }

    @Test func anExpiredTokenIsNamedAndNeverShown() async throws {
        // {"iat":1747200000,"exp":1778800000} with a signature that must not be seen.
        let token = "eyJhbGciOiJFUzI1NiJ9.eyJpYXQiOjE3NDcyMDAwMDAsImV4cCI6MTc3ODgwMDAwMH0.c2VjcmV0LWxlYWs"
        var small = SmallCase()
        small.add(
            "kind: exchanges", "client.ndjson",
            Self.entry(
                "https://api-business.apple.com/v1/orgDevices", 401,
                headers: #"[{"name":"Authorization","value":"Bearer \#(token)"}]"#))
        let verdict = try await small.verdict()
        #expect(verdict.finding("L1-TOKEN-EXPIRED" as FindingCode)?.count == 1)
        #expect(verdict.finding("L1-AUTH-REJECTED" as FindingCode) == nil)
        #expect(!"\(verdict)".contains("c2VjcmV0LWxlYWs"))
    }

    @Test func whatThisToolWasRefusedSaysNothingOfTheTenant() async throws {
        var small = SmallCase()
        let entry = Self.entry("https://api-business.apple.com/v1/orgDevices", 429).dropLast()
        small.add(
            "kind: exchanges", "own.har",
            #"{"log":{"version":"1.2","creator":{"name":"abm-forensics","version":"0.1.0"},"entries":[\#(entry)]}}"#
        )
        let verdict = try await small.verdict()
        #expect(verdict.outcome(of: "tenant-health.api-pace") == .unknown)
        #expect(verdict.finding("L1-API-THROTTLED" as FindingCode) == nil)
    }

    @Test func applesAuditLogIsNoProofAgainstThrottling() async throws {
        var small = SmallCase()
        small.audit = []
        small.add(
            "kind: audit, dialect: axm", "events.json",
            #"{"data":[{"type":"auditEvents","id":"1","attributes":{"eventDateTime":"2026-05-15T08:00:00Z","type":"DEVICE_ASSIGNED_TO_SERVER","category":"DEVICE_INVENTORY","actorName":"Anna","subjectType":"DEVICE","subjectId":"\#(SmallCase.serial(2))","outcome":"FAILURE"}}]}"#
        )
        let verdict = try await small.verdict()
        #expect(verdict.outcome(of: "tenant-health.rate-tiers") == .unknown)
        #expect(verdict.finding("L1-AUDIT-FAILURE" as FindingCode)?.devices == [2])
        #expect(verdict.finding("L1-AUDIT-FAILURE" as FindingCode)?.claim.detail.contains("Anna") == true)
    }

    @Test func theServiceLevelsStandInTheScore() async throws {
        var small = SmallCase()
        small.add(
            "kind: rate-limits", "limits.json",
            #"{"observedAt":"2026-05-15T08:58:00Z","remainingBurst":1100,"consumed1h":6550,"hourLimit":5000,"burstLimit":1200}"#
        )
        small.add(
            "kind: handshakes", "tls.ndjson",
            ["completed", "completed", "completed", "stalled"].map {
                #"{"serverName":"mdmenrollment.apple.com","outcome":"\#($0)","startedAt":"2026-05-15T08:00:00Z"}"#
                    + "\n"
            }.joined()
                + #"{"serverName":"iprofiles.apple.com","outcome":"reset","startedAt":"2026-05-15T08:00:00Z"}"#
                + "\n")
        let levels = try await small.verdict().serviceLevels
        #expect(levels["tokenUtilisation"] == 1.31)
        #expect(levels["handshakeSuccess"] == .table(["example-mdm": 0.75]))
    }

    @Test func withoutRateLimitsTheBusiestHourCounts() async throws {
        let levels = try await SmallCase().verdict().serviceLevels
        // Twenty sessions in one hour, of 5,000.
        #expect(levels["tokenUtilisation"] == 0.004 && levels["handshakeSuccess"] == nil)
    }
}

extension Verdict {
    /// What the probe of the score measured of the field guide's indicators.
    fileprivate var serviceLevels: [String: Figure] {
        if case .table(let levels)? = measures["tenant-health.compliance"]?["slis"] { return levels }
        return [:]
    }
}
