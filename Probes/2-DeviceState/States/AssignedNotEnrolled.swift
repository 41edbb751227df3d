import ProbeKit

extension StateCards {
    /// Source: FG-A, FG-0.1, FG-0.4.
    static let assignedNotEnrolled = FindingCard(
        "L2-ASSIGNED-NOT-ENROLLED", "Devices are assigned and never enrol", severity: .high,
        basis: .fieldGuide("FG-0.1"),
        meaning: """
            The tenant says assigned and holds no MDM profile id, the grace period is over, the MDM has not enrolled the device,
            and the device shows a sign of life. Assignment is a promise of the tenant; enrolment binds the device and the MDM.
            This is a symptom: look for what kept the callback or the profile from arriving. A new token or a restarted sync
            service helps only if layer 4 itself fails (FG-0.5).
            """,
        isSymptom: true,
        settle: Check(
            "Look at one listed device from all four sides.",
            command: "abm-forensics device SERIAL --case CASE"),
        remedy: Remedy(
            .mdm, "Find the cause first; then re-assign the listed devices.",
            steps: ["On a Mac that is in use: sudo profiles renew -type enrollment."],
            commands: ["abm-forensics device SERIAL --case CASE"],
            references: ["field guide FG-0.1, FG-0.4, FG-A"]))
}
