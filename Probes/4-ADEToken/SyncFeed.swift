import CaseReading
import Casework

/// The pages of a case as a feed, and what a later full fetch shows that the feed never said.
///
/// Rules: 1. the feed begins with the first sync page, or with the full fetch before it.
///        2. a device of a full fetch behind the feed is missing where no sync page and no earlier full
///           fetch names it, and it was assigned after the feed began and before it ended.
///        3. a device whose assignment has no date, or one after the feed's end, is not judged.
struct SyncFeed {
    struct Missing: Hashable {
        let serial: String
        let assignedAt: Instant
    }

    /// Devices that the later full fetch names and the feed never did, by serial.
    private(set) var missing: [Missing] = []
    /// The pages on which they stand.
    private(set) var evidence: [Citation] = []
    /// How many devices of full fetches behind the feed were compared.
    private(set) var compared = 0
    /// From where to where the feed reaches; `nil` where it states no times.
    private(set) var covers: TimeWindow?
    private(set) var syncPages = 0

    /// Complexity: O(devices on all pages).
    init(_ pages: [ADESyncPage]) {
        guard let first = pages.firstIndex(where: { $0.kind == .sync }) else { return }
        var known: Set<String> = []
        for page in pages[..<first] { for device in page.devices { known.insert(Self.key(device)) } }
        let start = pages[..<first].compactMap(\.fetchedUntil).max()
        var end: Instant?
        var begun = start
        for page in pages[first...] where page.kind == .sync || page.kind == .empty {
            syncPages += 1
            if begun == nil { begun = page.fetchedUntil }
            end = [end, page.fetchedUntil].compactMap(\.self).max()
            for device in page.devices { known.insert(Self.key(device)) }
        }
        guard let begun, let end, begun < end else { return }
        covers = TimeWindow(begun, end)
        for page in pages[first...] where page.kind == .fetch { compare(page, known) }
        missing.sort { $0.serial < $1.serial }
    }

    private mutating func compare(_ page: ADESyncPage, _ known: Set<String>) {
        let before = missing.count
        for device in page.devices {
            compared += 1
            guard !known.contains(Self.key(device)), let at = device.assignedAt, let covers,
                at > covers.start, at <= covers.end
            else { continue }
            missing.append(Missing(serial: device.serial, assignedAt: at))
        }
        if missing.count > before, evidence.count < 5 { evidence.append(page.citation) }
    }

    private static func key(_ device: ADESyncPage.Device) -> String { device.serial.uppercased() }
}
