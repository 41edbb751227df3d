import TLSHandshake

/// What the variants of one ClientHello met on one way.
///
/// A broken vantage is not a finding: nothing is concluded unless the controls agree, and the tries of each variant
/// that was tried again. Of paths that drop every other connection hardly any passes for one with a rule.
struct ClientHelloLadder {
    enum Standing: Hashable {
        /// Fewer than two controls.
        case tooFew
        /// The controls disagree, or two tries of one variant do.
        case unsteady
        case controlLives
        /// The control dies and a variant lives.
        case controlDies
        /// No variant lives, with any name or none.
        case nothingLives
    }

    /// How often a control is tried, and a variant must fail.
    static let rounds = 2

    let group: PathGroup
    private let byVariant: [String: [PathHandshake]]

    init(_ group: PathGroup) {
        self.group = group
        byVariant = Dictionary(grouping: group.handshakes) { $0.transcript.trial?.variant ?? "" }
    }

    static let controlVariant = "control"
    var control: [PathHandshake] { byVariant[Self.controlVariant] ?? [] }

    func tries(of change: HelloChange) -> [PathHandshake] { byVariant[change.rawValue] ?? [] }

    /// Whether it was tried and every try lived.
    func lives(_ change: HelloChange) -> Bool {
        let tries = tries(of: change)
        return !tries.isEmpty && tries.allSatisfy { isAlive($0, change) }
    }

    /// Whether it died every time, and often enough.
    func dies(_ change: HelloChange) -> Bool {
        let tries = tries(of: change)
        return tries.count >= Self.rounds && !tries.contains { isAlive($0, change) }
    }

    /// Whether one try lived and another died.
    private func isUnsteady(_ change: HelloChange) -> Bool {
        Set(tries(of: change).map { isAlive($0, change) }).count > 1
    }

    private func isAlive(_ handshake: PathHandshake, _ change: HelloChange) -> Bool {
        let transcript = handshake.transcript
        if transcript.outcome == .completed { return true }
        guard change.changesName else { return false }
        // The host may refuse a name that is not its own; where the control died of silence that is an answer.
        let isRefusal = transcript.outcome == .alert && !control.contains { $0.transcript.outcome == .alert }
        return transcript.reached(.serverHello) || isRefusal
    }

    var standing: Standing {
        guard control.count >= Self.rounds else { return .tooFew }
        guard !HelloChange.allCases.contains(where: isUnsteady) else { return .unsteady }
        let completed = control.count { $0.transcript.outcome == .completed }
        if completed == control.count { return .controlLives }
        guard completed == 0 else { return .unsteady }
        return HelloChange.allCases.contains(where: lives) ? .controlDies : .nothingLives
    }

    /// The smallest change that makes the difference; `nil` unless the control dies.
    var smallestChange: HelloChange? {
        standing == .controlDies ? HelloChange.allCases.first(where: lives) : nil
    }

    /// What the smallest change says of the path, in sentences; `nil` unless the control dies.
    var explanation: String? {
        guard let change = smallestChange else { return nil }
        let evades = change.changesName && (lives(.twoSegments) || lives(.twoRecords))
        return change.meaning
            + (evades
                ? " Cut inside its name it completes as well: what reads it takes in one piece at a time."
                : "")
    }

    /// The ways of cutting that kill a ClientHello which lives whole.
    var deadlyCuts: [HelloChange] {
        standing == .controlLives ? [.twoSegments, .twoRecords].filter(dies) : []
    }

    /// A cut that failed, but not often enough to say so.
    var doubtfulCut: HelloChange? {
        guard standing == .controlLives else { return nil }
        return [.twoSegments, .twoRecords].first { cut in
            !tries(of: cut).isEmpty && !lives(cut) && !dies(cut)
        }
    }

    /// How many bytes a variant takes on the wire.
    func bytes(of tries: [PathHandshake]) -> Int? { tries.compactMap(\.transcript.sent?.bytes).max() }
}

extension PathFacts {
    var ladders: [ClientHelloLadder] {
        Self.groups(of: trials(for: .ladder), noun: "trial").map(ClientHelloLadder.init)
    }

    /// What a ladder on the same way says about the failures of a group.
    func ladder(of group: PathGroup) -> ClientHelloLadder? {
        let own = trials(for: .ladder).filter { $0.host == group.host && $0.via == group.via }
        return own.isEmpty
            ? nil : ClientHelloLadder(PathGroup(host: group.host, via: group.via, handshakes: own))
    }

    /// Whether a ClientHello as large as the one that dies was answered on the same way, or the way is unsteady.
    func showsNoMatterOfSize(on group: PathGroup) -> Bool {
        if let ladder = ladder(of: group) {
            if let change = ladder.smallestChange { return change.keepsSize }
            if ladder.standing == .unsteady || ladder.standing == .controlLives { return true }
        }
        let lost = group.handshakes.filter { $0.transcript.acked == false }.compactMap(
            \.transcript.sent?.bytes)
        if let lost = lost.max(), group.completed.contains(where: { $0.transcript.sent?.bytes ?? 0 >= lost })
        {
            return true
        }
        return trials(for: .locate).contains { trial in
            trial.host == group.host && trial.via == group.via && trial.transcript.trial?.variant == "control"
                && trial.transcript.outcome == .completed
        }
    }
}
