import ProbeKit

extension StateCards {
    /// Source: FG-2.3.
    static let throttledZombie = FindingCard(
        "L2-THROTTLED-ZOMBIE", "Devices are pending and throttled, and will stay so", severity: .critical,
        basis: .fieldGuide("FG-2.3"),
        meaning: """
            Pending for more than 180 seconds with throttled_by_rate_limit: the request was dropped, not queued. The state looks
            like a healthy wait and never ends by itself.
            """,
        isSymptom: true,
        remedy: Remedy(
            .tenant,
            "Quarantine the listed devices; queue them again once more than 200 burst tokens are left.",
            references: ["field guide FG-2.3, FG-9.2"]))
}
