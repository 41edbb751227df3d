import Casework

/// What arrived at the far end beside what was sent: the fields that differ in a table, the others by name.
struct ReflectionLines {
    private let trials: [JSONTree]

    init(_ trials: [JSONTree]) { self.trials = trials }

    /// What a reflection proves and what not.
    static let proves =
        "It speaks for this name on its way to the reflector's address; gateways choose by name and by address, "
        + "and may treat the host's own addresses in another way."

    private static let label = "reflection"
    private static let fields = [
        ("sni", "SNI"), ("ja4", "JA4"), ("ja3", "JA3"), ("versions", "versions"), ("cipherSuites", "suites"),
        ("groups", "groups"), ("keyShares", "key shares"), ("signatureSchemes", "schemes"),
        ("extensions", "extensions"), ("alpn", "ALPN"), ("psk", "PSK"), ("bytes", "bytes"),
        ("records", "records"),
    ]

    var lines: [TrialLines.Line] {
        guard !trials.isEmpty else { return [] }
        guard let trial = trials.first(where: { $0["reflection"]?["receivedAt"] != nil }),
            let arrived = trial["reflection"]
        else {
            return [
                (
                    Self.label,
                    Phrase("the reflector did not see this handshake: another far end answered", .bad)
                )
            ]
        }
        let rows = Self.fields.compactMap { Self.row($0.0, $0.1, trial["sent"], arrived) }
        let differing = rows.filter(\.differs)
        let same = rows.filter { !$0.differs }.map(\.label)
        var lines: [TrialLines.Line] = [(Self.label, Self.head(arrived, isChanged: !differing.isEmpty))]
        if !differing.isEmpty {
            lines.append(("", Self.set("", "sent", "arrived", "differs", .faint)))
            lines += differing.map { ("", Self.set($0.label, $0.sent, $0.arrived, $0.words, .bad)) }
        }
        if !same.isEmpty { lines.append(("", Phrase("the same: \(same.joined(separator: ", "))"))) }
        return lines + [("", Phrase(Self.proves, .faint))]
    }

    private static func head(_ arrived: JSONTree, isChanged: Bool) -> Phrase {
        let how = (arrived["matchedBy"]?.elements ?? []).compactMap(\.string)
        let peer = arrived["peer"]?.string.map { " from \($0)" } ?? ""
        let signature = arrived["signature"]?.string.map { ", receipt \($0)" } ?? ""
        let found = how.isEmpty ? "" : ", found by \(how.joined(separator: ", "))"
        let isWeak = how == ["time-and-address"] ? " (confidence low)" : ""
        return Phrase(isChanged ? "arrived changed" : "arrived as sent", isChanged ? .bad : .good)
            + Phrase("\(peer)\(found)\(isWeak)\(signature)")
    }

    private struct Row {
        let label: String
        let sent: String
        let arrived: String
        /// What is lost and what is new, of a list.
        let words: String
        let differs: Bool

        init(_ label: String, _ sent: String, _ arrived: String, _ words: String, _ differs: Bool) {
            self.label = label
            self.sent = sent
            self.arrived = arrived
            self.words = words
            self.differs = differs
        }
    }

    /// `nil` where one side says nothing of the field.
    private static func row(_ field: String, _ label: String, _ sent: JSONTree?, _ arrived: JSONTree) -> Row?
    {
        let (left, right) = (sent?[field] ?? .null, arrived[field] ?? .null)
        // Only a name that is missing on one side says something; other fields may not have been written down.
        guard left != right else {
            return left == .null ? nil : Row(label, words(left), words(right), "", false)
        }
        guard (left != .null && right != .null) || ["sni", "alpn"].contains(field) else { return nil }
        guard case .array = left, case .array = right else {
            return Row(label, words(left), words(right), "", true)
        }
        let (old, new) = (left.elements.compactMap(\.string), right.elements.compactMap(\.string))
        let lost = old.filter { !new.contains($0) }
        let gained = new.filter { !old.contains($0) }
        let parts = [
            lost.isEmpty ? nil : "lost \(list(lost))", gained.isEmpty ? nil : "new \(list(gained))",
            lost.isEmpty && gained.isEmpty ? "another order" : nil,
        ]
        return Row(
            label, old.count.grouped, new.count.grouped, parts.compactMap(\.self).joined(separator: "; "),
            true)
    }

    private static func list(_ names: [String]) -> String {
        let more = names.count > 4 ? " and \((names.count - 4).grouped) more" : ""
        return names.prefix(4).joined(separator: " ") + more
    }

    private static func set(
        _ label: String, _ sent: String, _ arrived: String, _ differs: String, _ ink: Ink
    ) -> Phrase {
        let cells = Phrase.solid(sent.filled(to: 24), ink == .faint ? .faint : .plain)
        let end =
            differs.isEmpty
            ? .solid(arrived, ink) : .solid(arrived.filled(to: 24), ink) + Phrase(differs, ink)
        return .solid(label.filled(to: 12), .faint) + cells + end
    }

    private static func words(_ tree: JSONTree) -> String {
        if let flag = tree.boolean { return flag ? "yes" : "no" }
        let list = tree.elements.compactMap(\.string)
        return list.isEmpty ? tree.string ?? tree.int.map(\.grouped) ?? "none" : list.joined(separator: " ")
    }
}
