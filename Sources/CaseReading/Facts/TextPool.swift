/// Texts that many rows share, each kept once.
struct TextPool: Sendable, Hashable {
    /// Place 0 is no text.
    private var texts: [String] = [""]
    private var places: [String: UInt32] = [:]
    /// Rows of one source often repeat the text of the row before.
    private var last: (text: String, place: UInt32) = ("", 0)

    mutating func place(of text: String?) -> UInt32 {
        guard let text, !text.isEmpty else { return 0 }
        if last.place != 0, last.text == text { return last.place }
        let place = places[text] ?? UInt32(clamping: texts.count)
        if Int(place) == texts.count {
            texts.append(text)
            places[text] = place
        }
        last = (text, place)
        return place
    }

    /// A place in sixteen bits; none where the pool holds too many other texts.
    mutating func shortPlace(of text: String?) -> UInt16 {
        guard let text, places[text] != nil || texts.count < Int(UInt16.max) else { return 0 }
        return UInt16(exactly: place(of: text)) ?? 0
    }

    subscript(place: UInt32) -> String? { place == 0 ? nil : texts[Int(place)] }

    static func == (left: Self, right: Self) -> Bool { left.texts == right.texts }
    func hash(into hasher: inout Hasher) { hasher.combine(texts) }
}
