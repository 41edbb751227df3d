import Diagnosis
import ProbeKit
import Testing

/// One broken thing at a time, or two: the verdict names it, and nothing else.
@Suite struct CauseTests {
    @Test func aHealthyFleetHasNoCause() async throws {
        let verdict = try await SmallCase().verdict()
        #expect(verdict.causes == [])
        #expect(verdict.open == [])
        #expect(verdict.firstBrokenLayer == nil)
        #expect(verdict.outcome(of: "tenant-health.rate-tiers") == .pass)
        #expect(!verdict.findings.contains { $0.severity > .info && !$0.code.isRunLevel })
    }

    @Test func recordsThatSayThrottledExplainZombiesWithoutAnAuditLog() async throws {
        var small = SmallCase()
        small.strand(
            0..<5,
            [
                "enrollmentStatus": "pending", "deviceOwnershipState": "pending",
                "abm_sync_status": "throttled_by_rate_limit",
            ])
        let verdict = try await small.verdict(without: ["audit"])
        #expect(verdict.causes == ["L1-THROTTLED"])
        #expect(verdict.explained(by: "L1-THROTTLED") == ["L2-THROTTLED-ZOMBIE 5"])
        #expect(verdict.firstBrokenLayer == .tenantHealth)
    }

    @Test func anExpiredTokenExplainsWhatWasAssignedAfterItsEnd() async throws {
        var small = SmallCase()
        small.strand(0..<6, ["enrollmentStatus": "assigned", "assignedAt": "2026-05-14T09:00:00Z"])
        small.strand(6..<8, ["enrollmentStatus": "assigned", "assignedAt": "2026-05-01T09:00:00Z"])
        small.add(
            "kind: server-token", "token.json",
            #"{"data": [{"expiresAt": "2026-05-12T09:00:00Z", "status": "ACTIVE", "organizationName": "A"}]}"#
        )
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L4-TOKEN-EXPIRED"])
        #expect(verdict.explained(by: "L4-TOKEN-EXPIRED") == ["L2-ASSIGNED-NOT-ENROLLED 6"])
        #expect(verdict.open == ["L2-ASSIGNED-NOT-ENROLLED 2"])
        #expect(verdict.firstBrokenLayer == .adeToken)
    }

    @Test func aRaceForTheTokenIsNoLag() async throws {
        var small = SmallCase()
        small.mdm.vendor = "jamf-pro"
        small.strand(0..<6, ["enrollmentStatus": "assigned", "assignedAt": "2026-05-14T13:00:00Z"])
        small.audit += [
            SmallCase.token("jamf-pro", "activated", at: "2026-05-14T08:00:00Z"),
            SmallCase.token("kandji", "activated", at: "2026-05-14T08:01:00Z"),
            SmallCase.token("jamf-pro", "revoked", at: "2026-05-14T08:02:00Z"),
        ]
        small.add("kind: integrations", "integrations.json", Self.integration("token_revoked_on_conflict"))
        small.add(
            "kind: mdm-log", "mdm.log", "2026-05-14T08:00:00Z DEP sync started\n2026-05-15T09:00:00Z alive\n")
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L4-REVOKED-ON-CONFLICT"])
        #expect(verdict.explained(by: "L4-REVOKED-ON-CONFLICT") == ["L2-ASSIGNED-NOT-ENROLLED 6"])
        #expect(verdict.open == [])
    }

