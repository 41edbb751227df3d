import Casework
import ProbeKit
import TLSHandshake

/// All handshakes with one host on one way, in the order of their times.
struct PathGroup {
    let host: String
    let via: String
    let handshakes: [PathHandshake]
    /// What one of them is called.
    var noun = "handshake"

    /// How many handshakes a claim cites.
    static let cited = 5

    var isDirect: Bool { handshakes.contains(where: \.isDirect) }
    /// `iprofiles.apple.com via ztna`.
    var label: String { isDirect ? host : "\(host) via \(via)" }
    var completed: [PathHandshake] { handshakes.filter { $0.transcript.outcome == .completed } }

    /// The role and vantage that its handshakes name, without repetition.
    var scopes: [PathScope] {
        handshakes.map(\.scope).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// When the fault held.
    ///
    /// Rules: 1. the newest handshake shows it: it lasts, since the last handshake before it that completed.
    ///        2. a later one completed: separate windows.  3. no times: it lasts, since nobody knows when.
    func extent(of faulty: [PathHandshake], noun: String) -> Extent {
        let times = faulty.compactMap(\.startedAt)
        guard let first = times.min(), let last = times.max() else { return .standing(since: nil) }
        let places = Set(faulty.map(\.citation))
        let sound = completed.filter { !places.contains($0.citation) }.compactMap(\.startedAt)
        if sound.contains(where: { $0 > last }) {
            return .windows(faulty.compactMap(\.window).sorted { $0.start < $1.start }, noun: noun)
        }
        return .standing(since: sound.filter { $0 < first }.max())
    }

    /// A claim about some of the handshakes.
    func claim(
        _ code: FindingCode, _ faulty: [PathHandshake], brief: String, detail: String, noun: String,
        values: [String: Figure] = [:], against: [String] = [], basis: Basis? = nil
    ) -> Claim {
        var figures: [String: Figure] = [
            "host": .text(host), "via": .text(via), "handshakes": .count(handshakes.count),
        ]
        figures.merge(values) { $1 }
        return Claim(
            code, brief: brief, detail: detail, subject: Subject(.path, label), count: faulty.count,
            extent: extent(of: faulty, noun: noun), paths: scopes, values: figures,
            evidence: faulty.prefix(Self.cited).map(\.citation), against: against, basis: basis)
    }

    /// `3 of 3 handshakes`.
    func share(_ faulty: [PathHandshake]) -> String {
        "\(faulty.count.grouped) of \(handshakes.count.counted(noun))"
    }
}

extension PathFacts {
    /// The groups in the order in which the evidence first names them.
    var groups: [PathGroup] { Self.groups(of: handshakes) }

    /// The same of any transcripts.
    static func groups(of handshakes: [PathHandshake], noun: String = "handshake") -> [PathGroup] {
        var order: [[String]] = []
        var members: [[String]: [PathHandshake]] = [:]
        for handshake in handshakes {
            let key = [handshake.host, handshake.via]
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(handshake)
        }
        return order.map { key in
            let sorted = (members[key] ?? []).enumerated().sorted {
                ($0.element.startedAt ?? Instant(microseconds: .min), $0.offset)
                    < ($1.element.startedAt ?? Instant(microseconds: .min), $1.offset)
            }
            return PathGroup(host: key[0], via: key[1], handshakes: sorted.map(\.element), noun: noun)
        }
    }

    /// The way to the same host that a group is compared with, unless the group is that itself.
    func baseline(of group: PathGroup) -> PathGroup? { Self.baseline(of: group, among: handshakes) }

    /// The same among any transcripts: the way named `baseline` where there is one, else the direct one.
    static func baseline(of group: PathGroup, among handshakes: [PathHandshake]) -> PathGroup? {
        let candidates = handshakes.filter { $0.host == group.host && $0.isDirect && $0.via != group.via }
        let named = candidates.filter { $0.via == PathHandshake.baseline }
        let chosen = named.isEmpty && !group.isDirect ? candidates : named
        guard group.via != PathHandshake.baseline, let via = chosen.first?.via else { return nil }
        return PathGroup(host: group.host, via: via, handshakes: chosen)
    }

    /// Groups with at least one completed handshake.
    func completedGroups() -> [PathGroup] { groups.filter { !$0.completed.isEmpty } }
}

extension PathHandshake {
    /// From the start to the last thing that was noted; `nil` without a start.
    var window: TimeWindow? {
        guard let startedAt else { return nil }
        let ends = (transcript.stages ?? []).compactMap(\.atMs) + [0]
        let length = (ends.max() ?? 0) + (transcript.endsInSilence ? transcript.silenceMs ?? 0 : 0)
        return TimeWindow(startedAt, startedAt + Interval(milliseconds: length))
    }
}

extension HandshakeTranscript {
    private static let order: [StageName] = [
        .resolve, .connect, .proxy, .clientHello, .helloRetry, .serverHello, .encryptedExtensions,
        .certificateRequest, .certificate, .certificateVerify, .serverFinished, .clientFinished, .ticket,
    ]

    /// Whether a stage, or one behind it, was reached.
    func reached(_ name: StageName) -> Bool {
        guard let wanted = Self.order.firstIndex(of: name) else { return false }
        return (stages ?? []).contains { stage in
            Self.order.firstIndex(of: stage.name).map { $0 >= wanted } ?? false
        }
    }

    /// Whether bytes came back that are no TLS.
    ///
    /// What a proxy says in its own words, before there is a tunnel, is none of it.
    var isNotTLS: Bool { firstBytes?.isEmpty == false && outcome != .completed && !failsAtProxy }

    /// The last stage of the handshake proper.
    var lastStage: StageName? { stages?.last { Self.order.contains($0.name) }?.name }

    /// Whether the silence came behind the last stage instead of in front of a close.
    var endsInSilence: Bool { stages?.last?.name != .close }

    /// Milliseconds of silence at the end: stated, else between the last stage and the close.
    var silence: Double? {
        if let silenceMs { return silenceMs }
        guard let stages, let last = stages.last, last.name == .close, let end = last.atMs,
            let before = stages.dropLast().last?.atMs, end >= before
        else { return nil }
        return end - before
    }

    /// Milliseconds until the handshake was done.
    var completionMs: Double? {
        guard outcome == .completed else { return nil }
        return stages?.last { $0.name != .close && $0.name != .ticket }?.atMs
    }
}

extension Interval {
    /// The longest time that is told apart, some thirty years.
    ///
    /// Unit: milliseconds.
    private static let limit = 1e12

    /// Milliseconds from evidence, which may be anything.
    init(milliseconds: Double) {
        let bounded = milliseconds.isFinite ? min(max(milliseconds, 0), Self.limit) : 0
        self.init(microseconds: Int64(bounded * 1000))
    }
}
