/// A field or a value of evidence that no table of this version knows: kept, counted, and never an error.
package struct UnknownValue: Sendable, Hashable, Comparable {
    package let file: String
    /// Where records hold it: keys with `.` between them, or the name of a column.
    package let path: String
    /// The value; nil where the field itself is unknown.
    package let value: String?
    /// How many records hold it.
    package let count: Int

    package init(file: String, path: String, value: String? = nil, count: Int) {
        self.file = file
        self.path = path
        self.value = value
        self.count = count
    }

    package static func < (one: UnknownValue, other: UnknownValue) -> Bool {
        (one.file, one.path, one.value ?? "") < (other.file, other.path, other.value ?? "")
    }
}
