/// How a text is set: for which width, with which glyphs, in colour or not.
package struct TextStyle: Sendable, Hashable {
    package enum Detail: Sendable, Hashable, CaseIterable {
        /// The seven lines and nothing else.
        case quiet
        case normal
        /// Every probe and every finding.
        case verbose
    }

    /// Narrower than this, words would have to be broken on every line.
    ///
    /// Unit: columns.
    package static let minimumWidth = 40
    /// Wider than this, the eye loses the line.
    ///
    /// Unit: columns.
    package static let maximumWidth = 200
    package static let defaultWidth = 100

    package let width: Int
    package var color: Bool
    /// Whether the locale is UTF-8; else everything is written in ASCII.
    package var unicode: Bool
    package var detail: Detail

    package init(
        width: Int = Self.defaultWidth, color: Bool = false, unicode: Bool = true, detail: Detail = .normal
    ) {
        self.width = min(max(width, Self.minimumWidth), Self.maximumWidth)
        self.color = color
        self.unicode = unicode
        self.detail = detail
    }
}

/// What `--color` asks for.
package enum ColorChoice: String, Sendable, Hashable, CaseIterable {
    case auto, always, never

    /// Decides whether to colour, the first rule that holds.
    ///
    /// Rules: 1. `always` and `never` decide.  2. `NO_COLOR`: no.  3. `CLICOLOR_FORCE` or `FORCE_COLOR` other than `0`:
    ///        yes.  4. `TERM=dumb` or `CLICOLOR=0`: no.  5. a terminal.  An empty variable counts as unset.
    /// Source: no-color.org, bixense.com/clicolors.
    package func isOn(isTerminal: Bool, environment: [String: String]) -> Bool {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        switch self {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if value("NO_COLOR") != nil { return false }
        if [value("CLICOLOR_FORCE"), value("FORCE_COLOR")].contains(where: { $0 != nil && $0 != "0" }) {
            return true
        }
        if value("TERM") == "dumb" || value("CLICOLOR") == "0" { return false }
        return isTerminal
    }
}

extension TextStyle {
    /// Whether a locale can show UTF-8: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides.
    ///
    /// Source: POSIX.1-2024, 8.2.
    package static func showsUnicode(environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        guard let locale = names.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else {
            return false
        }
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }
}
