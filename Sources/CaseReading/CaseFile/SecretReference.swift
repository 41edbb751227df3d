/// Where a secret comes from; the secret itself never stands in a case file.
enum SecretReference: Sendable, Hashable {
    case environment(String)
    /// Relative to the case; must be readable by its owner alone.
    case file(String)
    case descriptor(Int32)
    /// The macOS Keychain, `SERVICE/ACCOUNT`.
    case keychain(String)

    /// Reads `env:NAME`, `file:PATH`, `fd:N` or `keychain:SERVICE/ACCOUNT`; `nil` for anything else.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = String(text[text.index(after: colon)...])
        guard !value.isEmpty else { return nil }
        switch text[..<colon] {
        case "env": self = .environment(value)
        case "file": self = .file(value)
        case "fd":
            guard let number = Int32(value), number >= 0 else { return nil }
            self = .descriptor(number)
        case "keychain": self = .keychain(value)
        default: return nil
        }
    }
}

/// A secret in memory, which prints as nothing.
struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    /// Takes a secret; of one trailing line break of a file nothing is kept.
    init(_ bytes: [UInt8], dropsLineBreak: Bool = false) {
        var kept = bytes[...]
        if dropsLineBreak, kept.last == 0x0A {
            kept = kept.dropLast()
            if kept.last == 0x0D { kept = kept.dropLast() }
        }
        self.bytes = Array(kept)
    }

    var description: String { "(secret)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
