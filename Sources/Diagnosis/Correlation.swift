import Casework
import ProbeKit

/// All links between findings, who is a root cause, and what each root accounts for, over any number of steps.
struct Correlation {
    /// In the order of their ids.
    let findings: [Finding]
    let links: [Link]
    /// Edges that evidence speaks against: at most one for each cause and symptom.
    let mismatches: [Link.Mismatch]
    /// Indices of `links` by the id of their cause.
    private let outgoing: [String: [Int]]
    /// Places in `findings` by id.
    private let places: [String: Int]

    /// A non-symptom counts as explained when at least this share of its subjects is.
    static let explainedShare = 0.5

    init(_ findings: [Finding]) {
        let byCode = Dictionary(grouping: findings, by: \.code)
        var links: [Link] = []
        var mismatches: [Link.Mismatch] = []
        for cause in findings where !cause.card.explains.isEmpty {
            let (own, against) = Self.links(from: cause, among: byCode)
            links += own
            mismatches += against
        }
        self.findings = findings
        self.links = links
        self.mismatches = mismatches
        outgoing = Dictionary(grouping: links.indices, by: { [links] in links[$0].cause.id })
        places = Dictionary(findings.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    func links(from id: String) -> [Link] {
        (outgoing[id] ?? []).map { links[$0] }
    }

    /// At most one link for each symptom: of several edges that hold, the one that is trusted most.
    private static func links(
        from cause: Finding, among byCode: [FindingCode: [Finding]]
    ) -> (links: [Link], mismatches: [Link.Mismatch]) {
        var best: [Link] = []
        var places: [String: Int] = [:]
        var mismatches: [Link.Mismatch] = []
        for edge in cause.card.explains {
            for symptom in byCode[edge.symptom] ?? [] where symptom.id != cause.id {
                do throws(Link.Mismatch) {
                    let link = try Link(from: cause, to: symptom, by: edge)
                    if let place = places[symptom.id] {
                        if edge.ceiling > best[place].edge.ceiling { best[place] = link }
                    } else {
                        places[symptom.id] = best.count
                        best.append(link)
                    }
                } catch {
                    let isNew = error.words != nil && !mismatches.contains { $0.symptom == symptom.id }
                    if isNew { mismatches.append(error) }
                }
            }
        }
        return (best, mismatches)
    }

    func place(of finding: Finding) -> Int {
        places[finding.id] ?? findings.count
    }

    /// The findings with these ids, in the order of the report.
    func inOrder(_ ids: some Sequence<String>) -> [Finding] {
        ids.compactMap { places[$0] }.sorted().map { findings[$0] }
    }
}
