import ProbeKit

extension StateCards {
    /// Source: FG-C, FG-7.2, FG-9.3.
    static let enrolledWithoutProfile = FindingCard(
        "L2-ENROLLED-WITHOUT-PROFILE", "The tenant counts devices as enrolled that the MDM does not manage",
        severity: .critical, basis: .fieldGuide("FG-C"),
        meaning: """
            The tenant says enrolled or in_progress, and there is no MDM profile id, or the MDM has no record, or an unenrolled
            one. The device runs unmanaged while every dashboard counts it as done. The field guide traces it to a rejected
            supervision that is answered with HTTP 200 and an empty mdmProfileId.
            """,
        isSymptom: true,
        settle: Check(
            "Look at one listed device from all four sides.",
            command: "abm-forensics device SERIAL --case CASE"),
        remedy: Remedy(
            .mdm, "Treat the listed devices as unmanaged; find the cause, then re-assign and erase them.",
            steps: [
                "Take the listed devices off sensitive data until they are managed.",
                "Make the MDM check the answer for an empty mdmProfileId.",
            ], references: ["field guide FG-C, FG-7.2, FG-9.3"]))
}
