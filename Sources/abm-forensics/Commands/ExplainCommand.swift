import ArgumentParser
import CaseReading
import Casework
import ProbeKit
import Reporting

/// Prints an offline knowledge card.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Print what a finding code or a probe means, whose word it is and what to do.",
        discussion: """
            Examples:
              abm-forensics explain L1-THROTTLED
              abm-forensics explain tenant-health.rate-tiers
              abm-forensics explain thresholds
            """)

    @Argument(
        help: "A finding code, a probe id, or the word thresholds.",
        completion: .custom { _, _, _ in BuiltIn.findingCards.map(\.code.text) + ["thresholds"] })
    var subject: String

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        do {
            if subject.lowercased() == "thresholds" { return try thresholds() }
            if let card = BuiltIn.findingCards.first(where: { $0.code.text == subject.uppercased() }) {
                return try output.write(
                    text: { ExplainText(probes: BuiltIn.cards, style: $0).text(of: card) },
                    json: { card.json.pretty })
            }
            if let card = BuiltIn.cards.first(where: { $0.id.text == subject.lowercased() }) {
                return try output.write(
                    text: { ExplainText(probes: BuiltIn.cards, style: $0).text(of: card) },
                    json: { card.json.pretty })
            }
            let known = BuiltIn.findingCards.map(\.code.text) + BuiltIn.cards.map(\.id.text)
            let near = NearestName.of(subject, among: known, slack: 2).map { " Did you mean \($0)?" } ?? ""
            throw ValidationError(
                "\"\(subject)\" is no finding code and no probe.\(near) See: abm-forensics probes list")
        } catch {
            throw Failure.exit(error)
        }
    }

    /// Every threshold with its default, by the name that a case file uses.
    private func thresholds() throws {
        let defaults = Thresholds()
        let all = Thresholds.names.map { (name: $0.name, value: defaults[keyPath: $0.path]) }
        try output.write(
            text: { _ in
                all.map { $0.name.padding(to: 26) + String($0.value) }.joined(separator: "\n")
                    + "\n\nEach can be set under thresholds: in case.yaml. Where the tenant reports its own limit, that one wins."
            },
            json: {
                JSONTree(sorted: Dictionary(all.map { ($0.name, JSONTree($0.value)) }) { one, _ in one })
                    .pretty
            })
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
