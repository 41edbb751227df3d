import CaseReading
import Casework
package import ProbeKit

/// Asks whether users can take off, or skip, the management that a profile brings.
///
/// Needs: the profile as defined at Apple.    Source: AE 2.4.
/// Rules: 1. `is_mdm_removable` true: users can remove the management.
///        2. `is_mandatory` false: users can skip it where the flag still counts, which is not iOS 13 and later.
///        3. `is_supervised` false: ignored since iOS 13, and unsupervised before.
///        4. a definition without these: sound.  5. no definition: cannot tell.
package struct LocksItsProfile: Probe {
    package static let card = ProbeCard(
        "supervision.locks-its-profile", layer: .supervision,
        asks: "Can users neither skip nor remove the management that the profile brings?",
        needs: [
            Need(Supply(.adeProfile), how: "an ade-profile entry: the answer of GET /profile?profile_uuid=…")
        ],
        raises: [weak])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        guard !facts.adeProfiles.isEmpty else {
            return .cannotTell(
                because: "the evidence holds no profile definition", supply: Self.card.needs.first?.how ?? "")
        }
        let soft = facts.adeProfiles.filter { !Self.weaknesses(of: $0).isEmpty }
        guard !soft.isEmpty else {
            return .sound("\(facts.adeProfiles.count.counted("profile")) mandatory and not removable")
        }
        let sentences = soft.prefix(5).map { profile in
            "\(profile.label): \(Self.weaknesses(of: profile).joined(separator: ", "))."
        }
        return .found(
            Claim(
                "L7-PROFILE-WEAK", brief: "\(soft.count.counted("profile")) can be skipped or removed",
                detail: sentences.joined(separator: " "),
                subject: Subject(.profile, soft.map(\.label).joined(separator: ", ")), count: soft.count,
                extent: .standing(since: nil),
                values: ["removable": .count(soft.count { $0.isRemovable == true })],
                evidence: soft.prefix(5).map(\.citation)))
    }

    private static func weaknesses(of profile: ADEProfile) -> [String] {
        var words: [String] = []
        if profile.isRemovable == true { words.append("users can remove the MDM profile") }
        if profile.isMandatory == false { words.append("users can skip it, except on iOS 13 and later") }
        if profile.isSupervised == false {
            words.append("it does not ask for supervision, which counts before iOS 13")
        }
        return words
    }
}

extension LocksItsProfile {
    static let weak = FindingCard(
        "L7-PROFILE-WEAK", "The enrolment profile can be skipped or removed", severity: .low,
        basis: .published("AE 2.4"),
        meaning: """
            is_mdm_removable lets a user take the management off again, is_mandatory false lets one skip it on
            systems where the flag still counts, and is_supervised false leaves older systems unsupervised.
            Nothing is broken by it; a fleet that loses devices over time often has it.
            """,
        settle: Check("Compare the number of devices that left the MDM with those that were erased."),
        remedy: Remedy(
            .mdm,
            "Set is_mdm_removable to false, is_mandatory and is_supervised to true, and assign the profile anew.",
            steps: [
                "Change the profile in the MDM (\"Lock MDM\", \"Allow MDM profile removal\") and save it.",
                "It holds from a device's next enrolment on; present ones keep what they have.",
            ],
            references: ["Apple: profile definition of automated enrolment", "field guide FG-9.10"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no profile definition", SupervisionFacts(), .cannotTell),
        WorkedCase("flags that are not said", .defining([.defined()]), .sound),
        WorkedCase(
            "locked", .defining([.defined(removable: false, mandatory: true, supervised: true)]), .sound),
        WorkedCase("removable", .defining([.defined(removable: true)]), .raises(["L7-PROFILE-WEAK": 1])),
        WorkedCase(
            "optional, and another one unsupervised",
            .defining([.defined(mandatory: false), .defined(supervised: false)]),
            .raises(["L7-PROFILE-WEAK": 2])),
    ]
}
