import DeviceTriangulation

extension UnknownValue {
    /// The longest value that is told.
    private static let toldCharacters = 80

    /// What the records of a device list hold and no table knows.
    static func list(in ledger: SourceLedger, file: String) -> [UnknownValue] {
        var list: [UnknownValue] = []
        for (path, count) in ledger.tally.unknownKeys {
            list.append(UnknownValue(file: file, path: path, count: count))
        }
        for field in WordField.allCases {
            let path = ledger.paths(of: .word(field)).joined(separator: " or ")
            for (text, count) in ledger.unknownWords(field) {
                list.append(
                    UnknownValue(
                        file: file, path: path.isEmpty ? "\(field)" : path,
                        value: String(text.prefix(toldCharacters)), count: count))
            }
        }
        if ledger.repairedSerials > 0 {
            let path = ledger.paths(of: .serial).joined(separator: " or ")
            list.append(
                UnknownValue(
                    file: file, path: path, value: "written for a spreadsheet (apostrophe or formula)",
                    count: ledger.repairedSerials))
        }
        return list
    }
}
