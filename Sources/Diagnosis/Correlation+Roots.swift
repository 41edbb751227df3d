import Casework
import ProbeKit

extension Correlation {
    /// Medium or worse, not a symptom, not a score, not about the run.
    static func canBeRoot(_ finding: Finding) -> Bool {
        finding.severity >= .medium && !finding.card.isSymptom && !finding.card.isScore
            && !finding.code.isRunLevel
    }

    /// Findings that could be roots and for which no other accounts, with what each accounts for.
    ///
    /// Taken from causes to effects; of several that explain each other in a circle, the lower layer comes first, then
    /// the earlier code. Each is a root unless the roots before it account for half of its subjects.
    /// Complexity: O(findings that could be roots x links).
    func roots() -> [(root: Finding, reached: [String: Reached])] {
        var roots: [(root: Finding, reached: [String: Reached])] = []
        for finding in fromCausesToEffects() {
            let ways = roots.compactMap { $0.reached[finding.id] }
            if Reached.share(of: finding, ways) < Self.explainedShare {
                roots.append((finding, reach(of: finding)))
            }
        }
        return roots.sorted { place(of: $0.root) < place(of: $1.root) }
    }

    private func fromCausesToEffects() -> [Finding] {
        let candidates = findings.filter(Self.canBeRoot)
        var causes: [String: Int] = [:]
        for finding in candidates {
            for effect in effects(of: finding) where effect != finding.id { causes[effect, default: 0] += 1 }
        }
        return candidates.sorted { left, right in
            let (one, other) = (causes[left.id] ?? 0, causes[right.id] ?? 0)
            if one != other { return one < other }
            return (left.layer, left.code, place(of: left)) < (right.layer, right.code, place(of: right))
        }
    }

    /// The ids of all findings that lie behind one, over links that account for half of their symptom.
    private func effects(of finding: Finding) -> Set<String> {
        var seen: Set<String> = []
        var open = [finding.id]
        while let id = open.popLast() {
            for link in links(from: id) where link.share >= Self.explainedShare {
                if seen.insert(link.symptom.id).inserted { open.append(link.symptom.id) }
            }
        }
        return seen
    }
}

extension Correlation.Reached {
    /// The part of a finding that several roots account for together, 0 to 1.
    static func share(of finding: Finding, _ ways: [Self]) -> Double {
        let whole = finding.devices?.count ?? finding.count
        guard !ways.isEmpty else { return 0 }
        return whole > 0 ? min(1, Double(Self.count(ways)) / Double(whole)) : 1
    }

    /// How many subjects several roots account for together: devices are counted once; where none is named, the most
    /// that one root accounts for.
    static func count(_ ways: [Self]) -> Int {
        let named = ways.compactMap(\.devices)
        guard named.isEmpty else { return named.reduce(DeviceSet()) { $0.union($1) }.count }
        return ways.map(\.count).max() ?? 0
    }
}
