import Casework
import ProbeKit
import Testing

/// What the evidence cannot show is not claimed, and what is claimed cites the record that shows it.
@Suite struct HonestyTests {
    @Test func anAuditLogOfOtherEventsIsNoProofAgainstThrottling() async throws {
        var small = SmallCase()
        small.audit = [SmallCase.token("example-mdm", "synced", at: "2026-05-15T08:55:00Z")]
        let verdict = try await small.verdict()
        #expect(verdict.outcome(of: "tenant-health.rate-tiers") == .unknown)
        #expect(verdict.causes == [])
    }

    @Test func ownershipIsNotContestedWhileTheMDMWasNotAsked() async throws {
        var small = SmallCase()
        small.change(
            4..<6, ["enrollmentStatus": "pending", "deviceOwnershipState": "pending", "tier": "abe"])
        let blind = try await small.verdict(without: ["mdm"])
        #expect(blind.outcome(of: "tenant-health.ownership") == .unknown)
        #expect(blind.finding("L1-OWNERSHIP-CONTESTED") == nil)
        small.mdmDevices.removeSubrange(4..<6)
        let asked = try await small.verdict()
        #expect(asked.finding("L1-OWNERSHIP-CONTESTED")?.count == 2)
        #expect(asked.finding("L1-OWNERSHIP-CONTESTED")?.claim.evidence.map(\.locator) == ["line 5"])
    }

    @Test func aFreshImportIsNotContested() async throws {
        var small = SmallCase()
        small.change(
            4..<5,
            [
                "enrollmentStatus": "pending", "deviceOwnershipState": "pending", "tier": "abe",
                "assignedAt": "2026-05-15T08:58:00Z", "lastModified": "2026-05-15T08:58:00Z",
            ])
        small.mdmDevices.remove(at: 4)
        #expect(try await small.verdict().causes == [])
    }

    @Test func anOrphanIsCitedAndNotItsNeighbour() async throws {
        var small = SmallCase()
        small.strand(7..<9, ["enrollmentStatus": "pending", "deviceOwnershipState": "pending"])
        small.change(7..<8, ["assignedAt": "2026-05-10T09:00:00Z", "lastModified": "2026-05-10T09:00:00Z"])
        small.change(8..<9, ["assignedAt": "2026-05-09T09:00:00Z", "lastModified": "2026-05-09T09:00:00Z"])
        let verdict = try await small.verdict()
        #expect(verdict.causes == ["L1-ORPHANED"])
        #expect(verdict.finding("L1-ORPHANED")?.claim.evidence.map(\.locator) == ["line 9"])
        #expect(verdict.explained(by: "L1-ORPHANED") == ["L2-UNKNOWN-TO-MDM 2"])
    }

    @Test func verificationThatIsOffIsCitedWhereItIsOff() async throws {
        var small = SmallCase()
        small.change(3..<4, ["enrollmentVerificationMode": "none"])
        let finding = try #require(try await small.verdict().finding("L1-VERIFICATION-OFF"))
        #expect(finding.claim.evidence.map(\.locator) == ["line 4"])
        #expect(finding.claim.brief == "verification off for 1 device")
    }

    @Test func aTrustEvaluationThatSucceedsIsEvidence() async throws {
        var small = SmallCase()
        small.add(
            "kind: device-log, device: \(SmallCase.serial(3)), timeZone: UTC", "device.log",
            "May 14 04:00:01 ipad trustd(Security)[338] <Notice>: trust evaluation of iprofiles.apple.com: ok\n"
        )
        #expect(try await small.verdict().outcome(of: "boot-trust.system-trust-store") == .pass)
    }

    @Test func anEnrolmentThatTheMDMConfirmsIsNotStalled() async throws {
        var small = SmallCase()
        small.add(
            "kind: device-log, device: \(SmallCase.serial(3)), timeZone: UTC", "device.log",
            """
            May 14 03:59:00 ipad profiled(ManagedConfiguration)[113] <Notice>: MCX: Enrollment initiated via DEP
            May 14 05:00:00 ipad kernel[0] <Notice>: still here

            """)
        #expect(try await small.verdict().open == [])
    }
}
