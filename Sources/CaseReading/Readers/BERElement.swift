/// One element of BER: tag, length, content; lengths may be indefinite.
///
/// Source: X.690 section 8.1. Server tokens are written so (AE 2.1), which a reader of DER refuses.
struct BERElement {
    /// The deepest nesting; a token has eight levels.
    private static let maximumDepth = 32
    /// The most elements that are looked at for the end of an indefinite length.
    private static let maximumElements = 10_000

    let tag: UInt8
    let content: Range<Int>
    /// Behind the element, with its end-of-contents where it has one.
    let end: Int

    /// Reads the element at an offset; `nil` where it is damaged or reaches over the limit.
    init?(_ bytes: [UInt8], at start: Int, below limit: Int) {
        var budget = Self.maximumElements
        self.init(bytes, start, limit, depth: 0, budget: &budget)
    }

    private init?(_ bytes: [UInt8], _ start: Int, _ limit: Int, depth: Int, budget: inout Int) {
        budget -= 1
        guard depth < Self.maximumDepth, budget > 0, start >= 0, limit <= bytes.count, start + 2 <= limit,
            bytes[start] & 0x1F != 0x1F
        else { return nil }
        tag = bytes[start]
        let first = Int(bytes[start + 1])
        guard first != 0x80 else {
            var next = start + 2
            while next + 2 <= limit {
                if bytes[next] == 0, bytes[next + 1] == 0 {
                    content = (start + 2)..<next
                    end = next + 2
                    return
                }
                guard let child = Self(bytes, next, limit, depth: depth + 1, budget: &budget) else {
                    return nil
                }
                next = child.end
            }
            return nil
        }
        var length = first
        var header = 2
        if first > 0x80 {
            let count = first & 0x7F
            guard (1...4).contains(count), start + 2 + count <= limit else { return nil }
            length = bytes[(start + 2)..<(start + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
            header += count
        }
        guard length <= limit - start - header else { return nil }
        content = (start + header)..<(start + header + length)
        end = content.upperBound
    }

    /// The elements inside, up to a number of them; `nil` where one is damaged.
    func children(in bytes: [UInt8], most: Int = 64) -> [BERElement]? {
        var found: [BERElement] = []
        var next = content.lowerBound
        while next < content.upperBound, found.count < most {
            guard let child = BERElement(bytes, at: next, below: content.upperBound) else { return nil }
            found.append(child)
            next = child.end
        }
        return found
    }
}
