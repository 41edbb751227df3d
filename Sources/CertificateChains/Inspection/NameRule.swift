/// Conditions on the attributes of a distinguished name, all of which must hold.
struct NameRule: Sendable, Hashable {
    enum Field: Sendable, Hashable {
        case commonName, organisation, unit
    }

    /// How a value is compared; letters count without their case.
    enum Shape: Sendable, Hashable {
        case exactly(String)
        case begins(String)
        case ends(String)
        /// These words in this order, folded; see ``words(_:)``.
        case run([String])
        /// A prefix and at least so many capital letters and digits behind it, and nothing else.
        case serial(prefix: String, atLeast: Int)

        /// These words in this order, not inside of others: "check point" is not in "checkpoints".
        static func words(_ text: String) -> Shape { .run(ComparedName.Value.words(of: text.lowercased())) }
    }

    struct Condition: Sendable, Hashable {
        var field: Field
        var shape: Shape
    }

    var conditions: [Condition]

    static func commonName(_ shape: Shape) -> NameRule {
        NameRule(conditions: [Condition(field: .commonName, shape: shape)])
    }

    static func organisation(_ shape: Shape) -> NameRule {
        NameRule(conditions: [Condition(field: .organisation, shape: shape)])
    }

    /// The words in the organisation or in the common name.
    static func vendor(_ words: String...) -> [NameRule] {
        words.flatMap { [organisation(.words($0)), commonName(.words($0))] }
    }

    func and(_ field: Field, _ shape: Shape) -> NameRule {
        NameRule(conditions: conditions + [Condition(field: field, shape: shape)])
    }

    func matches(_ name: ComparedName) -> Bool {
        conditions.allSatisfy { condition in
            name.values(of: condition.field).contains { condition.shape.matches($0) }
        }
    }
}

extension NameRule.Shape {
    func matches(_ value: ComparedName.Value) -> Bool {
        switch self {
        case .exactly(let text): return value.folded == text.lowercased()
        case .begins(let text): return value.folded.hasPrefix(text.lowercased())
        case .ends(let text): return value.folded.hasSuffix(text.lowercased())
        case .run(let words): return value.words.containsRun(words)
        case .serial(let prefix, let count):
            guard value.text.hasPrefix(prefix) else { return false }
            let rest = value.text.dropFirst(prefix.count).utf8
            return rest.count >= count
                && rest.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        }
    }
}

extension [String] {
    /// Whether the others stand here one behind the other.
    fileprivate func containsRun(_ others: [String]) -> Bool {
        guard !others.isEmpty, others.count <= count else { return false }
        return (0...(count - others.count)).contains { start in
            self[start..<(start + others.count)].elementsEqual(others)
        }
    }
}
