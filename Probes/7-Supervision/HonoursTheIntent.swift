import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM honours the tenant's intent to enrol supervised only.
///
/// Needs: tenant records with their enrolment status; vendor and version from the case.    Source: FG-7.6,
/// FG-C.
/// Rules: 1. devices that must be supervised, that the tenant calls enrolled or in progress, without an MDM
///        profile, and a vendor and version that is known to ignore the intent: broken for those devices.
///        2. such devices, and a version that validates: sound here, they have another cause.
///        3. such devices, and an unknown vendor or version: cannot tell.
///        4. no such device: sound. A version that is known to ignore the intent is then said and raised as
///        nothing: the matrix is hearsay about a product, and this fleet does not bear it out.
package struct HonoursTheIntent: Probe {
    package static let card = ProbeCard(
        "supervision.intent-honoured", layer: .supervision,
        asks: "Does the MDM honour the intent to enrol supervised only?", needs: [needsTenantRecords],
        raises: [ignored])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        guard facts.views.withStatus > 0 else { return .noStatus }
        let must = facts.views.mustBeSupervised
        let showing = facts.withoutProfile.intersection(must)
        if must.isEmpty, !facts.withoutProfile.isEmpty { return .noIntent(facts) }
        switch IntentMatrix.answer(vendor: facts.vendor, version: facts.vendorVersion) {
        case .known(let row, let version) where row.standing == .ignores:
            guard showing.isEmpty else { return .found(claim(showing, row, version, facts)) }  // rule 1
            return .sound(  // rule 4
                must.isEmpty
                    ? "no device must be supervised"
                    : "\(row.name) \(version) may ignore the intent, no device shows it")
        case .known(let row, let version):
            let words = "\(row.name) \(version) validates the intent"  // rules 2, 4
            return .sound(
                showing.isEmpty
                    ? words
                    : "\(words), \(showing.count.counted("device")) without a profile for another reason")
        case .unknown(let reason):
            guard !showing.isEmpty else {  // rule 4
                return .sound("no device lost its profile to an ignored intent")
            }
            return .cannotTell(  // rule 3
                because:
                    "\(showing.count.counted("device looks", "devices look")) like an ignored intent, but \(reason)",
                supply:
                    "mdm: {vendor: …, version: …} in the case file, and a trace of the MDM's enrolment calls")
        }
    }

    private func claim(
        _ showing: DeviceSet, _ row: IntentMatrix.Row, _ version: VersionNumber, _ facts: SupervisionFacts
    ) -> Claim {
        let must = facts.views.mustBeSupervised
        let bound = must.subtracting(showing).count
        let unenforced = showing.intersection(facts.views.intentNotEnforced).count
        let share = showing.count.percent(of: must.count)
        var sentences = [
            "\(row.reservation == nil ? "By the field guide's vendor table " : "")\(row.name) \(version) "
                + "\(row.reservation == nil ? "ignores" : "is taken to ignore") the intent supervised_only; "
                + "\(showing.count.grouped) "
                + "of \(must.count.grouped) devices that must be supervised (\(share)) have no MDM profile "
                + "although the tenant calls them enrolled or in progress."
        ]
        if unenforced > 0 {
            sentences.append(
                "For \(unenforced.grouped) of them the tenant itself says that the intent was not enforced.")
        }
        return Claim(
            "L7-INTENT-IGNORED",
            brief: "\(row.name) \(version) ignored supervised_only for \(showing.count.counted("device"))",
            detail: sentences.joined(separator: " "), subject: .fleet, count: showing.count, devices: showing,
            extent: .standing(since: nil),
            values: [
                "vendor": .text(row.name), "version": .text(version.description),
                "withoutProfile": .count(showing.count),
                "mustBeSupervised": .count(must.count), "intentNotEnforced": .count(unenforced),
                "matrixDate": .text(IntentMatrix.date),
            ],
            evidence: Array(facts.views.examples.prefix(3)),
            against: [
                bound > 0
                    ? "no such loss on \(bound.counted("device")) under the same intent and version" : nil,
                row.reservation,
            ].compactMap(\.self), basis: row.reservation == nil ? .fieldGuide(row.rule) : .inferred(row.rule))
    }
}

