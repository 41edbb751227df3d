/// A product's version, compared number by number: 2.3 < 2.22 < 2.22.1, and 2.22 = 2.22.0.
///
/// Shape: at most eight numbers without trailing zeros. What follows them (`-beta`, `-t1712345678`) is not
/// compared.
struct VersionNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Products use up to four; more than this is no version.
    static let longest = 8

    let numbers: [Int]

    /// `nil` where the text does not begin with a number, or one is out of range.
    init?(_ text: String) {
        var rest = text.lowercased()[...].drop { $0 == " " }
        if rest.first == "v" { rest = rest.dropFirst() }
        rest = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let parts = rest.split(separator: ".")
        guard !parts.isEmpty, parts.count <= Self.longest else { return nil }
        var numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count else { return nil }
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        self.numbers = numbers
    }

    static func < (left: Self, right: Self) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }

    var description: String { numbers.map(String.init).joined(separator: ".") }
}

extension VersionNumber: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: Int...) {
        var numbers = elements
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        self.numbers = numbers
    }
}
