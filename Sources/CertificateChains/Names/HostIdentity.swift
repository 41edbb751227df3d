/// Who the caller meant to reach: a DNS name or an address.
package enum HostIdentity: Sendable, Hashable, CustomStringConvertible {
    /// A DNS name in lower case without the trailing dot.
    case name(String)
    case address(IPAddress)

    /// Reads what a person typed; an address stays an address and is never compared with DNS names.
    package init(_ host: String) {
        if let address = IPAddress(host) {
            self = .address(address)
        } else {
            let bare = host.hasSuffix(".") ? String(host.dropLast()) : host
            self = .name(bare.lowercased())
        }
    }

    package var description: String {
        switch self {
        case .name(let name): name
        case .address(let address): address.description
        }
    }

    /// Whether this is `apple.com` or a name under it.
    package var isApple: Bool {
        guard case .name(let name) = self else { return false }
        return name == "apple.com" || name.hasSuffix(".apple.com")
    }

    /// Whether the certificate names this host.
    ///
    /// Rules: 1. an address matches only an `iPAddress` entry with the same octets. 2. a name matches a
    /// `dNSName` entry label by label without regard to ASCII case. 3. `*` stands only for the whole first
    /// label, for exactly one label, and needs two labels behind it. 4. the common name never counts.
    /// Source: RFC 9525 section 6; rule 3's second half from the CA/Browser Forum baseline.
    package func matches(_ certificate: CertificateFacts) -> Bool {
        certificate.names.contains { entry in
            switch (self, entry) {
            case (.address(let address), .ip(let octets)): address.octets == octets
            case (.name(let name), .dns(let pattern)): HostIdentity.matches(name, pattern: pattern)
            default: false
            }
        }
    }

    static func matches(_ name: String, pattern: String) -> Bool {
        let wanted = name.split(separator: ".", omittingEmptySubsequences: false)
        let offered = pattern.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard wanted.count == offered.count, !wanted.contains(where: \.isEmpty) else { return false }
        if offered.first == "*" {
            return offered.count >= 3 && wanted.dropFirst() == offered.dropFirst()
        }
        return wanted == offered
    }
}
