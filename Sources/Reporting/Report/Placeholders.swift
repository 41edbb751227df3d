package import ProbeKit

/// What a finding knows of the placeholders in its card's commands, so that they can be pasted as they stand.
package struct Placeholders {
    private let values: [(name: String, value: String)]

    /// `HOST` becomes the first host of the finding's paths; `SERIAL` and `CASE` stay, nobody knows which is meant.
    package init(_ finding: Finding) {
        values = finding.claim.paths.first.map { [("HOST", $0.host)] } ?? []
    }

    func fill(_ command: String) -> String {
        values.reduce(command) { $0.replacing($1.name, with: $1.value) }
    }
}

extension Remedy {
    package func filled(with placeholders: Placeholders) -> Remedy {
        Remedy(
            owner, summary, steps: steps, commands: commands.map(placeholders.fill), references: references)
    }
}

extension Check {
    func filled(with placeholders: Placeholders) -> Check {
        Check(text, command: command.map(placeholders.fill))
    }
}
