import CaseReading
import Casework
package import ProbeKit

/// Asks whether users skipped the enrolment that should have supervised their device: mode 3.
///
/// Needs: tenant records; the MDM's records say what came of it.    Source: field guide FG-7.4, FG-1.7.
/// Rules: 1. must be supervised, verification mode `none`, and the device came out unsupervised, or is called
///        enrolled and the MDM does not have it: broken, each is counted.  2. mode `none` and every device
///        bound: sound.
///        3. no record of such a device names its mode: cannot tell.
package struct KeepsTheIntent: Probe {
    package static let card = ProbeCard(
        "supervision.intent-kept", layer: .supervision,
        asks: "Did users skip an enrolment that had to supervise their device?",
        needs: [
            needsTenantRecords,
            Need(Supply(.devices, .mdm), how: "the MDM's device list with its supervised column"),
        ], raises: [overridden])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        guard facts.views.withStatus > 0 else { return .noStatus }
        let open = facts.views.mustBeSupervised.intersection(facts.views.unverified)
        let skipped = open.intersection(facts.outcomes.unsupervised.union(facts.outcomes.unenrolled))
        guard skipped.isEmpty else { return .found(claim(skipped, open, facts)) }
        let must = facts.views.mustBeSupervised
        if !must.isEmpty, must.subtracting(facts.views.ofUnknownMode).isEmpty {  // rule 3
            return .cannotTell(
                because: "no record of a device that must be supervised names its enrollmentVerificationMode",
                supply: "device records with enrollmentVerificationMode: GraphQL devices of the tenant")
        }
        if open.isEmpty { return .sound("no supervised device may skip its enrolment") }
        return .sound("\(open.count.counted("device")) may skip enrolment, none did")
    }

    private func claim(_ skipped: DeviceSet, _ open: DeviceSet, _ facts: SupervisionFacts) -> Claim {
        let unsupervised = skipped.intersection(facts.outcomes.unsupervised).count
        let lost = skipped.intersection(facts.withoutProfile).count
        return Claim(
            "L7-INTENT-OVERRIDDEN",
            brief: "\(skipped.count.counted("device")) skipped supervised enrolment",
            detail:
                "\(open.count.counted("device")) must be supervised while enrollmentVerificationMode is none; "
                + "\(skipped.count.grouped) of them came out otherwise: \(unsupervised.grouped) "
                + "unsupervised, \((skipped.count - unsupervised).grouped) not enrolled at the MDM.",
            subject: .fleet, count: skipped.count, devices: skipped, extent: .standing(since: nil),
            values: [
                "maySkip": .count(open.count), "unsupervised": .count(unsupervised),
                "unenrolled": .count(skipped.count - unsupervised),
            ], evidence: Array(facts.outcomes.examples.prefix(3)),
            against: lost > 0
                ? [
                    "\(lost.counted("of them has", "of them have")) no MDM profile at all: an ignored intent looks the same"
                ]
                : [])
    }
}

extension KeepsTheIntent {
    static let overridden = FindingCard(
        "L7-INTENT-OVERRIDDEN", "Users skipped the enrolment that had to supervise their device",
        severity: .high,
        basis: .fieldGuide("FG-7.4"),
        meaning: """
            The tenant means these devices to be supervised, but enrollmentVerificationMode is none, its
            default, which lets the user leave the enrolment in Setup Assistant. The device then comes out
            unsupervised or not enrolled. The mode is the field guide's; Apple publishes none of that name.
            """,
        explains: [
            Edge("L2-ENROLLED-WITHOUT-PROFILE", basis: .fieldGuide("FG-7.4"), ceiling: .medium),
            "L7-NOT-SUPERVISED",
        ],
        settle: Check("Ask one user whether Setup Assistant offered to skip Remote Management."),
        remedy: Remedy(
            .tenant,
            "Set enrollmentVerificationMode to ztna_trusted_device or email, then re-enrol the listed "
                + "devices.",
            steps: [
                "Healthcare and finance tenants: ztna_trusted_device; others may use email.",
                "Erase the listed devices, or run profiles renew -type enrollment on the Macs among them.",
            ],
            commands: ["sudo profiles renew -type enrollment"], references: ["field guide FG-7.4, FG-1.7"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no evidence", SupervisionFacts(), .cannotTell),
        WorkedCase("records without a status", .fleet(of: 2) { $0.views.withStatus = 0 }, .cannotTell),
        WorkedCase(
            "the records name no mode",
            .fleet(of: 2) {
                $0.views.mustBeSupervised = .of(0, 1)
                $0.views.ofUnknownMode = .of(0, 1)
            }, .cannotTell),
        WorkedCase(
            "verification is on",
            .fleet(of: 2) {
                $0.views.mustBeSupervised = .of(0, 1)
                $0.outcomes.unsupervised = .of(1)
            }, .sound),
        WorkedCase(
            "verification is off, and nobody skipped",
            .fleet(of: 2) {
                $0.views.mustBeSupervised = .of(0, 1)
                $0.views.unverified = .of(0, 1)
            }, .sound),
        WorkedCase(
            "one unsupervised, one not enrolled, one that needs no supervision",
            .fleet(of: 4) {
                $0.views.mustBeSupervised = .of(0, 1, 2)
                $0.views.unverified = .of(0, 1, 2, 3)
                $0.outcomes.unsupervised = .of(1, 3)
                $0.outcomes.unenrolled = .of(2)
            }, .raises(["L7-INTENT-OVERRIDDEN": 2])),
    ]
}
