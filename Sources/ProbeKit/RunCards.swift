/// The cards of the findings that concern the run itself; no probe raises them.
public enum RunCards {
    public static let missing = FindingCard(
        .evidenceMissing, "Evidence is missing", severity: .info, basis: .observed("run"),
        meaning: "A probe had nothing to judge. What could not be judged is unknown, never a pass.",
        remedy: Remedy(.nobody, "Supply the evidence that is named, and run again."))

    public static let unreadable = FindingCard(
        .evidenceUnreadable, "Evidence could not be read", severity: .low, basis: .observed("run"),
        meaning:
            "A record (low) or a whole file (medium) could not be read. Everything else was still judged.",
        remedy: Remedy(.nobody, "Look at the place that is named; collect the file anew if it is damaged."))

    public static let altered = FindingCard(
        .evidenceAltered, "Evidence is not what the manifest says", severity: .high, basis: .observed("run"),
        meaning: "The SHA-256 of a file differs from the manifest's. Its content was not judged.",
        remedy: Remedy(
            .nobody, "Find out who changed the file; take it anew from its source.",
            commands: ["sha256sum -c manifest-sha256.txt"]))

    public static let probeError = FindingCard(
        .probeError, "A probe failed", severity: .low, basis: .observed("run"),
        meaning:
            "A built-in probe or a plug-in failed, ran out of time or broke its protocol. The rest was judged.",
        remedy: Remedy(
            .nobody, "Check the plug-in with probes check; report a built-in probe as a bug.",
            commands: ["abm-forensics probes check FILE"]))

    public static let all = [missing, unreadable, altered, probeError]
}
