import CaseReading
import Casework
package import ProbeKit

/// Asks whether devices that must be supervised stay in progress without an MDM profile: mode 1.
///
/// Needs: tenant records with their enrolment status.    Source: field guide FG-7.2, FG-9.3.
/// Rules: 1. must be supervised, `in_progress`, no MDM profile, and not bound by the MDM's word: broken, each
///        is counted.
///        2. devices that are called enrolled without a profile are said, and counted by
///        L2-ENROLLED-WITHOUT-PROFILE.
///        3. no record holds an enrolment status, or devices lack a profile and no record says whether
///        they must be supervised: cannot tell.  4. else sound.
package struct SuppliesSupervisedProfiles: Probe {
    package static let card = ProbeCard(
        "supervision.profile", layer: .supervision,
        asks: "Did every device that must be supervised get an MDM profile?", needs: [needsTenantRecords],
        raises: [unsupervised])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        guard facts.views.withStatus > 0 else { return .noStatus }  // rule 3
        let must = facts.views.mustBeSupervised
        let stuck = facts.withoutProfile.intersection(must).intersection(facts.views.inProgressWithoutProfile)
        if must.isEmpty, !facts.withoutProfile.isEmpty { return .noIntent(facts) }  // rule 3
        guard !stuck.isEmpty else {  // rule 4
            return .sound(
                must.isEmpty
                    ? "no device must be supervised" : "no supervised device in progress without a profile")
        }
        return .found(claim(stuck, facts))
    }

    private func claim(_ stuck: DeviceSet, _ facts: SupervisionFacts) -> Claim {
        let called = facts.withoutProfile.intersection(facts.views.mustBeSupervised).subtracting(stuck).count
        let answers = facts.emptyAnswers.filter { $0.device.map(stuck.contains) ?? false }
        let share = stuck.count.percent(of: facts.views.total)
        var sentences = [
            "\(stuck.count.grouped) of \(facts.views.total.counted("device")) (\(share)) must be supervised, "
                + "\(stuck.count == 1 ? "is" : "are") in_progress at the tenant and without an MDM profile."
        ]
        if !answers.isEmpty {
            sentences.append(
                "\(answers.count.counted("enrolment call")) met the answer HTTP 200, in_progress and no "
                    + "profile."
            )
        }
        if called > 0 { sentences.append("Called enrolled without a profile: \(called.grouped) more.") }
        let since = facts.views.since.filter { stuck.contains($0.device) }
        return Claim(
            "L7-UNSUPERVISED-PROFILE",
            brief: "\(stuck.count.counted("device")) in progress without a supervised profile",
            detail: sentences.joined(separator: " "), subject: .fleet, count: stuck.count, devices: stuck,
            extent: since.isEmpty ? .unknown : .since(since, noun: "unsupervised device"),
            values: [
                "inProgress": .count(stuck.count), "calledEnrolled": .count(called),
                "emptyAnswers": .count(answers.count),
                "intentNotEnforced": .count(stuck.intersection(facts.views.intentNotEnforced).count),
            ],
            evidence: Array(facts.views.examples.prefix(3)) + answers.prefix(2).map(\.citation))
    }
}

extension SuppliesSupervisedProfiles {
    static let unsupervised = FindingCard(
        "L7-UNSUPERVISED-PROFILE", "Devices that must be supervised are in progress without a profile",
        severity: .critical, basis: .fieldGuide("FG-7.2"),
        meaning: """
            The tenant demands supervision and the MDM offered an unsupervised profile. The tenant then
            refuses with an answer that looks like a success: HTTP 200, in_progress, mdmProfileId null. The
            device logs "MCX: Enrollment initiated via DEP", installs nothing and runs unmanaged, while the
            console shows it as enrolled. It is a symptom: why the MDM did so is the question. Apple's own
            documentation knows no such gate and supervises every ADE device; this is the field guide's
            account.
            """,
        isSymptom: true,
        settle: Check("Read the answers to POST /v2/devices/{udid}/enroll in a trace of the MDM's traffic."),
        remedy: Remedy(
            .mdm, "Find out why the MDM built an unsupervised profile, then re-assign the listed devices.",
            steps: [
                "Look at L7-INTENT-IGNORED, L7-FINGERPRINT-MISMATCH and L7-IDENTITY-REJECTED first.",
                "Let the MDM validate the tenant's supervisionIdentity before it builds the profile, and "
                    + "treat an answer without mdmProfileId as a failure.",
                "Re-assign the devices afterwards, and erase those that are already set up.",
                "A new server token or a reboot changes nothing: authentication works.",
            ],
            references: ["field guide FG-7.2, FG-7.7, FG-9.3, FG-0.5"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no tenant records", SupervisionFacts(), .cannotTell),
        WorkedCase("records without a status", .fleet(of: 3) { $0.views.withStatus = 0 }, .cannotTell),
        WorkedCase(
            "every device has its profile", .fleet(of: 3) { $0.views.mustBeSupervised = .of(0, 1, 2) }, .sound
        ),
        WorkedCase("no device must be supervised", .fleet(of: 3) { _ in }, .sound),
        WorkedCase(
            "one in progress, and no record says whether it must be supervised",
            .fleet(of: 3) { $0.views.inProgressWithoutProfile = .of(1) }, .cannotTell),
        WorkedCase(
            "two in progress without one", .withoutProfile(inProgress: [1, 2]),
            .raises(["L7-UNSUPERVISED-PROFILE": 2])),
        WorkedCase(
            "called enrolled: layer 2 counts it", .withoutProfile(inProgress: [], enrolled: [1]), .sound),
        WorkedCase(
            "the MDM says that one of them is supervised after all",
            .withoutProfile(inProgress: [1, 2]) { $0.outcomes.bound = .of(2) },
            .raises(["L7-UNSUPERVISED-PROFILE": 1])),
    ]
}
