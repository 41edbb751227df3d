/// Many hosts over one or more ways: a line a host, a cell a way.
package struct HostMatrix: Sendable {
    package struct Row: Sendable {
        /// `host:port`.
        package var host: String
        /// `TLS`, `HTTP` or `NTP`.
        package var service: String
        package var purpose: String
        /// Whether a proxy is said to be supported; `nil` where nobody says.
        package var supportsProxy: Bool?
        /// The transcripts, one a way; `null` where the way was not tried.
        package var cells: [JSONTree]

        package init(
            host: String, service: String, purpose: String, supportsProxy: Bool?, cells: [JSONTree]
        ) {
            self.host = host
            self.service = service
            self.purpose = purpose
            self.supportsProxy = supportsProxy
            self.cells = cells
        }
    }

    package var ways: [String]
    package var rows: [Row]

    package init(ways: [String], rows: [Row]) {
        self.ways = ways
        self.rows = rows
    }

    /// Longer names of ways stand above the table, with a number that heads their column.
    private static let widestHead = 16

    func write(on page: inout Page) {
        let isNumbered = ways.contains { $0.columns > Self.widestHead }
        let heads = isNumbered ? ways.indices.map { "way \($0 + 1)" } : ways
        page.gap()
        if isNumbered {
            for (head, way) in zip(heads, ways) {
                page.add(Phrase(way), label: Phrase(head, .faint), labelAt: 1, indent: 9)
            }
            page.gap()
        }
        let style = page.style
        let tables = MatrixLayout.allCases.lazy.map { MatrixTable(rows, heads: heads, as: $0, style) }
        if let table = tables.first(where: \.fits) { table.write(on: &page) } else { stack(heads, on: &page) }
        legend(&page)
    }

    /// Each host with a line a way below it, for a width that no table fits.
    private func stack(_ heads: [String], on page: inout Page) {
        for row in rows {
            page.add(Phrase(row.host), indent: 1)
            for (head, tree) in zip(heads, row.cells) {
                let cell = MatrixCell(tree, .shortest)
                page.add(Phrase(cell.text, cell.ink), label: Phrase(head, .faint), labelAt: 3, indent: 12)
            }
        }
    }

    private func legend(_ page: inout Page) {
        page.gap()
        page.add(
            Phrase("✓ answered, and by whom it should be   ✗ not answered, or by somebody else", .faint),
            indent: 1)
        page.add(
            Phrase(
                "- not asked over this way   proxy: what Apple's list says of proxies, - for nothing", .faint),
            indent: 1)
    }
}

extension String {
    /// With spaces behind it up to a width; a longer one gets one space.
    func filled(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
