import Casework

/// A range of addresses that no public name should resolve to.
struct SpecialNetwork: Hashable {
    let name: String
    private let ranges: [AddressRange]

    private init(_ name: String, _ ranges: [String]) {
        self.name = name
        self.ranges = ranges.compactMap { AddressRange($0) }
    }

    /// Source: RFC 6890 with RFC 1918, 6598, 1122, 3927, 2544, 4193 and 4291.
    private static let all = [
        SpecialNetwork("private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]),
        SpecialNetwork("carrier-grade", ["100.64.0.0/10"]),
        SpecialNetwork("loopback", ["127.0.0.0/8", "::1/128"]),
        SpecialNetwork("unspecified", ["0.0.0.0/8", "::/128"]),
        SpecialNetwork("link-local", ["169.254.0.0/16", "fe80::/10"]),
        SpecialNetwork("benchmark", ["198.18.0.0/15"]),
    ]

    /// The network that an address belongs to; `nil` for a public one, or for what is no address.
    static func holding(_ text: String) -> SpecialNetwork? {
        guard let address = InternetAddress(text) else { return nil }
        return all.first { $0.ranges.contains { $0.contains(address) } }
    }
}
