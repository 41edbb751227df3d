extension Redaction {
    /// A line of a log whose credentials are marked: `name=value`, `name: value`, JSON members, `Bearer …`,
    /// and the user of a URL.
    ///
    /// Only what looks like a credential goes: `token: expired` and `Code=-1202` are evidence.
    static func line(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            result.append(byte)
            index += 1
            guard byte == 0x3D || byte == 0x3A || byte == 0x20 else { continue }
            if byte == 0x3A, bytes[index...].starts(with: "//".utf8) {
                index = skipUser(bytes, index, &result)
                continue
            }
            let name = nameBefore(index - 1, in: bytes)
            guard !name.isEmpty else { continue }
            let start = byte == 0x20 ? index : valueStart(index, in: bytes)
            let end = valueEnd(start, in: bytes, name: name, separator: byte)
            guard end > start, isCredential(bytes[start..<end], name: name, separator: byte) else { continue }
            result.append(contentsOf: bytes[index..<start])
            result.append(contentsOf: mark.utf8)
            index = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let quotes: [UInt8] = [0x22, 0x27, 0x5C]

    /// The name that ends before an offset, in lower case, letters only.
    private static func nameBefore(_ offset: Int, in bytes: [UInt8]) -> String {
        var end = offset
        while end > 0, quotes.contains(bytes[end - 1]) { end -= 1 }
        var start = end
        while start > 0, end - start < 64, isNamePart(bytes[start - 1]) { start -= 1 }
        return String(
            decoding: bytes[start..<end].filter { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }, as: UTF8.self
        )
        .lowercased()
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == 0x5F || byte == 0x2D || byte == 0x2E
    }

    private static func valueStart(_ offset: Int, in bytes: [UInt8]) -> Int {
        var start = offset
        while start < bytes.count, bytes[start] == 0x20 || quotes.contains(bytes[start]) { start += 1 }
        return start
    }

    /// A header's value ends with the line, any other with the word.
    private static func valueEnd(_ start: Int, in bytes: [UInt8], name: String, separator: UInt8) -> Int {
        if separator == 0x3A, name.hasSuffix("authorization") || name.hasSuffix("cookie") {
            return bytes.count
        }
        let ends: [UInt8] = [0x20, 0x09, 0x22, 0x27, 0x26, 0x2C, 0x3B, 0x29, 0x3E, 0x5C, 0x7D, 0x5D]
        return bytes[start...].firstIndex { ends.contains($0) } ?? bytes.count
    }

    private static func isCredential(_ value: ArraySlice<UInt8>, name: String, separator: UInt8) -> Bool {
        if separator == 0x20 { return name == "bearer" || name == "basic" && looksRandom(value) }
        if ["authorization", "cookie", "password", "passwd", "secret"].contains(where: { name.hasSuffix($0) })
        {
            return true
        }
        let isNamed = ["token", "apikey", "consumerkey", "signature", "jwt", "bearer"].contains {
            name.hasSuffix($0)
        }
        return isNamed && (separator == 0x3D || looksRandom(value))
    }

    /// Twelve or more characters with a digit among them: no word of a language.
    private static func looksRandom(_ value: ArraySlice<UInt8>) -> Bool {
        value.count >= 12 && value.contains { 0x30...0x39 ~= $0 || $0 == 0x3D }
    }

    /// Passes `//user:password@` with the user marked.
    private static func skipUser(_ bytes: [UInt8], _ start: Int, _ result: inout [UInt8]) -> Int {
        result.append(contentsOf: "//".utf8)
        let authority = bytes[(start + 2)...].prefix {
            $0 > 0x20 && ![0x2F, 0x3F, 0x23, 0x22, 0x27].contains($0)
        }
        guard let at = authority.lastIndex(of: 0x40), at > authority.startIndex else { return start + 2 }
        result.append(contentsOf: mark.utf8)
        return at
    }
}
