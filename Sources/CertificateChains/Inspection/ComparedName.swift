/// A distinguished name in the forms in which a ``NameRule`` compares it, made once for the whole table.
struct ComparedName {
    /// One value of an attribute.
    struct Value {
        let text: String
        /// Without case.
        let folded: String
        /// Runs of letters and digits of ``folded``.
        let words: [String]

        init(_ text: String) {
            self.text = text
            folded = text.lowercased()
            words = Self.words(of: folded)
        }

        static func words(of text: String) -> [String] {
            text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }
    }

    private let commonNames: [Value]
    private let organisations: [Value]
    private let units: [Value]

    init(_ name: DirectoryName) {
        commonNames = name.all("2.5.4.3").map(Value.init)
        organisations = name.organisations.map(Value.init)
        units = name.organisationalUnits.map(Value.init)
    }

    func values(of field: NameRule.Field) -> [Value] {
        switch field {
        case .commonName: commonNames
        case .organisation: organisations
        case .unit: units
        }
    }
}
