import Casework

/// The ladder as a table: what was changed, how it ended, how far it came, and whether that made a difference.
struct LadderLines {
    private let rungs: [JSONTree]

    init(_ rungs: [JSONTree]) { self.rungs = rungs }

    var lines: [TrialLines.Line] {
        let rows = rungs.map(row)
        let widths = (0..<4).map { column in (rows.map { $0.texts[column].columns }.max() ?? 0) + 2 }
        return rows.enumerated().map { index, row in
            let cells = zip(row.texts, widths).map { $0.filled(to: $1) }
            return (
                index == 0 ? "ladder" : "",
                .solid(cells[0]) + .solid(cells[1], row.ink) + .solid(cells[2], .faint)
                    + .solid(row.effect.isEmpty ? row.texts[3] : cells[3], .faint)
                    + .solid(row.effect, .strong)
            )
        }
    }

    private struct Row {
        /// The change, the outcome, the last stage, the size.
        let texts: [String]
        let ink: Ink
        let effect: String
    }

    private func row(_ rung: JSONTree) -> Row {
        let transcript = Transcript(tree: rung)
        let variant = rung["trial"]?["variant"]?.string ?? "?"
        let round = rung["trial"]?["round"]?.int ?? 1
        let size = rung["sent"]?["bytes"]?.int.map { "\($0.grouped) bytes" } ?? ""
        let acked = rung["acked"]?.boolean == false ? " not acknowledged" : ""
        return Row(
            texts: [
                round > 1 ? "\(variant) (\(round.grouped))" : variant, transcript.outcome,
                transcript.lastStage ?? "", size + acked,
            ], ink: transcript.ink, effect: effect(of: variant, transcript))
    }

    /// Whether a change did what the controls did not; empty where the controls disagree.
    private func effect(of variant: String, _ transcript: Transcript) -> String {
        let controls = rungs.filter { $0["trial"]?["variant"]?.string == "control" }
            .map { Transcript(tree: $0).isComplete }
        guard variant != "control", let control = controls.first, Set(controls).count == 1,
            transcript.isComplete != control
        else { return "" }
        return control ? "breaks it" : "helps"
    }
}
