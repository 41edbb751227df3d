/// The columns that one kind of record can fill, by their raw values.
///
/// Words are not among them: they may follow from other words.
struct FieldSet: Sendable, Hashable {
    private(set) var names: [Int] = []
    private(set) var times: [Int] = []
    private(set) var hasClockOffset = false

    init(_ rules: [PathRule]) {
        for rule in rules {
            switch rule.field {
            case .name(let field): Self.insert(field.rawValue, into: &names)
            case .time(let field): Self.insert(field.rawValue, into: &times)
            case .clockOffset: hasClockOffset = true
            case .serial, .udid, .word, .flag, .mark: break
            }
        }
    }

    private static func insert(_ value: Int, into values: inout [Int]) {
        if !values.contains(value) { values.append(value) }
    }
}
