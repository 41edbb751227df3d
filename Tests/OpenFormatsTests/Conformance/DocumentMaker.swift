import ForensicsTestKit

/// Makes JSON documents from a seed, most of them sound and many of them damaged.
struct DocumentMaker {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

    private mutating func pick<Element>(_ list: [Element], or other: Element) -> Element {
        list.randomElement(using: &generator) ?? other
    }

    /// The next document: two of five are sound.
    mutating func next() -> [UInt8] {
        var bytes: [UInt8] = []
        space(&bytes)
        value(&bytes, room: 4)
        space(&bytes)
        switch below(20) {
        case 0..<8: break
        case 8..<11: for _ in 0...below(3) { damageByte(&bytes) }
        case 11..<15: insertToken(&bytes)
        case 15: bytes = Array(bytes.prefix(below(bytes.count)))
        case 16: bytes = reencoded(bytes)
        case 17: bytes = nested()
        case 18: bytes += bytes
        default: bytes = pick(Self.mistakes, or: [])
        }
        return bytes
    }

    // MARK: Sound documents

    private mutating func space(_ bytes: inout [UInt8]) {
        guard below(4) == 0 else { return }
        for _ in 0...below(3) { bytes.append(pick([0x20, 0x0A, 0x0D, 0x09], or: 0x20)) }
    }

    private mutating func value(_ bytes: inout [UInt8], room: Int) {
        switch below(room > 0 ? 10 : 6) {
        case 0: bytes += Array(pick(["true", "false", "null"], or: "null").utf8)
        case 1, 2: number(&bytes)
        case 3, 4, 5: string(&bytes)
        case 6, 7: list(&bytes, room: room - 1)
        default: object(&bytes, room: room - 1)
        }
    }

    private mutating func list(_ bytes: inout [UInt8], room: Int) {
        bytes.append(0x5B)
        for index in 0..<below(4) {
            if index > 0 { bytes.append(0x2C) }
            space(&bytes)
            value(&bytes, room: room)
            space(&bytes)
        }
        bytes.append(0x5D)
    }

    private mutating func object(_ bytes: inout [UInt8], room: Int) {
        bytes.append(0x7B)
        let count = below(30) == 0 ? 25 : below(4)
        for index in 0..<count {
            if index > 0 { bytes.append(0x2C) }
            space(&bytes)
            if below(3) == 0 { bytes += Array(#""\#(below(3))""#.utf8) } else { string(&bytes) }
            space(&bytes)
            bytes.append(0x3A)
            space(&bytes)
            value(&bytes, room: count > 20 ? 0 : room)
        }
        bytes.append(0x7D)
    }

    private mutating func number(_ bytes: inout [UInt8]) {
        var text = below(3) == 0 ? "-" : ""
        switch below(8) {
        case 0: text += "0"
        case 1: text += pick(Self.numbers, or: "1")
        case 2: text += "\(1 + below(9))" + String((0..<below(400)).map { _ in Character("\(below(10))") })
        default: text += "\(below(1_000_000))"
        }
        if below(3) == 0 { text += "." + String((0...below(18)).map { _ in Character("\(below(10))") }) }
        if below(4) == 0 { text += pick(["e", "E", "e+", "e-", "E-"], or: "e") + "\(below(340))" }
        bytes += Array(text.utf8)
    }

    private mutating func string(_ bytes: inout [UInt8]) {
        bytes.append(0x22)
        for _ in 0..<below(12) { bytes += Array(pick(Self.pieces, or: "a").utf8) }
        bytes.append(0x22)
    }

    private static let numbers = [
        "9223372036854775807", "9223372036854775808", "9223372036854775809", "18446744073709551616",
        "0.1", "1e308", "1.7976931348623159e308", "4.9e-324", "2.4703282292062327e-324", "1e400", "1e-400",
        "0.000000000000000000000000000001", "123456789012345678901234567890", "5e-324", "9007199254740993",
    ]
    private static let pieces = [
        "a", "serialNumber", " ", "/", "ä", "€", "\u{1F600}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FFFF}",
        "\u{10FFFF}",
        "e\u{301}", "\u{E9}", "\u{FEFF}", #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\r"#, #"\t"#,
        #"\u0000"#, #"\u00e9"#, #"\uD83D\uDE00"#, #"\ud83d\ude00"#, #"\uFFFE"#, #"\u2028"#,
    ]

    // MARK: Damage

    private mutating func damageByte(_ bytes: inout [UInt8]) {
        let place = below(bytes.count)
        switch below(4) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1 where !bytes.isEmpty: bytes.remove(at: place)
        case 2 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(below(8))
        default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: min(place, bytes.count))
        }
    }

