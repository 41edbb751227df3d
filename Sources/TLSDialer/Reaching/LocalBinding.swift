import NIOCore
import NIOPosix

/// How sockets are tied to one end on this machine.
struct LocalBinding: Sendable {
    /// How it is done.
    enum Way: Sendable, Hashable {
        /// The system chooses.
        case free
        /// The socket is bound to one of these addresses, by the family of the destination.
        case addresses([SocketAddress])
        /// The system sends through this interface, whatever its routes say.
        case device(InterfaceName)
    }

    let way: Way
    /// The interface that was asked for.
    let interface: String?

    static let free = LocalBinding(way: .free, interface: nil)

    private init(way: Way, interface: String?) {
        self.way = way
        self.interface = interface
    }

    /// Tries on sockets that are closed again what the system permits.
    ///
    /// Where it does not let this user bind to a device, the addresses of the interface are bound instead.
    init(
        _ source: LocalEnd?,
        refusal: (InterfaceName) -> String? = { LocalSocket.refusal(ofBinding: $0) }
    ) throws(LocalEndError) {
        switch source {
        case nil:
            self = .free
        case .address(let text):
            guard let address = try? SocketAddress(ipAddress: text, port: 0) else { throw .noAddress(text) }
            if let reason = LocalSocket.refusal(ofBinding: address) {
                throw .unusableAddress(text, reason: reason)
            }
            self.init(way: .addresses([address]), interface: nil)
        case .interface(let text):
            guard let name = InterfaceName(text) else {
                throw .noInterface(text, known: InterfaceName.known)
            }
            guard let reason = refusal(name) else {
                self.init(way: .device(name), interface: text)
                return
            }
            let addresses = name.addresses
            guard !addresses.isEmpty else { throw .noAddressOfInterface(text, reason: reason) }
            self.init(way: .addresses(addresses), interface: text)
        }
    }

    /// What the transcript says of an interface: `device`, or `address` if only its address is bound.
    var kind: String? {
        guard interface != nil else { return nil }
        if case .device = way { return "device" }
        return "address"
    }

    /// The local address for a destination, absent where the system chooses.
    ///
    /// Throws: ``NoFamily`` if there is none that can reach it.
    func address(for destination: SocketAddress) throws(NoFamily) -> SocketAddress? {
        guard case .addresses(let addresses) = way else { return nil }
        let family = AddressFamily(of: destination)
        guard let address = addresses.first(where: family.admits) else {
            throw NoFamily(family: family, source: interface ?? addresses.first?.ipAddress ?? "")
        }
        return address
    }

    /// Ties a fresh channel to the device.
    func prepare(_ channel: any Channel, for destination: SocketAddress) -> EventLoopFuture<Void> {
        guard case .device(let name) = way else { return channel.eventLoop.makeSucceededVoidFuture() }
        return name.bind(channel, AddressFamily(of: destination))
    }

    /// The source and the destination do not belong together.
    struct NoFamily: Error, CustomStringConvertible {
        let family: AddressFamily
        let source: String

        var description: String { "\(source) has no \(family.text) address to connect from" }
    }
}
