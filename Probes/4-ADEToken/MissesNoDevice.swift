import CaseReading
import Casework
package import ProbeKit

/// Asks whether every device of a full fetch also came through the sync feed.
///
/// Needs: pages of `/devices/sync` and a later full fetch.    Source: AE 2.2; the comparison is ours.
/// Rules: 1. a device of a later full fetch that was assigned while the feed ran and never stood in it: a hole.
///        2. none: sound.  3. no feed, no later full fetch, or no times to compare with: cannot tell.
///        What counts as missing stands in `SyncFeed`.
package struct MissesNoDevice: Probe {
    package static let card = ProbeCard(
        "ade-token.misses-no-device", layer: .adeToken,
        asks: "Did every device of a full fetch also come through the sync feed?",
        needs: [Need(Supply(.adeSync), how: HowToGet.pages)], raises: [hole])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        let feed = SyncFeed(facts.pages)
        guard feed.syncPages > 0, feed.compared > 0, let covers = feed.covers else {  // rule 3
            return .cannotTell(because: Self.reason(feed), supply: HowToGet.pages)
        }
        guard !feed.missing.isEmpty else {
            return .sound(
                "none of \(feed.compared.counted("device")) missing from \(feed.syncPages.counted("sync page"))"
            )
        }
        return .found(Self.claim(feed, covers, facts))
    }

    private static func reason(_ feed: SyncFeed) -> String {
        if feed.syncPages == 0 { return "the pages hold no answer of /devices/sync" }
        return feed.covers == nil
            ? "the pages do not state between which times they were fetched"
            : "no full fetch stands behind the sync pages to compare them with"
    }

    private static func claim(_ feed: SyncFeed, _ covers: TimeWindow, _ facts: ADETokenFacts) -> Claim {
        let ordinals = feed.missing.compactMap { facts.ordinalOfSerial($0.serial) }
        let first = feed.missing.map(\.assignedAt).min() ?? covers.start
        let last = feed.missing.map(\.assignedAt).max() ?? covers.end
        let names = feed.missing.prefix(5).map(\.serial).joined(separator: ", ")
        return Claim(
            "L4-CURSOR-HOLE",
            brief: "\(feed.missing.count.counted("device")) never came through the sync feed",
            detail:
                "\(feed.missing.count.grouped) of \(feed.compared.counted("device")) of a full fetch were assigned "
                + "between \(covers.start) and \(covers.end), while the feed ran, and stand on none of its "
                + "\(feed.syncPages.counted("page")): \(names)\(feed.missing.count > 5 ? ", …" : "").",
            subject: feed.missing.count == 1 ? Subject(.device, names) : .fleet, count: feed.missing.count,
            devices: ordinals.isEmpty ? nil : DeviceSet(ordinals),
            extent: .windows([TimeWindow(first, last)], noun: "hole in the feed"),
            values: ["compared": .count(feed.compared), "syncPages": .count(feed.syncPages)],
            evidence: feed.evidence)
    }
}

extension MissesNoDevice {
    static let hole = FindingCard(
        "L4-CURSOR-HOLE", "Devices of a full fetch never appeared in the sync feed",
        severity: .high, basis: .published("AE 7"),
        meaning: """
            An MDM that only ever syncs knows what the feed told it. A device that was assigned while the feed
            ran, stands in a full fetch and was on no page of the feed is one that the MDM will never learn
            of: a page was lost, two workers shared one cursor, or the cursor was stored before its page was
            worked off. That a feed should be complete follows from Apple's description; the comparison is
            ours.
            """,
        explains: ["L2-UNKNOWN-TO-MDM", "L2-NO-ADE-PROFILE"],
        settle: Check("Ask the MDM for one of the listed serials: it has no record of it."),
        remedy: Remedy(
            .mdm, "Run a full fetch once, then find out who stores the cursor and when.",
            steps: [
                "Start a full sync in the MDM: it closes the hole.",
                "Let one worker alone hold the cursor, and store it only after its page was worked off.",
                "Compare a full fetch with the MDM's list once a week.",
            ],
            references: ["Apple: sync the list of devices", "field guide FG-2.5"]))
}

extension MissesNoDevice {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no pages", ADETokenFacts(), .cannotTell),
        WorkedCase("a full fetch alone", .paging([.page(.fetch, ["A": 9], until: 8)]), .cannotTell),
        WorkedCase(
            "a feed without a later fetch",
            .paging([.page(.fetch, ["A": 9], until: 8), .page(.sync, ["B": 6], until: 5)]), .cannotTell),
        WorkedCase(
            "every device came through the feed",
            .paging([
                .page(.fetch, ["A": 9], until: 8), .page(.sync, ["B": 6], until: 5),
                .page(.fetch, ["A": 9, "b": 6], until: 4),
            ]), .sound),
        WorkedCase(
            "two devices that the feed never named",
            .paging([
                .page(.fetch, ["A": 9], until: 8), .page(.sync, ["B": 6], until: 5),
                .page(.fetch, ["A": 9, "B": 6, "C": 7, "D": 5], until: 4),
            ]), .raises(["L4-CURSOR-HOLE": 2])),
        WorkedCase(
            "a device that was assigned after the feed's last page",
            .paging([
                .page(.fetch, ["A": 9], until: 8), .page(.sync, ["B": 6], until: 5),
                .page(.fetch, ["A": 9, "B": 6, "C": 4], until: 3),
            ]), .sound),
        WorkedCase(
            "a feed without its first fetch: what was assigned before it is not judged",
            .paging([
                .page(.sync, ["B": 6], until: 6), .page(.empty, [:], until: 5),
                .page(.fetch, ["A": 9, "B": 6, "C": nil], until: 4),
            ]), .sound),
        WorkedCase(
            "pages without times",
            .paging([.page(.sync, ["B": 6], until: nil), .page(.fetch, ["C": 5], until: nil)]), .cannotTell),
    ]
}
