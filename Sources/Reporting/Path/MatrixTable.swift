/// What a line of the matrix holds beside the host and its cells, the fullest first.
enum MatrixLayout: CaseIterable {
    case full, untimed, shortest, unproxied, bare

    var hasService: Bool { self != .bare }
    var hasProxy: Bool { self != .unproxied && self != .bare }
    /// The reason that a host is on the list is no measurement: it stands where everything else fits.
    var hasPurpose: Bool { self == .full }
}

/// How a handshake ended, and by which version and trust, or after how long.
struct MatrixCell {
    let text: String
    let ink: Ink

    init(_ tree: JSONTree, _ layout: MatrixLayout) {
        guard tree != .null else {
            (text, ink) = ("-", .faint)
            return
        }
        let transcript = Transcript(tree: tree)
        let status = tree["trust"]?["status"]?.string
        let isSound = transcript.isComplete && (status == nil || ["expected", "public"].contains(status))
        var words: [String] = []
        if transcript.isComplete {
            let version = tree["version"]?.string?.replacing("TLSv", with: "TLS ")
            words = [status ?? version ?? "answered"]
            if let version, status != nil, layout == .full || layout == .untimed {
                words.insert(version, at: 0)
            }
        } else {
            words = [transcript.outcome]
        }
        if layout == .full, let time = transcript.lastTime { words.append("\(time) ms") }
        text = (isSound ? "✓ " : "✗ ") + words.joined(separator: " ")
        ink = isSound ? .good : .bad
    }
}

/// The lines of a matrix in one layout, and whether they fit.
struct MatrixTable {
    private struct Line {
        var columns: [(text: String, ink: Ink)]
        var purpose: String
    }

    private let lines: [Line]
    private let widths: [Int]
    private let style: TextStyle
    private let hasPurpose: Bool

    private static let indent = 1
    private static let gap = 2
    /// A purpose that is cut to less says nothing.
    private static let leastPurpose = 20

    init(_ rows: [HostMatrix.Row], heads: [String], as layout: MatrixLayout, _ style: TextStyle) {
        func line(_ host: String, _ service: String, _ proxy: String, ink: Ink) -> [(text: String, ink: Ink)]
        {
            [(host, ink)] + (layout.hasService ? [(service, .faint)] : [])
                + (layout.hasProxy ? [(proxy, .faint)] : [])
        }
        let head = line("Host", "", "proxy", ink: .faint) + heads.map { ($0, .faint) }
        let body = rows.map { row in
            let proxy = row.supportsProxy.map { $0 ? "yes" : "no" } ?? "-"
            let cells = row.cells.map { MatrixCell($0, layout) }
            return Line(
                columns: line(row.host, row.service, proxy, ink: .plain) + cells.map { ($0.text, $0.ink) },
                purpose: row.purpose)
        }
        let lines = [Line(columns: head, purpose: "")] + body
        self.lines = lines
        self.style = style
        hasPurpose = layout.hasPurpose
        widths = head.indices.map { index in
            lines.compactMap { $0.columns.dropFirst(index).first?.text }
                .map { Self.columns($0, style) }.max() ?? 0
        }
    }

    private var used: Int { Self.indent + widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) }

    var fits: Bool { used <= style.width }

    func write(on page: inout Page) {
        let room = style.width - used - Self.gap
        let showsPurpose = hasPurpose && room >= Self.leastPurpose
        for line in lines {
            var phrase: Phrase = ""
            let last = line.columns.count - 1
            for (index, (width, column)) in zip(widths, line.columns).enumerated() {
                let isFollowed = index < last || (showsPurpose && !line.purpose.isEmpty)
                let pad = isFollowed ? width + Self.gap - Self.columns(column.text, style) : 0
                phrase += .solid(column.text + String(repeating: " ", count: max(0, pad)), column.ink)
            }
            if showsPurpose { phrase += .solid(Self.cut(line.purpose, to: room, style), .faint) }
            page.add(phrase, indent: Self.indent)
        }
    }

    /// The first words, as many as fit, with a sign that there were more.
    private static func cut(_ text: String, to room: Int, _ style: TextStyle) -> String {
        guard columns(text, style) > room else { return text }
        var kept = ""
        for word in text.split(separator: " ") {
            let longer = kept.isEmpty ? String(word) : "\(kept) \(word)"
            guard columns(longer + "…", style) <= room else { break }
            kept = longer
        }
        return kept + "…"
    }

    private static func columns(_ text: String, _ style: TextStyle) -> Int {
        text.harmless(unicode: style.unicode).columns
    }
}
