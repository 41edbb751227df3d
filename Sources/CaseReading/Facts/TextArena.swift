/// Texts one after another: as many bytes as they have, and four for where each ends.
///
/// An empty text is no text. Units: bytes of UTF-8.
struct TextArena: Sendable, Hashable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []

    var count: Int { ends.count }

    /// Appends a text; one that no longer fits below four gigabytes is left out.
    mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        if range.count < Int(UInt32.max) - bytes.count {
            for index in range.clamped(to: 0..<text.count) { bytes.append(text[index]) }
        }
        ends.append(UInt32(clamping: bytes.count))
    }

    mutating func append(_ text: String?) {
        if let text, text.utf8.count < Int(UInt32.max) - bytes.count { bytes.append(contentsOf: text.utf8) }
        ends.append(UInt32(clamping: bytes.count))
    }

    mutating func append(_ other: TextArena) {
        for index in 0..<other.count {
            let range = other.range(index)
            append(other.bytes.span, range)
        }
    }

    /// Where a text stands in `span`.
    func range(_ index: Int) -> Range<Int> {
        guard ends.indices.contains(index) else { return 0..<0 }
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return start..<max(start, Int(ends[index]))
    }

    /// The bytes of a text.
    func bytes(_ index: Int) -> [UInt8] { Array(bytes[range(index)]) }

    subscript(index: Int) -> String? {
        let range = range(index)
        return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
    }

    /// A hash of a text that equal texts share.
    func hash(_ index: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes[range(index)] { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
        return hash ^ hash >> 29
    }

    func equal(_ one: Int, _ other: Int) -> Bool {
        bytes[range(one)].elementsEqual(bytes[range(other)])
    }
}
