/// Apple's list of hosts that its devices accept only with certain chains, and its evaluation.
///
/// Rules: 1. a host is looked up by what stands behind its first dot, then by its first label.
/// 2. of all alternatives one must hold in full. 3. what cannot be seen because the chain is not whole breaks
/// nothing; but a chain of which it is known that it reaches no anchor breaks every rule about anchors.
/// Source: Apple's Security 61901, `SecPinningDb.m` and `SecPolicyServer.c`.
package enum PinRules {
    /// The version of Apple's list.
    package static var version: Int { PinTable.version }

    /// The policy that names the host, absent if none does.
    package static func policy(for host: HostIdentity) -> String? { policies(for: host).last?.name }

    static func policies(for host: HostIdentity) -> [PinPolicy] {
        guard case .name(let name) = host, let dot = name.firstIndex(of: ".") else { return [] }
        let label = String(name[..<dot])
        let suffix = String(name[name.index(after: dot)...])
        return bySuffix[suffix, default: []].filter { policy in
            policy.hosts.contains { $0.suffix == suffix && $0.label.matches(label) }
        }
    }

    private static let bySuffix: [String: [PinPolicy]] = {
        var table: [String: [PinPolicy]] = [:]
        for policy in PinTable.policies {
            for suffix in Set(policy.hosts.map(\.suffix)) { table[suffix, default: []].append(policy) }
        }
        return table
    }()

    /// Judges a path, leaf first.
    package static func judge(_ verdict: TrustVerdict, for host: HostIdentity) -> PinVerdict {
        let policies = policies(for: host)
        guard let name = policies.last?.name else { return .unpinned }
        let path = PinnedPath(verdict)
        var breaches: [PinBreach] = []
        var doubt: String?
        for rule in policies.flatMap(\.alternatives) {
            switch path.examine(rule) {
            case .met: return .kept(policy: name)
            case .unmet(let breach): breaches.append(breach)
            case .unseen(let reason): doubt = doubt ?? reason
            }
        }
        if let doubt { return .undecided(policy: name, reason: doubt) }
        return .broken(policy: name, breaches: breaches)
    }
}
