import CaseReading
import Casework
package import ProbeKit

/// Asks whether a user can skip enrolment because verification is off.
///
/// Needs: device records of the tenant that hold `enrollmentVerificationMode`.    Source: field guide FG-1.7.
/// Rules: 1. mode `none`: a warning; in healthcare and finance a failure.  2. another mode: sound.
package struct VerifiesEnrolment: Probe {
    package static let card = ProbeCard(
        "tenant-health.verification-mode", layer: .tenantHealth,
        asks: "Can a user skip enrolment because verification is off?", needs: [needsTenantDevices],
        raises: [verificationOff])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let modes = facts.views.byVerificationMode
        guard !modes.isEmpty else {
            return .cannotTell(
                because: "no tenant record holds enrollmentVerificationMode",
                supply: "device records with the field enrollmentVerificationMode")
        }
        guard let off = modes["none"], !off.isEmpty else {
            return .sound("verification by \(modes.keys.sorted().joined(separator: ", "))")
        }
        let strict = ["healthcare", "finance"].contains(facts.sector ?? "")
        return .found(
            Claim(
                "L1-VERIFICATION-OFF", brief: "verification off for \(off.count.counted("device"))",
                detail:
                    "enrollmentVerificationMode is none for \(off.count.grouped) of "
                    + "\(facts.views.total.counted("device")); by the field guide their users can skip enrolment.",
                subject: .fleet, count: off.count, devices: off, extent: .standing(since: nil),
                evidence: [facts.views.examples[.unverified]].compactMap(\.self),
                severity: strict ? .high : nil))
    }
}

extension VerifiesEnrolment {
    static let verificationOff = FindingCard(
        "L1-VERIFICATION-OFF", "Enrolment verification is off", severity: .low, basis: .fieldGuide("FG-1.7"),
        meaning: """
            The field guide says that enrollmentVerificationMode is none by default and lets a user leave Setup Assistant
            without enrolling. It asks for email or ztna_trusted_device, and for the latter in healthcare and finance, where
            this finding is high instead of low.
            """,
        explains: ["L7-INTENT-OVERRIDDEN"],
        remedy: Remedy(
            .tenant,
            "Set enrollmentVerificationMode to ztna_trusted_device (or email outside healthcare and finance).",
            references: ["field guide FG-1.7, FG-7.4"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no tenant records", TenantFacts(), .cannotTell),
        WorkedCase("records that do not say", .fleet(of: 3) { _ in }, .cannotTell),
        WorkedCase(
            "on for all", .fleet(of: 3) { $0.views.byVerificationMode = ["email": [0, 1, 2]] }, .sound),
        WorkedCase(
            "off for one", .fleet(of: 3) { $0.views.byVerificationMode = ["none": [1], "email": [0, 2]] },
            .raises(["L1-VERIFICATION-OFF": 1])),
    ]
}
