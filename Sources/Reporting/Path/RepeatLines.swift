import Casework

/// Handshakes that were made again: each in a line, or many as the kinds of their ends.
struct RepeatLines {
    private let repeats: [Transcript]

    /// More than these are counted, not listed.
    private static let listed = 4

    init(_ repeats: [JSONTree]) { self.repeats = repeats.map { Transcript(tree: $0) } }

    var lines: [Phrase] {
        guard repeats.count > Self.listed else { return repeats.map(Self.outline) }
        var order: [[String]] = []
        var members: [[String]: [Transcript]] = [:]
        for transcript in repeats {
            let key = [transcript.outcome] + Self.words(transcript)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(transcript)
        }
        return order.map { Self.summary(members[$0] ?? [], $0) }
    }

    private static func words(_ transcript: Transcript) -> [String] {
        [transcript.tree["version"]?.string, transcript.tree["trust"]?["status"]?.string].compactMap(\.self)
    }

    private static func outline(_ transcript: Transcript) -> Phrase {
        let trouble = transcript.trouble
        let parts: [String?] =
            [transcript.address] + words(transcript)
            + [transcript.lastStage, trouble.isEmpty ? nil : trouble]
        return .solid(transcript.outcome, transcript.ink) + Phrase("  ") + Transcript.line(parts)
    }

    private static func summary(_ alike: [Transcript], _ key: [String]) -> Phrase {
        let times = alike.compactMap { $0.stages.last { !["close", "ticket"].contains($0.name) }?.atMs }
        let span = times.min().flatMap { low in
            times.max().map { "\(Transcript.decimal(low)) to \(Transcript.decimal($0)) ms" }
        }
        let parts = Array(key.dropFirst()) + [span].compactMap(\.self)
        return .solid("\(alike.count.grouped) times \(key.first ?? "")", alike.first?.ink ?? .plain)
            + Phrase("  ") + Transcript.line(parts)
    }
}
