/// The probes of one layer in reading order: a plain list, no registration.
public struct Roster<Facts: FactSheet>: Sendable {
    public let layer: Layer
    public let probes: [any Probe<Facts>]

    public init(_ layer: Layer, _ probes: [any Probe<Facts>]) {
        self.layer = layer
        self.probes = probes
    }

    public var cards: [ProbeCard] { probes.map { type(of: $0).card } }

    /// Asks every chosen probe in order.
    ///
    /// - Parameter timing: wraps each examination; the kit itself knows no clock.
    public func examine(
        _ facts: Facts, where chosen: (ProbeCard) -> Bool = { _ in true },
        timing: (ProbeID, () -> ProbeResult) -> ProbeResult = { $1() }
    ) -> [ProbeResult] {
        probes.filter { chosen(type(of: $0).card) }.map { probe in
            timing(type(of: probe).card.id) { probe.examination(of: facts) }
        }
    }

    /// Works every probe's worked cases.
    public func rehearse() -> [Rehearsal] {
        probes.flatMap { $0.rehearse() }
    }
}
