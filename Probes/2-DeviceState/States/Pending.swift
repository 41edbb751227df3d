import ProbeKit

extension StateCards {
    /// Source: FG-2.5.
    static let pending = FindingCard(
        "L2-PENDING", "Devices are pending and not yet late", severity: .info, basis: .fieldGuide("FG-2.5"),
        meaning: """
            Pending for less than the grace period or the MDM's sync interval. An MDM that polls every five minutes is not late
            before the sixth.
            """,
        remedy: Remedy(.nobody, "Wait for the MDM's next sync.", references: ["field guide FG-2.5"]))
}
