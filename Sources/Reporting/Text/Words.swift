import Casework
import ProbeKit

/// The words and marks that all text renderers share.
extension Outcome {
    /// A sign beside the word, never instead of it.
    var mark: String {
        switch self {
        case .pass: "✓"
        case .warn: "!"
        case .fail: "✗"
        case .unknown: "?"
        case .blocked: "·"
        }
    }

    var ink: Ink {
        switch self {
        case .pass: .good
        case .warn: .caution
        case .fail: .bad
        case .unknown: .open
        case .blocked: .faint
        }
    }

    var marked: Phrase { .solid("\(mark) \(rawValue)", ink) }
}

extension Severity {
    var ink: Ink {
        switch self {
        case .critical, .high, .medium: .bad
        case .low: .caution
        case .info: .faint
        }
    }
}

extension Basis.Kind {
    /// The word that stands before the rule.
    var word: String {
        switch self {
        case .published: "published"
        case .fieldGuide: "field guide"
        case .observed: "observed"
        case .inferred: "inferred"
        }
    }

    /// Whose word it is, as a sentence.
    var sentence: String {
        switch self {
        case .published: "Published: Apple, an RFC or a working open client says so."
        case .fieldGuide: "Field guide: only the field guide says so; Apple does not."
        case .observed: "Observed: measured or compared in the run itself."
        case .inferred: "Inferred: decompiled or community knowledge; nobody who must know has said so."
        }
    }
}
