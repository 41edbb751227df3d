import Casework

extension TextReport {
    /// The most that a file shows by itself.
    private static let shownOfFile = 8

    /// What the evidence holds and this version does not know: kept, counted, never an error.
    func unknown(_ page: inout Page) {
        let block = report.caseBlock.unknown
        guard style.detail == .verbose, !block.isEmpty else { return }
        page.gap()
        page.add(
            Phrase(
                "\(block.fields.counted("field")) and \(block.values.counted("value")) that this version "
                    + "does not know; they are kept, and nothing is concluded from them"),
            label: Phrase("Unknown", .strong), labelAt: 1, indent: 14)
        var files: [String] = []
        for item in block.list where files.last != item.file { files.append(item.file) }
        for file in files {
            let items = block.list.filter { $0.file == file }
            let shown = items.prefix(Self.shownOfFile).map { item in
                item.path + (item.value.map { " \"\($0)\"" } ?? "") + " (\(item.count.grouped))"
            }
            let rest = items.count - shown.count
            let more = rest > 0 ? ", and \(rest.grouped) more" : ""
            page.add(Phrase("\(file): " + shown.joined(separator: ", ") + more), indent: 14)
        }
    }
}
