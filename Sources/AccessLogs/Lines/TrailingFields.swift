internal import OpenFormats

/// Reads what a site adds after the combined format: the forwarded address and the time that the request took.
///
/// Rules: 1. `rt=0.004`, `request_time=`, `urt="0.004"`, `xff="…"`: by name.  2. without a name, the first number with
/// three digits behind the point is the duration in seconds (nginx's `$request_time`).  3. without a name, a list of
/// addresses in quotation marks is `X-Forwarded-For`. A whole number without a name says nothing: it may be bytes,
/// microseconds or a port.
enum TrailingFields {
    private static let durationNames = ["rt", "request_time", "reqtime", "duration", "time"].map {
        Array($0.utf8)
    }
    private static let forwardedNames = ["xff", "x_forwarded_for", "x-forwarded-for", "forwarded_for", "fwd"]
        .map { Array($0.utf8) }
    /// The longest name that a field is known by.
    private static let nameBytes = 20

    static func read(_ line: Span<UInt8>, from start: Int, into fields: inout RequestFields) {
        var cursor = start
        while cursor < line.count {
            if line[cursor] == 0x20 {
                cursor &+= 1
                continue
            }
            let name = name(line, at: cursor)
            cursor = name.isEmpty ? cursor : name.upperBound &+ 1
            guard cursor < line.count else { return }
            let isQuoted = line[cursor] == 0x22
            let begin = isQuoted ? cursor &+ 1 : cursor
            var end = begin
            if isQuoted {
                end = CombinedLine.closingQuote(line, from: begin)
            } else {
                while end < line.count, line[end] != 0x20 { end &+= 1 }
            }
            take(line, name, begin..<end, isQuoted, &fields)
            cursor = end &+ 1
        }
    }

    /// The name before an equals sign; empty where there is none.
    private static func name(_ line: Span<UInt8>, at start: Int) -> Range<Int> {
        var end = start
        while end < line.count, end - start <= nameBytes, line[end] != 0x20, line[end] != 0x22 {
            if line[end] == 0x3D { return start..<end }
            end += 1
        }
        return start..<start
    }

    private static func take(
        _ line: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>, _ isQuoted: Bool,
        _ fields: inout RequestFields
    ) {
        guard !value.isEmpty else { return }
        if name.isEmpty {
            if fields.duration < 0, Decimal.isSeconds(line, value), let time = Decimal.millionths(line, value)
            {
                fields.duration = time
            } else if isQuoted, fields.forwarded.isEmpty, isAddressList(line, value) {
                fields.forwarded = value
            }
        } else if fields.duration < 0, isName(line, name, durationNames),
            let time = Decimal.millionths(line, value)
        {
            fields.duration = time
        } else if isName(line, name, forwardedNames) {
            fields.forwarded = value
        }
    }

    private static func isName(_ line: Span<UInt8>, _ range: Range<Int>, _ names: [[UInt8]]) -> Bool {
        names.contains { name in
            name.count == range.count
                && name.indices.allSatisfy { line[range.lowerBound + $0] | 0x20 == name[$0] | 0x20 }
        }
    }

    /// Addresses with commas and spaces between them.
    private static func isAddressList(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        while start < range.upperBound {
            while start < range.upperBound, line[start] == 0x20 || line[start] == 0x2C { start += 1 }
            var end = start
            while end < range.upperBound, line[end] != 0x2C, line[end] != 0x20 { end += 1 }
            guard end > start else { break }
            guard CombinedLine.looksLikeAddress(line, start..<end) else { return false }
            start = end
        }
        return true
    }
}
