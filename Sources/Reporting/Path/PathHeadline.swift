import Casework

/// The verdict on a path in one sentence: what is broken and where, not which layer.
struct PathHeadline {
    let report: PathReport

    var text: String {
        let causes = report.verdict.rootCauses
        guard let cause = causes.first else {
            return report.findings.isEmpty ? calm : report.verdict.headline
        }
        let codes = Set(causes.map(\.code))
        let more = codes.count - 1
        let others = more > 0 ? "; \(more.counted("more cause"))" : ""
        let title = cause.headline.hasSuffix(".") ? String(cause.headline.dropLast()) : cause.headline
        return "\(title)\(place(cause)) (\(cause.code))\(others)"
    }

    /// Which of several ways it is about; empty where there is one way, or where it holds on all.
    private func place(_ cause: Report.RootCauseBlock) -> String {
        let vias = Set(
            report.findings.filter { $0.code == cause.code }.compactMap { finding -> String? in
                if case .text(let via)? = finding.values["via"] { via } else { nil }
            })
        guard report.paths.count > 1, vias.count == 1, let via = vias.first else { return "" }
        return via == "direct" ? ", on the direct path" : ", via \(via)"
    }

    private var calm: String {
        let handshakes = report.paths.map { Transcript(tree: $0.handshake) }
        return handshakes.allSatisfy(\.isComplete)
            ? "Nothing is broken on \(report.paths.count == 1 ? "this path" : "these paths")"
            : report.verdict.headline
    }
}
