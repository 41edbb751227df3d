package import Casework
import OpenFormats

/// Looks at a CSV file as an import of devices would: what it would stumble over, with the rows.
///
/// The same rules as for a list that a case names.    Source: FG-2.9.
package struct ImportCheck: Sendable {
    /// A row that an import would stumble over.
    package struct Row: Sendable, Hashable {
        /// From 1, the header included.
        package let line: Int
        /// The cell, shortened.
        package let value: String
        /// Where a duplicate stood before: a line, with its file where that is another one.
        package let before: String?
    }

    /// How many rows of one sort are named; the counts are exact.
    package static let namedRows = 1_000
    /// How many serials are remembered with their place: twenty files of the largest size.
    private static let rememberedSerials = 100_000
    /// The longest cell that is shown.
    private static let shownCharacters = 60

    package private(set) var header: [String] = []
    /// The column with serial numbers, as it is spelt.
    package private(set) var serialColumn: String?
    package private(set) var countryColumn: String?
    package private(set) var duplicates: [Row] = []
    package private(set) var unusual: [Row] = []
    package private(set) var countries: [Row] = []
    /// Rows that are no CSV, with the reason.
    package private(set) var broken: [Row] = []
    package private(set) var brokenCount = 0
    /// Duplicates of serials in files that were looked at before.
    package private(set) var duplicatesElsewhere = 0
    private var hygiene = ImportHygiene()
    private var stream = CSVReader()
    private var hasHeader = false
    private var serialIndex: Int?
    private var countryIndex: Int?
    private var places: [[UInt8]: (file: String, line: Int)]
    private let file: String

    /// - Parameter earlier: a check of another file of the same import, whose serials are remembered.
    package init(file: String, after earlier: Self? = nil) {
        self.file = file
        places = earlier?.places ?? [:]
    }

    package mutating func read(_ chunk: Span<UInt8>) {
        var rows: [CSVRow] = []
        var problems: [CSVProblem] = []
        stream.read(chunk.array(0..<chunk.count)) {
            rows.append($0)
        } problem: {
            problems.append($0)
        }
        take(rows, problems)
    }

    package mutating func finish() {
        var rows: [CSVRow] = []
        var problems: [CSVProblem] = []
        stream.finish {
            rows.append($0)
        } problem: {
            problems.append($0)
        }
        take(rows, problems)
    }

    private mutating func take(_ rows: [CSVRow], _ problems: [CSVProblem]) {
        for problem in problems {
            brokenCount += 1
            Self.add(Row(line: problem.line, value: problem.reason.rawValue, before: nil), to: &broken)
        }
        for row in rows { if hasHeader { take(row) } else { bind(row) } }
    }

    private mutating func bind(_ row: CSVRow) {
        hasHeader = true
        header = row.fields.map(\.trimmedASCII)
        hygiene = ImportHygiene(header: header)
        let names = header.map(CSVRow.normalised)
        serialIndex = names.firstIndex { ImportHygiene.serialNames.contains($0) }
        countryIndex = names.firstIndex { ImportHygiene.countryNames.contains($0) }
        serialColumn = serialIndex.map { header[$0] }
        countryColumn = countryIndex.map { header[$0] }
    }

    private mutating func take(_ row: CSVRow) {
        let before = hygiene.counts
        hygiene.take(row, columns: header.count)
        if hygiene.unusual > before.unusual {
            Self.add(Row(line: row.line, value: shown(row, serialIndex), before: nil), to: &unusual)
        }
        if hygiene.badCountries > before.badCountries {
            Self.add(Row(line: row.line, value: shown(row, countryIndex), before: nil), to: &countries)
        }
        guard let serialIndex else { return }
        let serial = Array(row.bytes[row.range(serialIndex)])
        guard !serial.isEmpty else { return }
        if let place = places[serial] {
            if hygiene.duplicates == before.duplicates { duplicatesElsewhere += 1 }
            let words = place.file == file ? "line \(place.line)" : "\(place.file):\(place.line)"
            Self.add(Row(line: row.line, value: shown(row, serialIndex), before: words), to: &duplicates)
        } else if places.count < Self.rememberedSerials {
            places[serial] = (file, row.line)
        }
    }

    private static func add(_ row: Row, to rows: inout [Row]) {
        if rows.count < namedRows { rows.append(row) }
    }

    private func shown(_ row: CSVRow, _ column: Int?) -> String {
        String((column.flatMap { row[$0] } ?? "").prefix(Self.shownCharacters))
    }

    /// The facts that the probe of layer 2 asks for.
    package func facts(bytes: Int, citing citation: Citation) -> ImportFile {
        var file = ImportFile(citation: citation)
        file.headers = header
        file.rows = hygiene.rows
        file.bytes = bytes
        file.duplicateSerials = hygiene.duplicates + duplicatesElsewhere
        file.unusualSerials = hygiene.unusual
        file.badCountryCodes = hygiene.badCountries
        file.hasSerialHeader = hygiene.hasSerialHeader
        return file
    }
}

extension ImportHygiene {
    static let serialNames = ["serialnumber", "serial"]
    static let countryNames = ["country", "countrycode", "isocountry", "countryiso"]

    fileprivate var counts: (duplicates: Int, unusual: Int, badCountries: Int) {
        (duplicates, unusual, badCountries)
    }
}
