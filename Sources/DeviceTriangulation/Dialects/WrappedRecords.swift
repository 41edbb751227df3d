internal import OpenFormats

/// Device records inside a record that is none itself.
///
/// Rules: 1. `devices` as an object keyed by serial: the details and assignment answers of Apple's device
/// assignment service; a bare word under a serial is its status.  2. `devices` as an array: an entry of
/// Mosyle's `response`.  3. one object under `host`, `device`, `data` or `computer`: the answer to a request
/// for one device.  4. an entry that says that no device was found holds none.
enum WrappedRecords {
    /// The most records of one wrapping: a page of any source is smaller.
    static let maximumRecords = 100_000
    private static let singleKeys = ["host", "device", "data", "computer"]

    /// The records inside, each as JSON; nil where the record wraps nothing that is known.
    static func unwrap(_ bytes: Span<UInt8>) -> [[UInt8]]? {
        var scanner = JSONScanner()
        var records: [[UInt8]]?
        var isEmptyAnswer = false
        do throws(JSONError) {
            scanner.skipByteOrderMark(in: bytes)
            guard try scanner.kind(in: bytes) == .object else { return nil }
            try scanner.beginObject(in: bytes)
            while let key = try scanner.nextKey(in: bytes) {
                let name = bytes.text(key.range)
                let kind = try scanner.kind(in: bytes)
                switch (name, kind) {
                case ("devices", .object): records = try keyed(&scanner, bytes)
                case ("devices", .array): records = try listed(&scanner, bytes)
                case (_, .object) where singleKeys.contains(name):
                    let inner = bytes.array(try value(&scanner, bytes))
                    if records == nil { records = [inner] }
                case ("status", .string):
                    isEmptyAnswer = bytes.text(try scanner.string(in: bytes).range).hasSuffix("_NOTFOUND")
                default: try scanner.skip(in: bytes)
                }
            }
        } catch {
            return nil
        }
        return records ?? (isEmptyAnswer ? [] : nil)
    }

    /// The place of the next value.
    private static func value(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws(JSONError) -> Range<
        Int
    > {
        _ = try scanner.kind(in: bytes)
        let start = scanner.offset
        try scanner.skip(in: bytes)
        return start..<scanner.offset
    }

    private static func listed(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>
    ) throws(JSONError) -> [[UInt8]] {
        var records: [[UInt8]] = []
        try scanner.beginArray(in: bytes)
        while try scanner.nextElement(in: bytes) {
            let range = try value(&scanner, bytes)
            if records.count < maximumRecords { records.append(bytes.array(range)) }
        }
        return records
    }

    private static func keyed(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>
    ) throws(JSONError) -> [[UInt8]] {
        var records: [[UInt8]] = []
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            let head = Array("{\"serial_number\":\"".utf8) + bytes.array(key.range) + Array("\"".utf8)
            let kind = try scanner.kind(in: bytes)
            let body = bytes.array(try value(&scanner, bytes))
            guard records.count < maximumRecords else { continue }
            switch kind {
            case .string: records.append(head + Array(",\"response_status\":".utf8) + body + [0x7D])
            case .object: records.append(head + members(of: body))
            case .number, .bool, .null, .array: break
            }
        }
        return records
    }

    /// What stands in an object, with a comma before it where there is anything, and its closing brace.
    ///
    /// The serial that the object repeats itself is left out: a key given twice would count as a fault.
    private static func members(of object: [UInt8]) -> [UInt8] {
        var scanner = JSONScanner()
        let bytes = object.span
        var kept: [UInt8] = []
        do throws(JSONError) {
            try scanner.beginObject(in: bytes)
            while let key = try scanner.nextKey(in: bytes) {
                let range = try value(&scanner, bytes)
                if bytes.text(key.range) == "serial_number" { continue }
                kept += [0x2C, 0x22] + bytes.array(key.range) + [0x22, 0x3A] + bytes.array(range)
            }
        } catch {
            return [0x7D]
        }
        return kept + [0x7D]
    }
}