    private static func integration(_ error: String?) -> String {
        let quoted = error.map { #""\#($0)""# } ?? "null"
        return """
            {"data": {"tenant": {"id": "t_1", "depIntegrations": [{"vendorName": "Jamf Pro", "lastSyncStatus": "success",
            "lastSyncError": \(quoted), "lastSyncTimestamp": "2026-05-15T08:58:00Z"}]}}}
            """
    }

    @Test(arguments: [("2026-05-15T08:59:00Z", ["L4-SYNC-LAG 1"]), ("2026-05-15T08:40:00Z", [])])
    func aLagIsJudgedOnlyWhereTheLogCoversTheSync(end: String, open: [String]) async throws {
        var small = SmallCase()
        small.mdm = ("jamf-pro", "11.5.3")
        small.add("kind: integrations", "integrations.json", Self.integration(nil))
        small.add("kind: mdm-log", "mdm.log", "2026-05-15T08:38:00Z DEP sync started\n\(end) alive\n")
        let verdict = try await small.verdict()
        #expect(verdict.open == open)
        #expect(verdict.causes == [])
    }

    @Test func aRejectedIdentityExplainsThatTheMDMNeverHeardOfTheDevice() async throws {
        var small = SmallCase()
        small.strand(0..<6, ["enrollmentStatus": "failed", "errorReason": "SUPERVISION_IDENTITY_MISMATCH"])
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L7-IDENTITY-REJECTED"])
        #expect(verdict.explained(by: "L7-IDENTITY-REJECTED") == ["L2-UNKNOWN-TO-MDM 6"])
        #expect(verdict.open == [])
    }

    @Test func aSkippedEnrolmentExplainsDevicesThatTheMDMNeverGot() async throws {
        var small = SmallCase()
        small.change(0..<20, ["enrollmentVerificationMode": "none"])
        small.mdmDevices.removeFirst(2)
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L7-INTENT-OVERRIDDEN"])
        #expect(verdict.explained(by: "L7-INTENT-OVERRIDDEN") == ["L2-ENROLLED-WITHOUT-PROFILE 2"])
    }

    @Test(arguments: [("kandji", "2.22", Confidence.high), ("jamf-pro", "11.4.2", .medium)])
    func whatIsOnlyConcludedIsNeverSure(vendor: String, version: String, confidence: Confidence) async throws
    {
        var small = SmallCase()
        small.mdm = (vendor, version)
        small.strand(0..<5, ["enrollmentStatus": "in_progress"])
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L7-INTENT-IGNORED"])
        #expect(verdict.rootCauses.first?.confidence == confidence)
    }

    @Test func anInterceptorsCertificateIsNoFaultOfTheHost() async throws {
        var small = SmallCase()
        small.add("kind: handshakes", "path.ndjson", Self.intercepted)
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L3-INTERCEPTED"])
        #expect(verdict.explained(by: "L3-INTERCEPTED") == ["L3-CERT-UNFIT 1"])
    }

    private static let intercepted = #"""
        {"startedAt": "2026-05-15T08:40:00Z", "serverName": "mdmenrollment.apple.com", "via": "proxy", \#
        "outcome": "completed", "version": "TLSv1.3", "certificates": [{"subject": "CN=mdmenrollment.apple.com", \#
        "issuer": "CN=Corp Root", "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2030-01-01T00:00:00Z", \#
        "names": ["mdmenrollment.apple.com"]}], "trust": {"status": "intercepted", "anchor": "CN=Corp Root"}}
        """#

    @Test func twoCausesKeepTheirOwnDevices() async throws {
        var small = SmallCase()
        small.strand(0..<4, ["enrollmentStatus": "assigned"])
        small.audit.removeFirst(4)
        small.audit += (0..<4).map { SmallCase.callback(of: $0, "dropped", at: "2026-05-14T03:01:00Z") }
        small.audit.append([
            "timestamp": "2026-05-14T03:00:30Z", "eventType": "RATE_LIMIT", "tier": "burst",
            "abm_sync_status": "throttled_by_rate_limit",
        ])
        small.strand(
            10..<16, ["enrollmentStatus": "failed", "errorReason": "SUPERVISION_IDENTITY_MISMATCH"])
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L7-IDENTITY-REJECTED", "L1-THROTTLED"])
        #expect(verdict.explained(by: "L1-THROTTLED") == ["L2-ASSIGNED-NOT-ENROLLED 4"])
        #expect(verdict.explained(by: "L7-IDENTITY-REJECTED") == ["L2-UNKNOWN-TO-MDM 6"])
        #expect(verdict.firstBrokenLayer == .tenantHealth)
    }
}