    private mutating func insertToken(_ bytes: inout [UInt8]) {
        let token = pick(Self.tokens, or: [0])
        // Where values and texts begin it does more than anywhere.
        let marks: [UInt8] = [0x22, 0x3A, 0x2C, 0x5B, 0x7B]
        let places = bytes.indices.filter { marks.contains(bytes[$0]) }
        let place = below(3) == 0 || places.isEmpty ? below(bytes.count + 1) : pick(places, or: 0) + 1
        bytes.insert(contentsOf: token, at: min(place, bytes.count))
    }

    private static let tokens: [[UInt8]] =
        [
            "NaN", "Infinity", "-Infinity", "-NaN", "nan", "undefined", "None", "True", "0", "00", "-", "+",
            "+1", ".5",
            "1.", "1e", "0x1F", "01", "1_000", "'", "'a'", ",", ",,", ":", "[", "]", "{", "}", "//x\n",
            "/*x*/", "#",
            #"\"#, #"\x41"#, #"\u"#, #"\u12"#, #"\u12G4"#, #"\u+123"#, #"\u 123"#, #"\ud83d"#, #"\udc00"#,
            #"\ud83d\ud83d"#, #"\ud83dx"#, #"\ud83d\n"#, #"\ude00\ud83d"#, #"\a"#, #"\'"#, #"\0"#, "\n",
            "\r\n", "\t",
            "\u{B}", "\u{C}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{0}", "\u{1F}", "\u{1E}", "\u{1A}", "null",
            "nulL",
            "tru", "\"",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xFE], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xC3], [0xF0, 0x9F, 0x98],
            [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
        ]

    private static let mistakes: [[UInt8]] =
        [
            "", " ", "\n", "[", "{", "\"", "[]]", "{}{}", "[1,]", "[,1]", "[1,,2]", #"{"a"}"#, #"{"a":}"#,
            #"{"a":1,}"#,
            #"{,"a":1}"#, #"{a:1}"#, #"{1:2}"#, #"{"a" 1}"#, #"{"a":1 "b":2}"#, #"{"a":1]"#, "[1}", "[1 2]",
            "-", "--1",
            "+1", "01", "-01", "1.", ".1", "1.e1", "1e", "1e+", "1.5.5", "0x10", "1a", "nul", "truefalse",
            "NaN",
            "Infinity", "-Infinity", "\u{FEFF}{}", "{}\u{FEFF}", "\u{FEFF}", "\u{FEFF} 1",
            "\u{FEFF}\u{FEFF}1", "'a'",
            "// a\n1", "1;", "\u{0}", "{}\u{0}", "1\u{0}", #""\u0000""#, #"{"a":1,"a":2,"\u0061":3}"#,
            #"{"":0,"":1}"#, "1\n2", "\u{1E}{}\n", "[1]\u{1A}",
        ].map { Array($0.utf8) } + [
            [0xEF, 0xBB], [0xEF, 0xBB, 0xBF, 0x5B, 0x5D], [0x22, 0xEF, 0xBB, 0xBF, 0x22],
        ]

    /// The same text in UTF-16 or UTF-32, with a byte order mark or without.
    private mutating func reencoded(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let (isBig, hasMark) = (below(2) == 0, below(2) == 0)
        if below(4) == 0 {
            return (hasMark ? "\u{FEFF}" + text : text).unicodeScalars.flatMap { scalar in
                let octets = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> UInt32($0 * 8)) }
                return isBig ? octets.reversed() : octets
            }
        }
        return (hasMark ? "\u{FEFF}" + text : text).utf16.flatMap { unit in
            let octets = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return isBig ? octets.reversed() : octets
        }
    }

    /// Arrays and objects in one another: around our limit, and well beyond Python's.
    private mutating func nested() -> [UInt8] {
        let depth = below(8) == 0 ? 20_000 : 100 + below(60)
        var (before, after): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<depth {
            let isList = below(2) == 0
            before += isList ? [0x5B] : Array(#"{"a":"#.utf8)
            after.append(isList ? 0x5D : 0x7D)
        }
        return before + [0x31] + after.reversed().dropFirst(below(6) == 0 ? 1 : 0)
    }
}
