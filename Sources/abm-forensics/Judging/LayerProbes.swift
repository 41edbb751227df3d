import ADETokenProbes
import BootTrustProbes
import CallbacksProbes
import CaseReading
import CertificateChains
import DeviceStateProbes
import ProbeKit
import SupervisionProbes
import TLSPathProbes
import TenantHealthProbes

/// One layer that can be asked about a case.
protocol AskedLayer: Sendable {
    var cards: [ProbeCard] { get }

    /// - Parameter timing: wraps each examination, for the `run` block.
    func examine(
        _ evidence: CaseEvidence, where chosen: (ProbeCard) -> Bool,
        timing: (ProbeID, () -> ProbeResult) -> ProbeResult
    ) async -> [ProbeResult]
}

/// A layer's roster with the way from a case to its facts.
struct LayerProbes<Facts: FactSheet>: AskedLayer {
    let roster: Roster<Facts>
    let reading: @Sendable (CaseEvidence) async -> Facts

    init(_ roster: Roster<Facts>, reading: @escaping @Sendable (CaseEvidence) async -> Facts) {
        self.roster = roster
        self.reading = reading
    }

    var cards: [ProbeCard] { roster.cards }

    func examine(
        _ evidence: CaseEvidence, where chosen: (ProbeCard) -> Bool,
        timing: (ProbeID, () -> ProbeResult) -> ProbeResult
    ) async -> [ProbeResult] {
        // Facts can cost a pass over the fleet: nobody asks, nobody pays.
        guard cards.contains(where: chosen) else { return [] }
        return roster.examine(await reading(evidence), where: chosen, timing: timing)
    }
}

/// Every built-in probe, from the bottom up.
enum BuiltIn {
    static let layers: [any AskedLayer] = [
        LayerProbes(Roster<TenantFacts>.tenantHealth) { TenantFacts(reading: $0) },
        LayerProbes(Roster<DeviceFacts>.deviceState) { DeviceFacts(reading: $0) },
        LayerProbes(Roster<PathFacts>.tlsPath) { await pathFacts($0) },
        LayerProbes(Roster<ADETokenFacts>.adeToken) { ADETokenFacts(reading: $0) },
        LayerProbes(Roster<BootTrustFacts>.bootTrust) { BootTrustFacts(reading: $0) },
        LayerProbes(Roster<CallbackFacts>.callbacks) { CallbackFacts(reading: $0) },
        LayerProbes(Roster<SupervisionFacts>.supervision) { await supervisionFacts($0) },
    ]

    static var cards: [ProbeCard] { layers.flatMap(\.cards) }
    static var findingCards: [FindingCard] { cards.flatMap(\.raises) + RunCards.all }

    /// A profile's anchors are compared with the chains of the same case.
    private static func supervisionFacts(_ evidence: CaseEvidence) async -> SupervisionFacts {
        var facts = SupervisionFacts(reading: evidence)
        await facts.judgeAnchors(of: evidence)
        return facts
    }

    /// Chains are judged against the case's own anchors and Apple's roots alone: what this machine happens to
    /// trust must not change what a replayed case says.
    ///
    /// A transcript that was made live carries the verdict of the day it was made.
    private static func pathFacts(_ evidence: CaseEvidence) async -> PathFacts {
        var facts = PathFacts(reading: evidence)
        await facts.judgeChains(anchors: evidence.profile.anchors, publicRoots: .unread)
        return facts
    }
}
