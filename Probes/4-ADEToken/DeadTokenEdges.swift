import ProbeKit

/// What a token that Apple no longer accepts can be the cause of.
enum DeadTokenEdges {
    static let edges: [Edge] = [
        "L4-SYNC-FAILING", "L6-POLL-STALE", "L1-MDM-SERVER-SILENT", "L2-UNKNOWN-TO-MDM", "L2-NO-ADE-PROFILE",
        // In the field-guide dialect a device that the MDM never heard of shows as assigned.
        Edge("L2-ASSIGNED-NOT-ENROLLED", basis: .fieldGuide("FG-4.5")),
    ]
}