extension HonoursTheIntent {
    static let ignored = FindingCard(
        "L7-INTENT-IGNORED", "The MDM ignores the tenant's intent to enrol supervised only",
        severity: .critical,
        basis: .fieldGuide("FG-7.6, FG-C"),
        meaning: """
            The tenant's records ask for supervised enrolment only, and the MDM builds a profile without
            looking. The tenant refuses it with HTTP 200, in_progress and no mdmProfileId; an MDM that does
            not read that field reports success. Which versions do so stands in a table: Kandji 2.22 and later
            do, with no fixed version named; Jamf Pro validates from 11.5.1 on. The table is the field guide's
            of 2026-04, neither the vendors' nor Apple's word, and it counts only together with devices that
            show the loss.
            """,
        explains: brokenBindings,
        settle: Check(
            "Read one answer to POST /v2/devices/{udid}/enroll in a trace of the MDM's traffic: 200, "
                + "in_progress and mdmProfileId null, unanswered by the MDM, settle it."),
        remedy: Remedy(
            .mdm, "Make the MDM validate the tenant's supervision identity before it builds profiles.",
            steps: [
                "Ask the vendor for a version that validates supervisionIdentity; for Kandji 2.22 and later "
                    + "none is named, so an upgrade alone is no remedy. Jamf Pro validates from 11.5.1 on.",
                "Until then build the enrolment profile with SupervisionIdentityFingerprint set by hand, and "
                    + "alert on every enrolment answer without mdmProfileId.",
                "Re-assign the listed devices; erase those that run unmanaged, for they cannot be supervised "
                    + "as they are.",
                "Treat the listed devices as unmanaged until then.",
            ],
            commands: ["abm-forensics run CASE --layer 7"],
            references: ["field guide FG-7.5, FG-7.6, FG-9.3, FG-C"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no tenant records", SupervisionFacts(), .cannotTell),
        WorkedCase(
            "Kandji 2.22, three devices without a profile",
            .withoutProfile(inProgress: [1, 2], enrolled: [3]) { $0.runs("kandji", "2.22") },
            .raises(["L7-INTENT-IGNORED": 3])),
        WorkedCase(
            "a later one, under its new name", .withoutProfile(inProgress: [1]) { $0.runs("Iru", "2.24.0") },
            .raises(["L7-INTENT-IGNORED": 1])),
        WorkedCase(
            "the matrix begins at 2.22", .withoutProfile(inProgress: [1]) { $0.runs("kandji", "2.3") },
            .cannotTell),
        WorkedCase(
            "Kandji 2.22, and no device shows it",
            .fleet(of: 3) {
                $0.views.mustBeSupervised = .of(0, 1, 2)
                $0.runs("kandji", "2.22")
            }, .sound),
        WorkedCase(
            "Jamf Pro 11.5.1 validates",
            .withoutProfile(inProgress: [1]) { $0.runs("Jamf Pro", "11.5.1-t1712345678") }, .sound),
        WorkedCase(
            "Jamf Pro 11.5 does not yet", .withoutProfile(inProgress: [1]) { $0.runs("jamf-pro", "11.5") },
            .raises(["L7-INTENT-IGNORED": 1])),
        WorkedCase(
            "an unknown vendor", .withoutProfile(inProgress: [1]) { $0.runs("example-mdm", "7.3.1") },
            .cannotTell),
        WorkedCase("no version", .withoutProfile(inProgress: [1]) { $0.runs("kandji", nil) }, .cannotTell),
        WorkedCase(
            "an unknown vendor, and nothing lost", .fleet(of: 3) { $0.runs("example-mdm", "1") }, .sound),
    ]
}
