/// Tells from the first bytes what holds the records of a JSON stream.
///
/// Rules: 1. the stream begins with `[`: nested.  2. the first line is one whole object and holds no list
/// under a known key: lines; with one, or with more than one object: nested.  3. the first line breaks
/// inside a string: lines, the first one broken.  4. the first line breaks between values and the next
/// begins with `{` where only a key could stand: lines, the first one broken; else nested.
enum ContainerSniffer {
    /// The container, or nil where more bytes are needed.
    static func container(of bytes: Span<UInt8>, listKeys: [[[UInt8]]]) -> JSONRecords.Container? {
        var start = 0
        if bytes.count >= 1, bytes[0] == 0xEF {
            guard bytes.count >= 3 else { return nil }
            start = 3
        }
        while start < bytes.count, isSpace(bytes[start]) { start += 1 }
        guard start < bytes.count else { return nil }
        if bytes[start] == 0x5B { return .nested }
        let end = ByteWords.first(0x0A, in: bytes, from: start)
        guard end < bytes.count else { return nil }
        guard bytes[start] == 0x7B else { return .lines }
        let line = bytes.extracting(start..<end)
        let shape = LineShape(line)
        if shape.isInString || shape.isBroken { return .lines }
        if shape.isClosed {
            return shape.values > 1 || holdsList(line, listKeys: listKeys) ? .nested : .lines
        }
        var next = end
        while next < bytes.count, isSpace(bytes[next]) { next += 1 }
        guard next < bytes.count else { return nil }
        let mayHoldObject = shape.last == 0x3A || shape.last == 0x5B || shape.isInArray
        return bytes[next] == 0x7B && !mayHoldObject ? .lines : .nested
    }

    /// Whether the bytes are one line, begin an object or array, and end inside a text.
    static func isCut(_ bytes: Span<UInt8>) -> Bool {
        guard let start = (0..<bytes.count).first(where: { !isSpace(bytes[$0]) && bytes[$0] < 0x80 }),
            bytes[start] == 0x7B || bytes[start] == 0x5B,
            ByteWords.first(0x0A, in: bytes, from: start) == bytes.count
        else { return false }
        return LineShape(bytes.extracting(start...)).isInString
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Whether an object on one line has an array under one of the keys.
    private static func holdsList(_ line: Span<UInt8>, listKeys: [[[UInt8]]]) -> Bool {
        var scanner = JSONScanner()
        return (try? find(listKeys.map { $0[...] }, &scanner, in: line)) ?? false
    }

    private static func find(
        _ paths: [ArraySlice<[UInt8]>], _ scanner: inout JSONScanner, in line: Span<UInt8>
    ) throws(JSONError) -> Bool {
        try scanner.beginObject(in: line)
        while let key = try scanner.nextKey(in: line) {
            let name = line.array(key.range)
            let matching = paths.filter { $0.first == name }
            let kind = try scanner.kind(in: line)
            if kind == .array, matching.contains(where: { $0.count == 1 }) { return true }
            let deeper = matching.filter { $0.count > 1 }.map { $0.dropFirst() }
            if kind == .object, !deeper.isEmpty {
                if try find(deeper, &scanner, in: line) { return true }
            } else {
                try scanner.skip(in: line)
            }
        }
        return false
    }
}

/// The brackets of one line.
private struct LineShape {
    private(set) var isInString = false
    private(set) var isBroken = false
    private(set) var last: UInt8 = 0
    /// How many objects and arrays stand one after another.
    private(set) var values = 0
    private var open: [UInt8] = []

    var isClosed: Bool { open.isEmpty }
    var isInArray: Bool { open.last == 0x5B }

    init(_ line: Span<UInt8>) {
        var isEscaped = false
        for index in 0..<line.count {
            let byte = line[index]
            if !ContainerSniffer.isSpace(byte) { last = byte }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B:
                if open.isEmpty { values += 1 }
                if open.count < 1_000 { open.append(byte) } else { isBroken = true }
            case 0x7D, 0x5D:
                let opener: UInt8 = byte == 0x7D ? 0x7B : 0x5B
                if open.last == opener { open.removeLast() } else { isBroken = true }
            default: break
            }
        }
    }
}
