import Casework
import TLSHandshake

/// What became of the pre-shared keys that were offered on one way.
struct OfferedKeys {
    /// A way to test it, the strongest first.
    enum Test: String, CaseIterable {
        /// A ticket of this way, offered on this way.
        case resume
        /// A key that both ends know.
        case external
        /// A ticket of the baseline, offered on this way.
        case replay
    }

    /// How often a test is made before its result counts.
    static let rounds = 3

    let group: PathGroup

    /// The handshakes of a test that offered a key.
    func offers(_ test: Test) -> [PathHandshake] {
        group.handshakes.filter {
            $0.transcript.trial?.variant == test.rawValue && $0.transcript.psk?.offered != false
        }
    }

    private func accepted(_ test: Test) -> Int { offers(test).count { $0.transcript.psk?.accepted == true } }

    /// Whether every one of enough offers was taken.
    func isAccepted(_ test: Test) -> Bool {
        let offers = offers(test)
        return offers.count >= Self.rounds && accepted(test) == offers.count
    }

    /// Whether none of enough offers was taken, while the way itself works.
    func isRefused(_ test: Test) -> Bool {
        offers(test).count >= Self.rounds && accepted(test) == 0 && !isBroken
    }

    /// The handshakes without a key; they obtain the tickets.
    private var full: [PathHandshake] { group.handshakes.filter { $0.transcript.trial?.variant == "full" } }

    /// Whether the way completes nothing, with a key or without.
    var isBroken: Bool {
        let all = full + Test.allCases.flatMap(offers)
        return !all.contains { $0.transcript.outcome == .completed }
    }

    /// Whether the server gave no ticket that could be offered.
    var hasNoTicket: Bool {
        full.contains { $0.transcript.outcome == .completed }
            && full.allSatisfy { ($0.transcript.tickets ?? 0) == 0 } && offers(.resume).isEmpty
    }

    /// What became of the offers of a test, as words.
    func words(_ test: Test) -> String {
        let offers = offers(test)
        let silent = offers.count { $0.transcript.outcome != .completed }
        let passedOver = offers.count - accepted(test) - silent
        return [
            (accepted(test), "taken"), (passedOver, "passed over in silence for a full handshake"),
            (silent, "ended without a handshake"),
        ].filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
    }
}
