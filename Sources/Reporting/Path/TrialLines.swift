import Casework

/// What the trials of one way came to: the ladder, resumption, the hops, the reflection.
///
/// Shape: each line with the label that stands before it, empty where it goes on.
struct TrialLines {
    typealias Line = (label: String, words: Phrase)

    private let trials: [JSONTree]

    init(_ trials: [JSONTree]) { self.trials = trials }

    var lines: [Line] {
        LadderLines(of("ladder")).lines + resumption + hops + ReflectionLines(of("reflection")).lines
    }

    private func of(_ purpose: String) -> [JSONTree] {
        trials.filter { $0["trial"]?["purpose"]?.string == purpose }
    }

    // MARK: - Resumption

    private var resumption: [Line] {
        let all = of("psk")
        guard !all.isEmpty else { return [] }
        var parts: [String] = []
        if let full = all.first(where: { $0["trial"]?["variant"]?.string == "full" }) {
            let tickets = full["tickets"]?.int ?? 0
            parts.append(tickets == 0 ? "no ticket came" : "\(tickets.counted("ticket")) came")
        }
        let kinds = [
            ("resume", "resumed"), ("replay", "the baseline's ticket taken"),
            ("external", "the given key taken"),
        ]
        var hasFailed = false
        for (variant, words) in kinds {
            let tried = all.filter { $0["trial"]?["variant"]?.string == variant }
            guard !tried.isEmpty else { continue }
            let taken = tried.count { $0["psk"]?["accepted"]?.boolean == true }
            hasFailed = hasFailed || taken < tried.count
            parts.append("\(words) \(taken.grouped) of \(tried.count.counted("time"))")
            // A server that does not know a key says nothing of it and makes a full handshake.
            let silent = tried.count { trial in
                trial["psk"]?["accepted"]?.boolean == false && trial["outcome"]?.string == "completed"
            }
            if silent > 0 { parts.append("passed over in silence \(silent.counted("time"))") }
        }
        return [("psk", Phrase(parts.joined(separator: ", "), hasFailed ? .bad : .plain))]
    }

    // MARK: - Hops

    private var hops: [Line] {
        let series = of("locate").map { series in
            (
                name: series["sent"]?["sni"]?.string ?? series["trial"]?["variant"]?.string ?? "?",
                met: Self.runs(series["hops"]?.elements ?? [])
            )
        }
        let width = (series.map(\.name.columns).max() ?? 0) + 2
        return series.enumerated().map { index, one in
            (index == 0 ? "hops" : "", .solid(one.name.filled(to: width)) + Phrase(one.met))
        }
    }

    /// Hops that met the same in one piece: `1-2 time-exceeded (10.0.0.1, 10.0.1.1), 3 server-hello`.
    private static func runs(_ hops: [JSONTree]) -> String {
        var runs: [(first: Int, last: Int, answer: String, from: [String])] = []
        for hop in hops {
            let (limit, answer) = (hop["limit"]?.int ?? 0, hop["answer"]?.string ?? "?")
            if runs.last?.answer != answer { runs.append((limit, limit, answer, [])) }
            runs[runs.count - 1].last = limit
            if let from = hop["from"]?.string { runs[runs.count - 1].from.append(from) }
        }
        return runs.map { run in
            let place = run.first == run.last ? run.first.grouped : "\(run.first.grouped)-\(run.last.grouped)"
            let from = run.from.isEmpty ? "" : " (\(run.from.joined(separator: ", ")))"
            return "\(place) \(run.answer)\(from)"
        }.joined(separator: ", ")
    }
}
