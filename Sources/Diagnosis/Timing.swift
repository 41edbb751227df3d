import Casework
import ProbeKit

/// Whether the times of a cause allow it to have caused a symptom; a missing time counts as fitting.
///
/// Rules: 1. events of a symptom must fall inside the windows of the cause, with two minutes of slack.
///        2. a state must have begun before the last window ended.
///        3. no event or stretch may be over before its cause began; a standing condition began after the last proof of
///           the opposite.  4. what a tenant or its token did explains a state only if that began after this proof; any
///           other standing condition, such as a path, also holds up devices that were assigned long before.
///        5. a device with several events fits with any one of them.
struct Timing {
    /// How many events were compared, and how many fall inside; `nil` where nothing could be compared.
    let compared: (inside: Int, of: Int)?
    /// Devices whose time speaks against the edge; `nil` where times are not known by device.
    let outside: DeviceSet?
    let nouns: (cause: String, symptom: String)?

    /// Clocks of two services, and an event's way between them.
    static let slack = Interval.minutes(2)

    /// Whether any time fits.
    var fits: Bool { compared.map { $0.of == 0 || $0.inside > 0 } ?? true }

    init(of cause: Finding, for symptom: Finding, among devices: DeviceSet?) {
        let isOfTenant = [.tenant, .token].contains(cause.claim.subject.kind)
        switch (cause.claim.extent, symptom.claim.extent) {
        case (.windows(let windows, let noun), .moments(let moments, let symptomNoun)):
            let merged = Self.merged(windows)
            self.init(moments, among: devices, nouns: (noun, symptomNoun)) { Self.isInside($0, merged) }
        case (.windows(let windows, _), .since(let moments, _)):
            let end = windows.map(\.end).max()
            self.init(moments, among: devices, nouns: nil) { at in end.map { at <= $0 + Self.slack } ?? true }
        case (.standing(since: let start?), .moments(let moments, _)):
            self.init(moments, among: devices, nouns: nil) { $0 + Self.slack >= start }
        case (.standing(since: let start?), .since(let moments, _)) where isOfTenant:
            self.init(moments, among: devices, nouns: nil) { $0 + Self.slack >= start }
        case (.windows(let windows, _), .windows(let others, _)):
            self.init(over: others, before: windows.map(\.start).min())
        case (.standing(since: let start), .windows(let others, _)):
            self.init(over: others, before: start)
        default:
            self.init(compared: nil)
        }
    }

    private init(compared: (inside: Int, of: Int)?) {
        self.compared = compared
        outside = nil
        nouns = nil
    }

    private init(over windows: [TimeWindow], before start: Instant?) {
        let end = windows.map(\.end).max()
        let isOver = end.flatMap { end in start.map { $0 > end + Self.slack } } ?? false
        self.init(compared: isOver ? (0, windows.count) : nil)
    }

    private init(
        _ moments: [Extent.Moment], among devices: DeviceSet?, nouns: (cause: String, symptom: String)?,
        fits: (Instant) -> Bool
    ) {
        var inside = DeviceSet()
        var late = DeviceSet()
        var counts = (inside: 0, of: 0)
        for moment in moments where devices?.contains(moment.device) ?? true {
            counts.of += 1
            if fits(moment.at) {
                counts.inside += 1
                inside.insert(moment.device)
            } else {
                late.insert(moment.device)
            }
        }
        compared = counts
        outside = late.subtracting(inside)
        self.nouns = nouns
    }

    /// Windows in rising order without overlaps, so that their ends rise too.
    private static func merged(_ windows: [TimeWindow]) -> [TimeWindow] {
        windows.sorted { $0.start < $1.start }.reduce(into: []) { result, window in
            if let last = result.last, window.start <= last.end {
                result[result.count - 1] = TimeWindow(last.start, max(last.end, window.end))
            } else {
                result.append(window)
            }
        }
    }

    /// Complexity: O(log windows).
    private static func isInside(_ at: Instant, _ windows: [TimeWindow]) -> Bool {
        var low = 0
        var high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if windows[middle].start <= at + slack { low = middle + 1 } else { high = middle }
        }
        return low > 0 && at <= windows[low - 1].end + slack
    }

    /// "every missing callback falls inside a throttled window (5,254 of 5,254)".
    var words: String? {
        guard let nouns, let compared, compared.inside > 0 else { return nil }
        let figures = "(\(compared.inside.grouped) of \(compared.of.grouped))"
        return compared.inside == compared.of
            ? "every \(nouns.symptom) falls inside a \(nouns.cause) \(figures)"
            : "\(compared.inside.percent(of: compared.of)) of the \(nouns.symptom)s fall inside a \(nouns.cause) \(figures)"
    }
}
