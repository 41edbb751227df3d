extension Report {
    /// Fields and values of the evidence that no table of this version knows.
    ///
    /// Shape: the numbers are exact; the list holds the first ones by file and path.
    package struct UnknownBlock: Sendable, Hashable {
        package struct Item: Sendable, Hashable {
            package var file: String
            /// Where records hold it: keys with `.` between them, or the name of a column.
            package var path: String
            /// Nil where the field itself is unknown.
            package var value: String?
            /// How many records hold it.
            package var count: Int

            package init(file: String, path: String, value: String?, count: Int) {
                self.file = file
                self.path = path
                self.value = value
                self.count = count
            }
        }

        /// The longest list: more than the fields of any documented record.
        package static let maximumItems = 200

        /// Fields that no table knows.
        package var fields = 0
        /// Values of known fields that no table knows.
        package var values = 0
        package var list: [Item] = []

        package init(_ items: [Item] = []) {
            for item in items {
                if item.value == nil { fields += 1 } else { values += 1 }
            }
            list = Array(items.prefix(Self.maximumItems))
        }

        package var isEmpty: Bool { fields == 0 && values == 0 }
    }
}

extension Report.UnknownBlock {
    var json: JSONTree {
        let items = list.map { item -> JSONTree in
            [
                "file": .text(item.file), "path": .text(item.path), "value": JSONTree(item.value),
                "count": JSONTree(item.count),
            ]
        }
        return ["fields": JSONTree(fields), "values": JSONTree(values), "list": .array(items)]
    }
}
