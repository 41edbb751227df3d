/// Turns UTF-16 text, with or without a byte order mark, into UTF-8, chunk by chunk; UTF-8 passes through
/// unchanged.
///
/// Spreadsheets export UTF-16 under the name "Unicode text". Half a surrogate pair becomes U+FFFD and is
/// counted.
public struct TextDecoding: Sendable {
    /// The encoding that the first two bytes tell.
    public enum Encoding: String, Sendable, Hashable {
        case utf8 = "UTF-8"
        case utf16LittleEndian = "UTF-16LE"
        case utf16BigEndian = "UTF-16BE"
    }

    /// The encoding; nil before the first two bytes.
    public private(set) var encoding: Encoding?
    /// Characters that could not be read.
    public private(set) var replacements = 0
    private var pending: [UInt8] = []
    private var high: UInt32?

    public init() {}

    /// The next chunk as UTF-8, without the byte order mark of UTF-16.
    public mutating func decode(_ chunk: [UInt8]) -> [UInt8] {
        var bytes = chunk
        if encoding == nil {
            bytes = pending + chunk
            guard bytes.count >= 2 else {
                pending = bytes
                return []
            }
            pending = []
            switch (bytes[0], bytes[1]) {
            case (0xFF, 0xFE): encoding = .utf16LittleEndian
            case (0xFE, 0xFF): encoding = .utf16BigEndian
            // Without a mark: the header of a table begins with an ASCII letter or a quotation mark.
            case (0x20...0x7E, 0): encoding = .utf16LittleEndian
            case (0, 0x20...0x7E): encoding = .utf16BigEndian
            default: encoding = .utf8
            }
            if bytes[0] >= 0xFE, encoding != .utf8 { bytes.removeFirst(2) }
        }
        return encoding == .utf8 ? bytes : units(pending + bytes)
    }

    /// What is left at the end of the stream.
    public mutating func finish() -> [UInt8] {
        var rest = encoding == nil ? pending : []
        if encoding != nil, encoding != .utf8, !pending.isEmpty || high != nil {
            replacements += 1
            rest = Array("\u{FFFD}".utf8)
        }
        pending = []
        high = nil
        return rest
    }

    private mutating func units(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index + 1 < bytes.count {
            let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
            add(encoding == .utf16BigEndian ? first << 8 | second : second << 8 | first, to: &text)
            index += 2
        }
        pending = Array(bytes[index...])
        return text
    }

    private mutating func add(_ unit: UInt32, to text: inout [UInt8]) {
        if let lead = high {
            high = nil
            if 0xDC00...0xDFFF ~= unit {
                append(0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00), to: &text)
                return
            }
            append(0xFFFD, to: &text)
            replacements += 1
        }
        switch unit {
        case 0xD800...0xDBFF: high = unit
        case 0xDC00...0xDFFF:
            append(0xFFFD, to: &text)
            replacements += 1
        default: append(unit, to: &text)
        }
    }

    private func append(_ value: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { return }
        text.append(contentsOf: encoded)
    }
}
