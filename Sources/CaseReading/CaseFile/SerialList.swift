import OpenFormats

/// A list of serial numbers: one a line, or a column of a CSV file.
///
/// Shape: the first column unless one is named.
enum SerialList {
    static func serials(_ bytes: [UInt8]) -> [String] {
        var reader = CSVReader()
        var rows: [CSVRow] = []
        reader.read(bytes) {
            rows.append($0)
        } problem: { _ in
        }
        reader.finish {
            rows.append($0)
        } problem: { _ in
        }
        guard let header = rows.first else { return [] }
        let names = header.fields.map(CSVRow.normalised)
        let known = ["serial", "serialnumber", "deviceserialnumber"]
        let column = names.firstIndex { known.contains($0) }
        let listed = column == nil ? rows[...] : rows.dropFirst()
        return listed.compactMap { $0[column ?? 0]?.trimmedASCII }.filter { !$0.isEmpty }
    }
}
