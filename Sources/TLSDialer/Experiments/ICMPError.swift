import NIOCore
import TLSHandshake

/// What a router says of a TCP segment that it did not pass on.
struct ICMPError: Hashable, Sendable {
    enum Kind: Sendable {
        /// The number of hops was used up.
        case timeExceeded
        /// There is no way, or none that is allowed.
        case unreachable
    }

    let kind: Kind
    /// Of the segment that the router quotes.
    let sourcePort: Int
    let destinationPort: Int

    /// Reads an ICMP message with the IPv4 header before it, as raw sockets give it.
    ///
    /// Absent for any other message, and where the quotation is too short to hold the ports. Source: RFC 792.
    init?(ipv4 packet: [UInt8]) {
        var reader = PacketReader(packet)
        guard reader.skipIPv4Header(), let type = reader.byte() else { return nil }
        switch type {
        case 11: kind = .timeExceeded
        case 3: kind = .unreachable
        default: return nil
        }
        guard reader.skip(7), reader.skipIPv4Header(protocol: 6), let ports = reader.ports() else {
            return nil
        }
        (sourcePort, destinationPort) = ports
    }

    /// Reads an ICMPv6 message without an IPv6 header, as raw sockets give it.
    ///
    /// A quoted segment behind extension headers is not read: this client sends none. Source: RFC 4443.
    init?(ipv6 message: [UInt8]) {
        var reader = PacketReader(message)
        switch reader.byte() {
        case 3: kind = .timeExceeded
        case 1: kind = .unreachable
        default: return nil
        }
        guard reader.skip(7), reader.skip(6), reader.byte() == 6, reader.skip(33), let ports = reader.ports()
        else { return nil }
        (sourcePort, destinationPort) = ports
    }
}

/// Walks through a packet without ever leaving it.
private struct PacketReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func skip(_ count: Int) -> Bool {
        guard rest.count >= count else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    /// Skips a header of whatever length it says; fails if it carries another protocol than the one given.
    mutating func skipIPv4Header(protocol number: UInt8? = nil) -> Bool {
        guard let first = rest.first, first >> 4 == 4 else { return false }
        let length = Int(first & 15) * 4
        guard length >= 20, rest.count >= length else { return false }
        if let number, rest.dropFirst(9).first != number { return false }
        return skip(length)
    }

    mutating func ports() -> (Int, Int)? {
        guard let a = byte(), let b = byte(), let c = byte(), let d = byte() else { return nil }
        return (Int(a) << 8 | Int(b), Int(c) << 8 | Int(d))
    }
}
