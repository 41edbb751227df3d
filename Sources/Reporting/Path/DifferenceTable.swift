import Casework

/// What differs between the ways: field, baseline, path, a line each.
struct DifferenceTable {
    let differences: [PathReport.Difference]

    private static let labelColumn = 3
    /// A longer value breaks its row instead of the table.
    private static let widest = 34

    func write(on page: inout Page) {
        var order: [[String]] = []
        for difference in differences where order.last != [difference.baseline, difference.path] {
            order.append([difference.baseline, difference.path])
        }
        for names in order {
            let rows = differences.filter { [$0.baseline, $0.path] == names }.map { row in
                (field: row.field, left: Self.words(row.onBaseline), right: Self.words(row.onPath))
            }
            let indent = Self.labelColumn + (rows.map(\.field.columns).max() ?? 0) + 2
            let left = min(Self.widest, ([names[0]] + rows.map(\.left)).map(\.columns).max() ?? 0) + 2
            page.gap()
            page.add(
                .solid(names[0].filled(to: left), .faint) + .solid(names[1], .faint),
                label: Phrase("Differences", .strong), labelAt: 1, indent: indent)
            for row in rows {
                page.add(
                    .solid(row.left.filled(to: left)) + .solid(row.right, .strong),
                    label: Phrase(row.field), labelAt: Self.labelColumn, indent: indent)
            }
        }
    }

    private static func words(_ figures: [Figure]) -> String {
        figures.isEmpty ? "none" : figures.map { shortened($0.words) }.joined(separator: " | ")
    }

    /// The start of a digest; the whole of it is in the JSON.
    private static func shortened(_ text: String) -> String {
        let isDigest = text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
        return isDigest ? "\(text.prefix(16))…" : text
    }
}
