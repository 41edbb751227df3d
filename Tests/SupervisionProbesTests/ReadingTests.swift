import CaseReading
import Casework
import ProbeKit
import Testing

@testable import SupervisionProbes

/// A case with these devices and nothing else.
private func evidence(_ devices: [Fleet.Device], states: [String] = []) -> CaseEvidence {
    let fleet = Fleet(
        count: devices.count, countByState: [:],
        stateOf: { states.indices.contains($0) ? states[$0] : "enrolled" }, device: { devices[$0] },
        ordinalOfSerial: { _ in nil }, ordinalOfUDID: { udid in devices.firstIndex { $0.udid == udid } })
    return CaseEvidence(
        profile: CaseProfile(), asOf: Instant(microseconds: 1_776_400_000_000_000), fleet: fleet)
}

private func device(
    _ ordinal: Int, _ status: String?, profile: Bool?, intent: String? = "supervised_only",
    _ change: (inout Fleet.Device) -> Void = { _ in }
) -> Fleet.Device {
    var device = Fleet.Device()
    device.ordinal = ordinal
    device.udid = "U\(ordinal)"
    var tenant = Fleet.TenantView()
    tenant.enrollmentStatus = status
    tenant.hasProfile = profile
    tenant.enrollmentIntent = intent
    device.tenant = tenant
    change(&device)
    return device
}

@Test func devicesAreSortedByWhatTheTenantSays() {
    let facts = SupervisionFacts(
        reading: evidence([
            device(0, "enrolled", profile: true), device(1, "in_progress", profile: false),
            device(2, "enrolled", profile: false), device(3, "assigned", profile: false),
            device(4, "in_progress", profile: false, intent: nil), device(5, nil, profile: nil, intent: nil),
        ]))
    #expect(facts.views.withStatus == 5)
    #expect(facts.views.mustBeSupervised == DeviceSet(0..<4))
    #expect(facts.views.inProgressWithoutProfile == DeviceSet([1, 4]))
    #expect(facts.views.enrolledWithoutProfile == DeviceSet([2]))
    #expect(facts.withoutProfile == DeviceSet([1, 2, 4]))
    #expect(facts.outcomes.bound == DeviceSet([0]))
}

@Test func theTriangulationsStateCountsWhereTheTenantNamesNoProfile() {
    let facts = SupervisionFacts(
        reading: evidence([device(0, "enrolled", profile: nil)], states: ["enrolled-without-profile"]))
    #expect(facts.withoutProfile == DeviceSet([0]))
    #expect(facts.outcomes.unenrolled == DeviceSet([0]))
}

@Test func aDeviceThatTheMDMSupervisesIsBound() {
    let facts = SupervisionFacts(
        reading: evidence([
            device(0, "in_progress", profile: false) {
                $0.mdm = Fleet.MDMView()
                $0.mdm?.enrolled = true
                $0.mdm?.supervised = true
            }
        ]))
    #expect(facts.withoutProfile.isEmpty)
}

@Test func anAnswerThatLooksLikeASuccessIsSeen() {
    var evidence = evidence([device(0, "in_progress", profile: false)])
    for body in [
        #"{"enrollmentStatus": "in_progress", "mdmProfileId": null}"#,
        #"{"enrollmentStatus": "in_progress", "mdmProfileId": "mp_1"}"#,
        #"{"enrollmentStatus": "in_progress"}"#,
        "mdmProfileId",
    ] {
        evidence.exchanges.append(
            HTTPExchange(
                method: "POST", url: "https://mdmenrollment.apple.com/v2/devices/U0/enroll", status: 200,
                responseBody: body, citation: Citation(file: "h.har")))
    }
    let facts = SupervisionFacts(reading: evidence)
    #expect(facts.emptyAnswers.map(\.device) == [0])
}

@Test func bothIdentitySeveritiesFollowTheDialect() {
    var facts = SupervisionFacts.identities([.lasting(days: -1, unit: "t_other")])
    #expect(HoldsAGoodIdentity().examination(of: facts).findings.map(\.severity) == [.critical, .high])
    facts.dialect = "published"
    let result = HoldsAGoodIdentity().examination(of: facts)
    #expect(result.findings.map(\.severity) == [.info, .info])
    #expect(result.outcome == .pass)
}

@Test func anOrganisationalUnitOfAnotherKindOnlyWarns() {
    let facts = SupervisionFacts.identities([.lasting(days: 400, unit: "IT")])
    #expect(HoldsAGoodIdentity().examination(of: facts).outcome == .warn)
}
