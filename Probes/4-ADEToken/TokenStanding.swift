import CaseReading
import Casework

/// The server tokens that count, each with what its date and status come to.
///
/// Rules: 1. past its date, or said to be expired: expired.  2. a status other than `ACTIVE`: inactive.
///        3. less left than the urgent or the renewal threshold: expiring.  4. else in order.
///        5. neither date nor status: not judged.  6. a dead token is history where another one of the
///           same name is alive: renewing leaves the old record behind.
///        7. a notice that a token expired, without a date, is no second token where one is past its date.
struct TokenStanding {
    enum State: Hashable {
        /// `nil` where the source says that it ended and not when.
        case expired(since: Instant?)
        case inactive(String)
        case urgent(until: Instant)
        case renew(until: Instant)
        case valid(until: Instant?)
        case unstated

        var isAlive: Bool {
            switch self {
            case .urgent, .renew, .valid: true
            case .expired, .inactive, .unstated: false
            }
        }
    }

    struct Judged {
        let token: ServerToken
        let state: State
    }

    let judged: [Judged]
    /// Dead tokens that a live one of the same name replaced.
    let replaced: Int

    init(_ facts: ADETokenFacts) {
        let all = facts.tokens.map {
            Judged(token: $0, state: Self.state(of: $0, at: facts.asOf, facts.thresholds))
        }
        let alive = Set(all.filter(\.state.isAlive).map(\.token.name))
        let kept = all.filter { $0.state.isAlive || !alive.contains($0.token.name) }
        replaced = all.count - kept.count
        let dated = kept.filter { if case .expired(.some) = $0.state { true } else { false } }
        // A notice without a date speaks of the one token that is past its own.
        judged = dated.count == 1 ? kept.filter { $0.state != .expired(since: nil) } : kept
    }

    private static func state(of token: ServerToken, at now: Instant, _ thresholds: Thresholds) -> State {
        let status = token.status.flatMap { $0.isEmpty ? nil : $0 }
        if let end = token.expiresAt, end <= now { return .expired(since: end) }
        if status?.uppercased() == "EXPIRED" { return .expired(since: nil) }
        if let status, status.uppercased() != "ACTIVE" { return .inactive(status) }
        guard let end = token.expiresAt else { return status == nil ? .unstated : .valid(until: nil) }
        let left = end.since(now)
        if left < .days(thresholds.tokenUrgentDays) { return .urgent(until: end) }
        return left < .days(thresholds.tokenRenewDays) ? .renew(until: end) : .valid(until: end)
    }

    /// The first end among the tokens that are in order.
    var firstEnd: Instant? {
        judged.compactMap { token -> Instant? in
            if case .valid(let end) = token.state { end } else { nil }
        }.min()
    }

    var isStated: Bool { judged.contains { $0.state != .unstated } }
}
