/// An IPv4 or IPv6 address as octets, parsed and written without the system's resolver.
///
/// Source: RFC 4291 section 2.2 for the text forms, RFC 5952 for the one that is written.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 octets.
    package let octets: [UInt8]

    package init?(octets: [UInt8]) {
        guard octets.count == 4 || octets.count == 16 else { return nil }
        self.octets = octets
    }

    /// Reads dotted IPv4 or colon IPv6, the latter with or without brackets; a zone is dropped.
    package init?(_ text: String) {
        var body = Substring(text)
        if body.hasPrefix("["), body.hasSuffix("]") { body = body.dropFirst().dropLast() }
        let bare = body.prefix { $0 != "%" }
        guard bare.utf8.count <= 45 else { return nil }
        if let octets = bare.contains(":") ? IPAddress.v6(bare) : IPAddress.v4(bare) {
            self.octets = octets
        } else {
            return nil
        }
    }

    package var description: String {
        if octets.count == 4 { return octets.map(String.init).joined(separator: ".") }
        var groups: [UInt16] = []
        for index in stride(from: 0, to: 16, by: 2) {
            groups.append(UInt16(octets[index]) << 8 | UInt16(octets[index + 1]))
        }
        guard let zeros = IPAddress.longestZeroRun(groups) else { return IPAddress.joined(groups[...]) }
        return IPAddress.joined(groups[..<zeros.lowerBound]) + "::"
            + IPAddress.joined(groups[zeros.upperBound...])
    }

    private static func v4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> UInt8? in
            let digits = part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard digits, part.count <= 3, part.count == 1 || part.first != "0" else { return nil }
            return UInt8(part)
        }
        return octets.count == 4 ? octets : nil
    }

    private static func v6(_ text: Substring) -> [UInt8]? {
        if let gap = text.firstRange(of: "::") {
            let tail = text[gap.upperBound...]
            guard !tail.contains("::"), let front = groups(text[..<gap.lowerBound], mayEndInV4: false),
                let back = groups(tail, mayEndInV4: true), front.count + back.count <= 14
            else { return nil }
            return front + Array(repeating: 0, count: 16 - front.count - back.count) + back
        }
        guard let whole = groups(text, mayEndInV4: true), whole.count == 16 else { return nil }
        return whole
    }

    private static func groups(_ text: Substring, mayEndInV4: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", maxSplits: 8, omittingEmptySubsequences: false)
        var octets: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, mayEndInV4, part.contains(".") {
                guard let embedded = v4(part) else { return nil }
                octets += embedded
            } else {
                let hex = part.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
                guard hex, (1...4).contains(part.count), let group = UInt16(part, radix: 16) else {
                    return nil
                }
                octets += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return octets
    }

    private static func joined(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first longest run of at least two zero groups.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start: Int?
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 {
                start = start ?? index
            } else if let first = start {
                if index - first >= 2, index - first > (best?.count ?? 0) { best = first..<index }
                start = nil
            }
        }
        return best
    }
}
