public import Casework

/// What came of asking one probe.
public struct ProbeResult: Sendable, Hashable {
    /// Where the probe comes from.
    public enum Origin: Sendable, Hashable {
        case builtIn
        case plugIn(path: String, sha256: String)
    }

    public let card: ProbeCard
    public var outcome: Outcome
    /// Set by the diagnosis where something below took the evidence away.
    public var blockedBy: FindingCode?
    public var findings: [Finding]
    /// The words for the layer's line.
    public var brief: String
    /// Why nothing could be measured, and what to supply.
    public var because: String?
    public var supply: String?
    public var measures: [String: Figure]
    /// A mistake of the probe itself, such as a code that is not on its card.
    public var fault: String?
    public var origin: Origin

    public init(
        card: ProbeCard, outcome: Outcome, findings: [Finding] = [], brief: String = "",
        because: String? = nil,
        supply: String? = nil, measures: [String: Figure] = [:], fault: String? = nil,
        origin: Origin = .builtIn
    ) {
        self.card = card
        self.outcome = outcome
        self.findings = findings
        self.brief = brief
        self.because = because
        self.supply = supply
        self.measures = measures
        self.fault = fault
        self.origin = origin
    }
}

extension Probe {
    /// Asks the probe, unless the case lacks what it needs.
    public func examination(of facts: Facts) -> ProbeResult {
        let card = Self.card
        let unmet = facts.unmet(card.needs)
        guard unmet.isEmpty else {
            return ProbeResult(
                card: card, outcome: .unknown,
                because: "no \(unmet.map(\.what).joined(separator: " and no "))",
                supply: unmet.map(\.how).joined(separator: "; "))
        }
        let conclusion = examine(facts)
        switch conclusion.answer {
        case .sound(let words):
            return ProbeResult(card: card, outcome: .pass, brief: words, measures: conclusion.measures)
        case .cannotTell(let reason, let supply):
            return ProbeResult(
                card: card, outcome: .unknown, because: reason, supply: supply, measures: conclusion.measures)
        case .found(let claims) where claims.isEmpty:
            return ProbeResult(
                card: card, outcome: .unknown, because: "the probe gave no answer",
                measures: conclusion.measures,
                fault: "answered with no claim and did not say that all is sound")
        case .found(let claims):
            return ProbeResult(card: card, claims: claims, measures: conclusion.measures)
        }
    }
}

extension ProbeResult {
    /// Turns claims into findings; a claim whose code is not on the card is a fault of the probe, not a finding.
    public init(card: ProbeCard, claims: [Claim], measures: [String: Figure] = [:], origin: Origin = .builtIn)
    {
        let findings = claims.compactMap { claim in
            card.card(for: claim.code).map { Finding(claim, card: $0, layer: card.layer, probe: card.id) }
        }
        let strangers = claims.filter { card.card(for: $0.code) == nil }.map(\.code.text)
        let fault = strangers.isEmpty ? nil : "raised \(strangers.joined(separator: ", ")), not on its card"
        // What a stranger would have said is lost, so such a probe never passes.
        let worst = Outcome(worst: findings.map(\.severity))
        let isLost = fault != nil && worst == .pass
        self.init(
            card: card, outcome: isLost ? .unknown : worst, findings: findings,
            brief: findings.map(\.claim.brief).filter { !$0.isEmpty }.joined(separator: "; "),
            because: isLost ? "the probe failed" : nil, measures: measures, fault: fault, origin: origin)
    }
}
