/// An IPv4 or IPv6 address as bytes in network order.
///
/// Reads what logs write: a port behind an IPv4 address or a bracketed IPv6 address and a zone are dropped,
/// and an IPv4 address mapped into IPv6 counts as IPv4.    Source: RFC 4291 section 2.2, RFC 6943 section
/// 3.1.1 (strict IPv4 only).
public struct InternetAddress: Hashable, Sendable {
    /// Four bytes, or sixteen.
    public let bytes: [UInt8]

    /// The longest text of an address, with brackets, zone and port.
    ///
    /// Source: INET6_ADDRSTRLEN 46, IFNAMSIZ 16.
    public static let longestText = 80

    public init?(_ text: String) {
        guard text.utf8.count <= Self.longestText else { return nil }
        var rest = text[...]
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { return nil }
            rest = rest[rest.index(after: rest.startIndex)..<close]
        } else if rest.count(where: { $0 == ":" }) == 1 {
            rest = rest.prefix { $0 != ":" }
        }
        rest = rest.prefix { $0 != "%" }
        guard let parsed = rest.contains(":") ? Self.version6(rest) : Self.version4(rest) else { return nil }
        let mapped =
            parsed.count == 16 && parsed.prefix(10).allSatisfy { $0 == 0 } && parsed[10...11] == [255, 255]
        bytes = mapped ? Array(parsed[12...]) : parsed
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            guard (1...3).contains(part.count), part.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                return nil
            }
            return UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            guard let bytes = groups(text), bytes.count == 16 else { return nil }
            return bytes
        }
        guard let front = groups(text[..<gap.lowerBound]), let back = groups(text[gap.upperBound...]),
            front.count + back.count <= 14
        else { return nil }
        return front + Array(repeating: 0, count: 16 - front.count - back.count) + back
    }

    /// Reads groups of hex with colons between them, the last of which may be an IPv4 address.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let tail = version4(part) else { return nil }
                bytes += tail
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }

    /// Whether it belongs to a private network, as a load balancer's does.
    ///
    /// Source: RFC 1918, 6598, 4193, 3927.
    public var isPrivate: Bool { AddressRange.privateNetworks.contains { $0.contains(self) } }
}

/// A range of addresses in CIDR notation.
///
/// Source: RFC 4632 section 3.1, RFC 4291 section 2.3.
public struct AddressRange: Hashable, Sendable {
    /// The address before the stroke.
    public let network: InternetAddress
    /// Bits that must agree.
    public let length: Int

    /// What belongs to private networks.
    ///
    /// Source: RFC 1918, 6598, 4193, 3927.
    public static let privateNetworks = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "fc00::/7", "fe80::/10", "::1/128",
    ].compactMap { AddressRange($0) }

    /// An address alone is a range of one; bits of the address behind the prefix are ignored.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let network = InternetAddress(String(first)) else {
            return nil
        }
        let bits = network.bytes.count * 8
        guard parts.count == 2 else {
            self.network = network
            length = bits
            return
        }
        guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let length = Int(parts[1]), length <= bits
        else {
            return nil
        }
        self.network = network
        self.length = length
    }

    public func contains(_ address: InternetAddress) -> Bool {
        guard address.bytes.count == network.bytes.count else { return false }
        let whole = length / 8
        guard address.bytes.prefix(whole) == network.bytes.prefix(whole) else { return false }
        let rest = length % 8
        guard rest > 0, whole < network.bytes.count else { return true }
        return (address.bytes[whole] ^ network.bytes[whole]) >> UInt8(8 - rest) == 0
    }
}
