public import Casework

/// What one layer's probes look at: plain values, read from a case once, made from literals in a test.
public protocol FactSheet: Sendable {
    /// Which evidence the case held, whether or not it could be read whole.
    var supplied: Set<Supply> { get }
}

/// One question about the facts of a layer.
///
/// A probe is a pure value: it opens no file and no socket and never reads the clock. Missing facts never reach it: the
/// kit answers `unknown` with what to supply. See `Probes/README.md` for how to write one.
public protocol Probe<Facts>: Sendable {
    associatedtype Facts: FactSheet

    static var card: ProbeCard { get }

    func examine(_ facts: Facts) -> Conclusion

    /// Facts with the conclusion that they lead to: the probe's documentation and its tests.
    static var workedCases: [WorkedCase<Facts>] { get }
}

extension Supply {
    /// Whether this is what is asked for; a role is only compared where one is asked for.
    func satisfies(_ asked: Supply) -> Bool {
        kind == asked.kind && (asked.role == nil || role == asked.role)
    }
}

extension FactSheet {
    /// The needs that the case does not meet.
    public func unmet(_ needs: [Need]) -> [Need] {
        needs.filter { need in
            !need.anyOf.contains { asked in supplied.contains { $0.satisfies(asked) } }
        }
    }
}
