/// What two series of hops tell of each other: the target's and the control's, to the same address.
///
/// A ClientHello with a limit of n reaches the n-th router or, when there are fewer, the far end. Where the
/// control's goes on and the target's does not, something on the way knows the target's name.
public struct HopStory: Hashable, Sendable {
    /// The lowest limit with which the far end answered the control.
    public let farEnd: Int?
    /// The limit at which the target's ClientHello stops, as exactly as the routers let it be known.
    public let stop: ClosedRange<Int>?
    /// What the target's ClientHello met at the stop: `silence`, `reset`, `closed`, `alert`, `bytes`.
    public let answer: String?
    /// Whether it may be the far end itself that answers so, or keeps silent: no router would have been between.
    public let mayBeFarEnd: Bool
    /// The last router that still had the target's ClientHello, where one said so.
    public let lastRouter: String?
    /// The first router behind the stop that the control's ClientHello came to, where one said so.
    public let nextRouter: String?
    /// Whether the far end answered the target's ClientHello in TLS, too.
    public let reachesFarEnd: Bool

    /// What one byte of the packet can limit; anything else is no hop.
    private static let limits = 1...255

    /// Compares the hops of both transcripts; anything missing leaves the story without a stop.
    ///
    /// Complexity: O(n²) in the hops, of which there are at most 255.
    public init(target: [HandshakeTranscript.Hop], control: [HandshakeTranscript.Hop]) {
        let target = Self.byLimit(target)
        let control = Self.byLimit(control)
        let farEnd = control.filter { Self.isTLS($0.value.answer) }.keys.min()
        self.farEnd = farEnd
        reachesFarEnd = target.values.contains { Self.isTLS($0.answer) }
        guard let farEnd,
            let first = target.keys.sorted().first(where: { limit in
                limit <= farEnd && Self.stops(target, at: limit, unlike: control)
            }), let hop = target[first]
        else {
            (stop, answer, lastRouter, nextRouter, mayBeFarEnd) = (nil, nil, nil, nil, false)
            return
        }
        // A box that speaks was reached with this limit and not with the one before. Silence says only that the
        // stop is behind the last router that was heard.
        let heard = target.values.filter { $0.answer == "time-exceeded" && ($0.limit ?? 0) < first }
            .max { ($0.limit ?? 0) < ($1.limit ?? 0) }
        let isSilent = hop.answer == "silence"
        let lowest = isSilent ? (heard?.limit ?? 0) + 1 : first
        stop = min(lowest, first)...first
        answer = hop.answer
        mayBeFarEnd = first == farEnd
        lastRouter = heard?.from
        nextRouter =
            control.filter { $0.key >= first && $0.value.answer == "time-exceeded" }
            .min { $0.key < $1.key }?.value.from
    }

    /// One sentence part: `stops at hop 3, behind 192.0.2.1`, or `stops between hops 2 and 5`.
    public var text: String? {
        guard let stop else { return nil }
        let place =
            stop.count == 1
            ? "at hop \(stop.upperBound)" : "between hops \(stop.lowerBound) and \(stop.upperBound)"
        return "stops \(place)" + (lastRouter.map { ", behind \($0)" } ?? "")
    }

    // MARK: - Comparing

    /// One hop for each limit: the first, should there be several.
    private static func byLimit(_ hops: [HandshakeTranscript.Hop]) -> [Int: HandshakeTranscript.Hop] {
        let known = hops.compactMap { hop in hop.limit.map { ($0, hop) } }.filter { limits.contains($0.0) }
        return Dictionary(known) { first, _ in first }
    }

    private static func isTLS(_ answer: String?) -> Bool { answer == "server-hello" || answer == "alert" }

    private static func stops(
        _ target: [Int: HandshakeTranscript.Hop], at limit: Int,
        unlike control: [Int: HandshakeTranscript.Hop]
    ) -> Bool {
        guard let answer = target[limit]?.answer, let usual = control[limit]?.answer, answer != usual else {
            return false
        }
        switch answer {
        case "reset", "closed", "alert", "bytes": return true
        // A router may owe one answer: only a silence that lasts is a stop.
        case "silence": return !target.contains { $0.key > limit && goesOn($0.value.answer) }
        default: return false
        }
    }

    private static func goesOn(_ answer: String?) -> Bool { answer == "time-exceeded" || isTLS(answer) }
}
