internal import OpenFormats

/// Yes and no as sources and exports write them.
enum TruthWords {
    /// The longest word of the tables, in bytes.
    private static let maximumBytes = 32

    private static let yes: Set<String> = [
        "true", "yes", "1", "y", "on", "enabled", "managed", "supervised", "capable", "ja", "wahr",
        "aktiviert",
        "verwaltet", "oui", "vrai", "activé", "géré", "sí", "si", "verdadero", "activado", "はい", "オン", "有効",
    ]
    private static let no: Set<String> = [
        "false", "no", "0", "n", "off", "disabled", "unmanaged", "unsupervised", "not capable", "nein",
        "falsch",
        "deaktiviert", "nicht verwaltet", "non", "faux", "désactivé", "non géré", "falso", "desactivado",
        "いいえ", "オフ", "無効",
    ]

    /// What a text says; nil for one that is neither.
    static func truth(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool? {
        guard range.count <= maximumBytes else { return nil }
        let word = bytes.text(range).lowercased()
        if yes.contains(word) { return true }
        return no.contains(word) ? false : nil
    }
}
