import OpenFormats

/// Reads an XML property list element by element, without recursion and without declarations of its own.
///
/// Source: Apple's PropertyList-1.0.dtd. Entities are the five of XML and character references.
struct PropertyListEvents {
    enum Event: Hashable {
        case openDictionary, closeDictionary, openArray, closeArray
        case key(String)
        case text(String)
        case flag(Bool)
        /// Bytes as lower-case hex.
        case data(String)
        /// A number, a date or an empty container, which no rule asks for.
        case other
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next event; `nil` behind the last one.
    ///
    /// Throws: `RecordFault` with the offset for what is no property list.
    mutating func next() throws(RecordFault) -> Event? {
        while true {
            try skipMisc()
            guard index < bytes.count else { return nil }
            let (name, isEnd, isEmpty) = try tag()
            switch (name, isEnd) {
            case ("plist", _): continue
            case ("dict", false): return isEmpty ? .other : .openDictionary
            case ("dict", true): return .closeDictionary
            case ("array", false): return isEmpty ? .other : .openArray
            case ("array", true): return .closeArray
            case ("true", false): return try leaf(name, isEmpty) { _ in .flag(true) }
            case ("false", false): return try leaf(name, isEmpty) { _ in .flag(false) }
            case ("key", false): return try leaf(name, isEmpty) { .key($0) }
            case ("string", false): return try leaf(name, isEmpty) { .text($0) }
            case ("data", false): return try leaf(name, isEmpty) { .data(Hex.text(Base64.bytes($0) ?? [])) }
            case ("integer", false), ("real", false), ("date", false):
                return try leaf(name, isEmpty) { _ in .other }
            default: throw fault("<\(name.prefix(20))> is no element of a property list")
            }
        }
    }

    private func fault(_ reason: String) -> RecordFault {
        RecordFault("no XML property list: \(reason), byte \(index)")
    }

    private func stands(_ text: StaticString) -> Bool {
        var place = index
        for byte in text.description.utf8 {
            guard place < bytes.count, bytes[place] == byte else { return false }
            place += 1
        }
        return true
    }

    private mutating func skip(past end: StaticString) throws(RecordFault) {
        while index < bytes.count {
            if stands(end) {
                index += end.utf8CodeUnitCount
                return
            }
            index += 1
        }
        throw fault("it ends inside of markup")
    }

    /// White space, comments, instructions and the document type.
    private mutating func skipMisc() throws(RecordFault) {
        if index == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        while index < bytes.count {
            if bytes[index] <= 0x20 {
                index += 1
            } else if stands("<?") {
                try skip(past: "?>")
            } else if stands("<!--") {
                try skip(past: "-->")
            } else if stands("<!DOCTYPE") {
                while index < bytes.count, bytes[index] != 0x3E {
                    guard bytes[index] != 0x5B else { throw fault("declarations of its own are not read") }
                    index += 1
                }
                index += 1
            } else {
                return
            }
        }
    }

    /// Reads `<name …>`, `</name>` or `<name/>`.
    private mutating func tag() throws(RecordFault) -> (name: String, isEnd: Bool, isEmpty: Bool) {
        guard bytes[index] == 0x3C else { throw fault("text where an element was expected") }
        index += 1
        let isEnd = index < bytes.count && bytes[index] == 0x2F
        if isEnd { index += 1 }
        let start = index
        while index < bytes.count, bytes[index] != 0x3E, bytes[index] != 0x2F, bytes[index] > 0x20 {
            index += 1
        }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        while index < bytes.count, bytes[index] != 0x3E { index += 1 }
        guard index < bytes.count else { throw fault("it ends inside of an element") }
        index += 1
        return (name, isEnd, bytes[index - 2] == 0x2F)
    }

    /// Reads the text of an element up to its end.
    private mutating func leaf(
        _ name: String, _ isEmpty: Bool, _ event: (String) -> Event
    ) throws(RecordFault) -> Event {
        guard !isEmpty else { return event("") }
        var text: [UInt8] = []
        while index < bytes.count {
            if stands("<![CDATA[") {
                index += 9
                let start = index
                try skip(past: "]]>")
                text.append(contentsOf: bytes[start..<(index - 3)])
            } else if stands("<!--") {
                try skip(past: "-->")
            } else if bytes[index] == 0x3C {
                let end = try tag()
                guard end.isEnd, end.name == name else { throw fault("<\(name)> is not closed") }
                return event(String(decoding: text, as: UTF8.self))
            } else if bytes[index] == 0x26 {
                text.append(contentsOf: try entity())
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        throw fault("<\(name)> is not closed")
    }

    /// Reads `&amp;`, `&#233;` and the like.
    private mutating func entity() throws(RecordFault) -> [UInt8] {
        let rest = bytes[(index + 1)...].prefix(12)
        guard let end = rest.firstIndex(of: 0x3B) else { throw fault("an entity is not closed") }
        let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        let named: [String: UInt8] = ["amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27]
        if let byte = named[name] {
            index = end + 1
            return [byte]
        }
        let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
        guard name.hasPrefix("#"), let code = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10),
            let scalar = Unicode.Scalar(code)
        else { throw fault("an entity that XML does not have") }
        index = end + 1
        return Array(String(Character(scalar)).utf8)
    }
}
