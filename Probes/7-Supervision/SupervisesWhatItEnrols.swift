import CaseReading
import Casework
package import ProbeKit

/// Asks whether every device that came by automated enrolment is supervised.
///
/// Needs: the MDM's device records.    Source: AE 2.4, AE 8.
/// Rules: 1. enrolled, came by automated enrolment by the service's or the MDM's word, and the MDM says that
///           it is not supervised: broken.
///        2. the MDM says of such devices that they are: sound.
///        3. no such device, or the MDM does not say: cannot tell.
package struct SupervisesWhatItEnrols: Probe {
    package static let card = ProbeCard(
        "supervision.supervises-what-it-enrols", layer: .supervision,
        asks: "Is every device that came by automated enrolment supervised?", needs: [needsRecords],
        raises: [notSupervised])

    package init() {}

    private static let needsRecords = Need(
        Supply(.devices, .mdm),
        how:
            "the MDM's device records with supervised and the way of enrolment, and the ADE service's devices"
    )

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        let unsupervised = facts.outcomes.adeUnsupervised
        guard facts.outcomes.adeTold > 0 else {  // rule 3
            return .cannotTell(
                because: facts.outcomes.viaADE.isEmpty
                    ? "no enrolled device is known to have come by automated enrolment"
                    : "the MDM does not say whether they are supervised",
                supply: Self.needsRecords.how)
        }
        guard !unsupervised.isEmpty else {
            return .sound("\(facts.outcomes.adeTold.counted("device")) of automated enrolment supervised")
        }
        return .found(
            Claim(
                "L7-NOT-SUPERVISED",
                brief: "\(unsupervised.count.counted("device")) of automated enrolment not supervised",
                detail:
                    "\(unsupervised.count.grouped) of \(facts.outcomes.adeTold.counted("device")) that came by automated "
                    + "enrolment are unsupervised by the MDM's word.",
                subject: .fleet, count: unsupervised.count, devices: unsupervised,
                values: ["judged": .count(facts.outcomes.adeTold)], evidence: facts.outcomes.adeExamples))
    }
}

extension SupervisesWhatItEnrols {
    static let notSupervised = FindingCard(
        "L7-NOT-SUPERVISED", "Devices of automated enrolment are not supervised", severity: .high,
        basis: .published("AE 8"),
        meaning: """
            Since iOS 13 Apple supervises every device that enrols automatically, whatever the profile's
            is_supervised says. A device that came that way and is reported as unsupervised is a
            contradiction: the record is old, the device was enrolled by hand later, or the MDM reads the flag
            wrong. It is a symptom; where the field guide's binding of an identity is in use, look there.
            """,
        isSymptom: true,
        settle: Check(
            "Ask the device itself: Settings shows that it is supervised, and on a Mac the command does.",
            command: "sudo profiles show -type enrollment"),
        remedy: Remedy(
            .mdm,
            "Let the MDM ask one of the devices again, then enrol those that are really unsupervised anew.",
            steps: [
                "Send DeviceInformation with IsSupervised to one device and compare the answer with the record.",
                "Look for a later enrolment by hand: the MDM profile was removed and installed again.",
                "Erase a device that is unsupervised: only Setup Assistant supervises it.",
            ],
            references: ["Apple: profile definition of automated enrolment"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no records", SupervisionFacts(), .cannotTell),
        WorkedCase(
            "nobody came by automated enrolment", .enrolled(viaADE: [], unsupervised: []), .cannotTell),
        WorkedCase(
            "the MDM does not say", .enrolled(viaADE: [1, 2], unsupervised: [], told: 0), .cannotTell),
        WorkedCase("all supervised", .enrolled(viaADE: [1, 2], unsupervised: []), .sound),
        WorkedCase(
            "one of three is not", .enrolled(viaADE: [1, 2, 3], unsupervised: [2]),
            .raises(["L7-NOT-SUPERVISED": 1])),
    ]
}
