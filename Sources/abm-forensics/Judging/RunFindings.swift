import CaseReading
import Casework
import ProbeKit

extension EvidenceProblem {
    /// The finding that reports this problem.
    var finding: Finding {
        let (card, severity): (FindingCard, Severity) =
            switch kind {
            case .unreadableRecord: (RunCards.unreadable, .low)
            case .unreadableFile: (RunCards.unreadable, .medium)
            case .altered: (RunCards.altered, .high)
            case .missing: (RunCards.missing, .info)
            }
        let claim = Claim(
            card.code, brief: reason, detail: "\(citation.short): \(reason)",
            subject: Subject(.evidence, citation.file), count: count, evidence: [citation], severity: severity
        )
        return Finding(claim, card: card, layer: .run, probe: "run.evidence")
    }
}

extension [EvidenceProblem] {
    /// A line each for the conversation on standard error; the first ten, and how many more.
    var lines: [String] {
        let said = prefix(10).map { "abm-forensics: \($0.citation.short): \($0.reason)" }
        return count > 10 ? said + ["abm-forensics: \(count - 10) more problems with the evidence"] : said
    }
}
