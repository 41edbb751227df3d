/// Facts and what a probe must make of them.
public struct WorkedCase<Facts: FactSheet>: Sendable {
    public enum Expectation: Sendable, Hashable {
        case sound
        /// Exactly these codes, each with its count.
        case raises([FindingCode: Int])
        case cannotTell
    }

    public let name: String
    public let facts: Facts
    public let expects: Expectation

    public init(_ name: String, _ facts: Facts, _ expects: Expectation) {
        self.name = name
        self.facts = facts
        self.expects = expects
    }
}

/// How one worked case went.
public struct Rehearsal: Sendable {
    public let probe: ProbeID
    public let name: String
    /// What differs from the expectation; `nil` where nothing does.
    public let difference: String?
}

extension Probe {
    /// Works the probe's own cases.
    public func rehearse() -> [Rehearsal] {
        Self.workedCases.map { workedCase in
            Rehearsal(
                probe: Self.card.id, name: workedCase.name,
                difference: Self.difference(from: workedCase.expects, examination(of: workedCase.facts)))
        }
    }

    private static func difference(
        from expected: WorkedCase<Facts>.Expectation, _ result: ProbeResult
    ) -> String? {
        let raised = result.findings.reduce(into: [FindingCode: Int]()) {
            $0[$1.code, default: 0] += $1.count
        }
        if let fault = result.fault { return fault }
        switch expected {
        case .sound:
            return result.outcome == .pass && raised.isEmpty
                ? nil : "expected sound, got \(result.outcome) \(raised)"
        case .cannotTell:
            return result.outcome == .unknown ? nil : "expected cannot tell, got \(result.outcome) \(raised)"
        case .raises(let codes):
            return codes == raised ? nil : "expected \(codes), got \(raised)"
        }
    }
}
