import CaseReading
import Casework
package import ProbeKit

/// Asks whether CSV files for an import would be taken whole.
///
/// Needs: a CSV device list of the tenant's side.    Source: field guide FG-2.9, FG-2.10.
/// Rules: 1. no column with serial numbers, duplicates, bad country codes, over 5,000 rows or 10 MB: bad.
///        2. a serial outside `^[A-Z0-9]{10,12}$` is unusual, not bad: newer serials need not follow it.
package struct ImportsCleanRows: Probe {
    package static let card = ProbeCard(
        "device-state.import-rows", layer: .deviceState,
        asks: "Would CSV files for an import be taken whole?",
        needs: [
            Need(Supply(.devices), how: "the CSV file of the import as a devices entry with role tenant")
        ],
        raises: [badRow])

    package static let maximumRows = 5000
    package static let maximumBytes = 10_000_000

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        guard !facts.importFiles.isEmpty else {
            return .cannotTell(
                because: "no CSV file for an import",
                supply: "the CSV file as a devices entry with role tenant")
        }
        let claims = facts.importFiles.flatMap(Self.claims)
        return .found(claims, orSound: "\(facts.importFiles.count.counted("import file")) clean")
    }

    private static func claims(_ file: ImportFile) -> [Claim] {
        var faults: [(text: String, count: Int)] = []
        if !file.hasSerialHeader { faults.append(("no column is named serial_number", 1)) }
        if file.duplicateSerials > 0 {
            faults.append((file.duplicateSerials.counted("duplicate serial"), file.duplicateSerials))
        }
        if file.badCountryCodes > 0 {
            faults.append((file.badCountryCodes.counted("bad country code"), file.badCountryCodes))
        }
        if file.rows > maximumRows {
            faults.append(("\(file.rows.grouped) rows, \(maximumRows.grouped) allowed", 1))
        }
        if file.bytes > maximumBytes { faults.append(("\(file.bytes.grouped) bytes, 10 MB allowed", 1)) }
        var claims: [Claim] = []
        if !faults.isEmpty {
            let words = faults.map(\.text).joined(separator: ", ")
            claims.append(
                Claim(
                    "L2-BAD-IMPORT-ROW", brief: "import file: \(words)",
                    detail: "\(file.citation.file) would not be taken whole: \(words).",
                    subject: Subject(.evidence, file.citation.file),
                    count: faults.reduce(0) { $0 + $1.count },
                    evidence: [file.citation]))
        }
        if file.unusualSerials > 0 {
            claims.append(
                Claim(
                    "L2-BAD-IMPORT-ROW", brief: file.unusualSerials.counted("unusual serial"),
                    detail:
                        "\(file.unusualSerials.counted("serial is", "serials are")) not 10 to 12 capital letters and digits; unusual, "
                        + "not wrong.",
                    subject: Subject(.evidence, file.citation.file), count: file.unusualSerials,
                    evidence: [file.citation], severity: .info))
        }
        return claims
    }
}

extension ImportsCleanRows {
    static let badRow = FindingCard(
        "L2-BAD-IMPORT-ROW", "A CSV file for an import would not be taken whole", severity: .low,
        basis: .fieldGuide("FG-2.9"),
        meaning: """
            One malformed row can cost a whole CSV batch without an error. The field guide names the header serial_number,
            5,000 rows and 10 MB as limits, and duplicates and country codes as the usual faults.
            """,
        remedy: Remedy(
            .tenant, "Correct the file and split it below 5,000 rows.",
            references: ["field guide FG-2.9, FG-2.10"]))

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no device list", DeviceFacts(), .cannotTell),
        WorkedCase("no CSV among the lists", .states(["enrolled": 1]), .cannotTell),
        WorkedCase("a clean file", .imported { $0.rows = 5000 }, .sound),
        WorkedCase("one row too many", .imported { $0.rows = 5001 }, .raises(["L2-BAD-IMPORT-ROW": 1])),
        WorkedCase(
            "three duplicates", .imported { $0.duplicateSerials = 3 }, .raises(["L2-BAD-IMPORT-ROW": 3])),
        WorkedCase(
            "no header for serials", .imported { $0.hasSerialHeader = false },
            .raises(["L2-BAD-IMPORT-ROW": 1])),
        WorkedCase("unusual serials", .imported { $0.unusualSerials = 2 }, .raises(["L2-BAD-IMPORT-ROW": 2])),
    ]
}
