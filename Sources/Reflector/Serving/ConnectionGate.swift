import Synchronization

/// Counts who is inside, in total and by address.
final class ConnectionGate: Sendable {
    /// What becomes of one who comes.
    enum Decision {
        case enter
        /// There is no room, but time for a word.
        case turnAway
        /// There is not even that.
        case drop
    }

    private struct Counts {
        var inside = 0
        var leaving = 0
        var byAddress: [String: Int] = [:]
    }

    private let limits: ReflectorLimits
    private let counts = Mutex(Counts())

    init(_ limits: ReflectorLimits) { self.limits = limits }

    var inside: Int { counts.withLock { $0.inside } }

    func arrive(_ address: String) -> Decision {
        counts.withLock { counts in
            let near = counts.byAddress[address] ?? 0
            if counts.inside < limits.connections, near < limits.connectionsPerAddress {
                counts.inside += 1
                counts.byAddress[address] = near + 1
                return .enter
            }
            guard counts.leaving < limits.connections else { return .drop }
            counts.leaving += 1
            return .turnAway
        }
    }

    func leave(_ address: String, after decision: Decision) {
        counts.withLock { counts in
            switch decision {
            case .enter:
                counts.inside -= 1
                let near = (counts.byAddress[address] ?? 1) - 1
                counts.byAddress[address] = near > 0 ? near : nil
            case .turnAway: counts.leaving -= 1
            case .drop: break
            }
        }
    }
}
