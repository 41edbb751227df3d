import CertificateChains

/// The end of the connection on this machine.
package enum LocalEnd: Sendable, Hashable {
    /// Connections come from this address; destinations of the other family are passed over.
    case address(String)
    /// Connections leave through this network interface.
    case interface(String)

    /// Takes an IP address as an address and anything else as the name of an interface.
    package init(_ text: String) {
        self = IPAddress(String(text.prefix { $0 != "%" })) == nil ? .interface(text) : .address(text)
    }

    /// Looks whether this machine has such an end, before anything is dialled.
    ///
    /// Throws: ``LocalEndError``.
    package func check() throws(LocalEndError) { _ = try LocalBinding(self) }
}

/// Why connections cannot start where they were meant to.
package enum LocalEndError: Error, Hashable, CustomStringConvertible {
    case noAddress(String)
    case unusableAddress(String, reason: String)
    case noInterface(String, known: [String])
    /// The system does not let this user choose the interface, and it has no address to choose instead.
    case noAddressOfInterface(String, reason: String)

    package var description: String {
        switch self {
        case .noAddress(let text): "\"\(text)\" is no IP address"
        case .unusableAddress(let address, let reason):
            "connections cannot start at \(address): \(reason)"
        case .noInterface(let name, let known):
            "there is no network interface \"\(name)\"; there are \(known.joined(separator: ", "))"
        case .noAddressOfInterface(let name, let reason):
            "connections cannot be bound to the interface \(name) (\(reason)), and it has no address either"
        }
    }
}
