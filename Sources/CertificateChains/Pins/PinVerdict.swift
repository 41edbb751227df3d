/// What a presented chain is worth under Apple's pin rules.
package enum PinVerdict: Sendable, Hashable {
    /// Apple's list does not name the host.
    case unpinned
    case kept(policy: String)
    /// Devices refuse the chain, whatever roots are installed on them.
    case broken(policy: String, breaches: [PinBreach])
    /// What was presented does not say.
    case undecided(policy: String, reason: String)

    /// Apple's name for the policy, absent for a host that is not pinned.
    package var policy: String? {
        switch self {
        case .unpinned: nil
        case .kept(let policy), .broken(let policy, _), .undecided(let policy, _): policy
        }
    }

    /// `kept`, `broken` or `undecided`, absent for a host that is not pinned.
    package var word: String? {
        switch self {
        case .unpinned: nil
        case .kept: "kept"
        case .broken: "broken"
        case .undecided: "undecided"
        }
    }

    /// Why it is broken or undecided, absent otherwise.
    package var reason: String? {
        switch self {
        case .unpinned, .kept: nil
        case .broken(_, let breaches):
            breaches.map(\.description).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                .joined(separator: "; ")
        case .undecided(_, let reason): reason
        }
    }
}

/// The first requirement of one alternative that a chain does not meet.
package struct PinBreach: Sendable, Hashable, CustomStringConvertible {
    package enum Requirement: String, Sendable, Hashable {
        case anchor, chainLength, intermediate, leaf
    }

    package var requirement: Requirement
    /// The subject of the certificate that does not meet it.
    package var certificate: String
    /// What was asked for and what is there.
    package var reason: String

    package var description: String { "\(certificate): \(reason)" }
}
