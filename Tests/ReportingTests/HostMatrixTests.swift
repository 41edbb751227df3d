import Casework
@testable import Reporting
import Testing

@Suite struct HostMatrixTests {
    private static let completed: JSONTree = [
        "outcome": "completed", "version": "TLSv1.3", "trust": ["status": "expected"],
        "stages": [["name": "connect", "atMs": 12]],
    ]
    private static let intercepted: JSONTree = [
        "outcome": "completed", "version": "TLSv1.2", "trust": ["status": "intercepted"],
        "stages": [["name": "connect", "atMs": 1_234]],
    ]
    private static let answered: JSONTree = [
        "outcome": "completed", "stages": [["name": "answer", "atMs": 9]],
    ]
    private static let garbled: JSONTree = ["outcome": "protocol-error"]

    private static let rows = [
        HostMatrix.Row(
            host: "deviceservices-external.apple.com:443", service: "TLS",
            purpose: "update catalogue, for a required system version", supportsProxy: nil,
            cells: [completed, intercepted]),
        HostMatrix.Row(
            host: "gs.apple.com:443", service: "TLS", purpose: "activation", supportsProxy: true,
            cells: [completed, garbled]),
        HostMatrix.Row(
            host: "crl.apple.com:80", service: "HTTP", purpose: "revocation", supportsProxy: false,
            cells: [answered, .null]),
    ]

    private func lines(_ ways: [String], _ style: TextStyle) -> [String] {
        var page = Page(style)
        HostMatrix(ways: ways, rows: Self.rows).write(on: &page)
        return page.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// The column at which some words begin; absent if the line does not hold them.
    private func column(of words: String, in line: String) -> Int? {
        line.firstRange(of: words).map { String(line[..<$0.lowerBound]).columns }
    }

    @Test(arguments: [80, 100, 140], [true, false])
    func aHostTakesOneLineAndItsCellsStandBelowTheirWays(width: Int, unicode: Bool) throws {
        let lines = lines(["direct", "gateway"], TextStyle(width: width, unicode: unicode))
        try #require(lines.count > 4)
        #expect(lines.allSatisfy { $0.columns <= width && $0.last != " " })
        for (line, row) in zip(lines.dropFirst(), Self.rows) { #expect(line.hasPrefix(" \(row.host) ")) }
        let first = try #require(column(of: "direct", in: lines[0]))
        let second = try #require(column(of: "gateway", in: lines[0]))
        let (good, bad) = unicode ? ("✓", "✗") : ("+", "x")
        #expect(lines[1...3].allSatisfy { column(of: "  \(good) ", in: $0) == first - 2 })
        #expect(lines[1...2].allSatisfy { column(of: "  \(bad) ", in: $0) == second - 2 })
        #expect(Array(lines[3])[second] == "-")
        #expect(lines[4].isEmpty)
        #expect(lines[5].hasPrefix(" \(good) answered, and by whom it should be   \(bad) not answered"))
        #expect(lines[6].hasPrefix(" - not asked over this way"))
    }

    @Test func aWideLineHoldsEverything() {
        let lines = lines(["direct", "gateway"], TextStyle(width: 140))
        #expect(
            lines[1]
                == " deviceservices-external.apple.com:443  TLS   -      ✓ TLS 1.3 expected 12.0 ms  "
                + "✗ TLS 1.2 intercepted 1234.0 ms  update catalogue, for a…")
        #expect(lines[2].hasSuffix("✗ protocol-error                 activation"))
        #expect(lines[3].contains("HTTP  no     ✓ answered 9.0 ms"))
    }

    @Test func aNarrowLineLosesTheReasonFirstAndTheHostNever() {
        let hundred = lines(["direct", "gateway"], TextStyle(width: 100))
        #expect(
            hundred[1]
                == " deviceservices-external.apple.com:443  TLS   -      ✓ TLS 1.3 expected  "
                + "✗ TLS 1.2 intercepted")
        let eighty = lines(["direct", "gateway"], TextStyle(width: 80))
        #expect(eighty[1] == " deviceservices-external.apple.com:443  TLS   ✓ expected  ✗ intercepted")
    }

    @Test func longNamesOfWaysStandAboveTheTable() {
        let names = ["direct", "http://proxy.corp.example:3128"]
        let lines = lines(names, TextStyle(width: 100))
        #expect(lines[0] == " way 1   direct")
        #expect(lines[1] == " way 2   http://proxy.corp.example:3128")
        #expect(lines[3].hasSuffix("way 1               way 2"))
    }

    @Test func whatNoTableHoldsIsStacked() {
        let lines = lines(["direct", "gateway"], TextStyle(width: 40))
        #expect(lines.allSatisfy { $0.columns <= 40 })
        #expect(lines[1] == "   direct   ✓ expected")
        #expect(lines[2] == "   gateway  ✗ intercepted")
    }
}
