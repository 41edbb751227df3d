import Casework
import DeviceTriangulation
import OpenFormats

/// Reads the rows of a CSV device list, and notes what an import would ask of it.
///
/// Source: FG-2.9.
struct DeviceCSVReader {
    private var collectsImport: Bool
    /// The columns that the case names.
    private let named: [String]
    private var stream = CSVReader()
    private var header: [String]?
    private var binding: CSVBinding?
    private var bytes = 0
    private var hygiene = ImportHygiene()
    /// Why the rows cannot be read at all.
    private(set) var fault: String?

    init(collectsImport: Bool, named: [String] = []) {
        (self.collectsImport, self.named) = (collectsImport, named)
    }

    mutating func read(_ chunk: Span<UInt8>, into sink: inout DeviceSink) {
        bytes += chunk.count
        var rows: [CSVRow] = []
        stream.read(chunk.array(0..<chunk.count)) {
            rows.append($0)
        } problem: {
            sink.problems.add($0.reason.rawValue, at: "line \($0.line)")
        }
        take(rows, into: &sink)
    }

    mutating func finish(into sink: inout DeviceSink) {
        var rows: [CSVRow] = []
        stream.finish {
            rows.append($0)
        } problem: {
            sink.problems.add($0.reason.rawValue, at: "line \($0.line)")
        }
        take(rows, into: &sink)
    }

    private mutating func take(_ rows: [CSVRow], into sink: inout DeviceSink) {
        for row in rows where fault == nil {
            guard let header else {
                bind(row, &sink)
                continue
            }
            guard let binding else { continue }
            if collectsImport { hygiene.take(row, columns: header.count) }
            do throws(RecordError) {
                try sink.ledger.append(
                    row: row, binding: binding, file: sink.file, number: UInt32(clamping: row.line))
            } catch {
                sink.refuse(error, at: "line \(row.line)")
            }
        }
    }

    private mutating func bind(_ row: CSVRow, _ sink: inout DeviceSink) {
        let names = row.fields.map(\.trimmedASCII)
        header = names
        hygiene = ImportHygiene(header: names)
        let known = Set(names.map(CSVRow.normalised))
        for column in named.sorted() where !known.contains(CSVRow.normalised(column)) {
            sink.problems.add("columns: the header has no \"\(column.prefix(40))\"", at: "line \(row.line)")
        }
        do throws(RecordError) {
            binding = try sink.ledger.bind(header: names)
            // What a portal exported nobody imports.
            if sink.ledger.shape?.form == .table { collectsImport = false }
        } catch {
            let shown = names.prefix(8).joined(separator: ", ").prefix(120)
            fault = "no column of the header holds serial numbers or UDIDs (\(shown)); name it under columns:"
        }
    }

    /// The facts of an import file; `nil` where the list is no tenant's.
    func importFile(citing citation: Citation) -> ImportFile? {
        guard collectsImport, let header else { return nil }
        var file = ImportFile(citation: citation)
        file.headers = header
        file.rows = hygiene.rows
        file.bytes = bytes
        file.duplicateSerials = hygiene.duplicates
        file.unusualSerials = hygiene.unusual
        file.badCountryCodes = hygiene.badCountries
        file.hasSerialHeader = hygiene.hasSerialHeader
        return file
    }
}

/// Counts what an import would stumble over.
///
/// Source: FG-2.9.
struct ImportHygiene {
    private var serialColumn: Int?
    private var countryColumn: Int?
    private var seen: Set<[UInt8]> = []
    private(set) var rows = 0
    private(set) var duplicates = 0
    private(set) var unusual = 0
    private(set) var badCountries = 0

    var hasSerialHeader: Bool { serialColumn != nil }

    init(header: [String] = []) {
        let names = header.map(CSVRow.normalised)
        serialColumn = names.firstIndex { Self.serialNames.contains($0) }
        countryColumn = names.firstIndex { Self.countryNames.contains($0) }
    }

    mutating func take(_ row: CSVRow, columns: Int) {
        rows += 1
        if let serialColumn {
            let serial = Array(row.bytes[row.range(serialColumn)])
            if !Self.isUsual(serial) { unusual += 1 }
            if !serial.isEmpty, !seen.insert(serial).inserted { duplicates += 1 }
        }
        if let countryColumn, let code = row[countryColumn], !code.isEmpty, !CountryCodes.all.contains(code) {
            badCountries += 1
        }
    }

    /// `^[A-Z0-9]{10,12}$`.
    static func isUsual(_ serial: [UInt8]) -> Bool {
        (10...12).contains(serial.count) && serial.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 }
    }
}
