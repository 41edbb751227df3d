public import Casework

/// Says that one finding can be the cause of another, and under which conditions.
///
/// The diagnosis compares device sets, scopes and times of the two findings before it believes an edge.
public struct Edge: Sendable, Hashable {
    /// The code that is explained.
    public let symptom: FindingCode
    /// The hosts, roles and vantages that the cause must concern; `nil` where the cause is not about a path.
    public let scope: Scope?
    /// Set where the edge rests on another basis than the card that declares it.
    public let basis: Basis?
    /// The most that this edge may be trusted.
    public let ceiling: Confidence
    /// What always speaks against it.
    public let standingAgainst: String?
    /// The name of a flag among the cause's values; the edge holds only where the cause sets it.
    public let flag: String?

    /// Which paths a cause must concern for an edge to hold; an empty set means any.
    public struct Scope: Sendable, Hashable {
        public let hosts: Set<String>
        public let roles: Set<HostRole>
        public let vantages: Set<Vantage>

        public init(hosts: Set<String> = [], roles: Set<HostRole> = [], vantages: Set<Vantage> = []) {
            self.hosts = hosts
            self.roles = roles
            self.vantages = vantages
        }

        /// Whether a measured path lies inside; an unknown vantage fits every vantage.
        public func admits(_ path: PathScope) -> Bool {
            (hosts.isEmpty || hosts.contains(path.host))
                && (roles.isEmpty || roles.contains(path.role))
                && (vantages.isEmpty || path.vantage.map(vantages.contains) ?? true)
        }
    }

    public init(
        _ symptom: FindingCode, scope: Scope? = nil, basis: Basis? = nil, ceiling: Confidence = .high,
        standingAgainst: String? = nil, onlyIf flag: String? = nil
    ) {
        self.symptom = symptom
        self.scope = scope
        self.basis = basis
        self.ceiling = ceiling
        self.standingAgainst = standingAgainst
        self.flag = flag
    }
}

extension Edge: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        self.init(FindingCode(value))
    }
}
