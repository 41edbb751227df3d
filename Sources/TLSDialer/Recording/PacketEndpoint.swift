import CertificateChains

/// One side of a conversation as packets name it: an address of 4 or 16 bytes, and a port.
struct PacketEndpoint {
    let address: [UInt8]
    let port: UInt16

    private static let tcp: UInt8 = 6
    private static let hopLimit: UInt8 = 64

    /// Both sides in one family; an address that is unknown, or of the other family, is the documentation's.
    ///
    /// Source: RFC 5737 and RFC 3849 for the addresses that stand for nobody.
    static func pair(_ local: String?, _ remote: String?) -> (client: PacketEndpoint, server: PacketEndpoint)
    {
        let client = local.flatMap(PacketEndpoint.init)
        let server = remote.flatMap(PacketEndpoint.init)
        let isIPv6 = (server ?? client)?.address.count == 16
        func unknown(_ last: UInt8, port: UInt16) -> PacketEndpoint {
            let address: [UInt8] =
                isIPv6
                ? [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [last] : [192, 0, 2, last]
            return PacketEndpoint(address: address, port: port)
        }
        let fitting = client.flatMap { $0.address.count == (isIPv6 ? 16 : 4) ? $0 : nil }
        return (fitting ?? unknown(1, port: client?.port ?? 49_152), server ?? unknown(2, port: 443))
    }

    private init(address: [UInt8], port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Reads `192.0.2.1:443` or `[2001:db8::1]:443`.
    private init?(_ text: String) {
        guard let endpoint = Endpoint(text), let port = UInt16(exactly: endpoint.port),
            let address = IPAddress(endpoint.host)
        else { return nil }
        self.init(address: address.octets, port: port)
    }

    /// What the checksum of TCP covers beside the segment (RFC 9293 section 3.1; RFC 8200 section 8.1).
    func pseudoHeader(to target: PacketEndpoint, count: Int) -> [UInt8] {
        var header = address + target.address
        if address.count == 16 {
            header.appendBigEndian(UInt32(truncatingIfNeeded: count))
            header += [0, 0, 0, Self.tcp]
        } else {
            header += [0, Self.tcp]
            header.appendBigEndian(UInt16(truncatingIfNeeded: count))
        }
        return header
    }

    /// The IP header of a packet with `count` bytes of TCP (RFC 791, RFC 8200).
    func header(to target: PacketEndpoint, count: Int) -> [UInt8] {
        guard address.count == 4 else {
            var header: [UInt8] = [0x60, 0, 0, 0]
            header.appendBigEndian(UInt16(truncatingIfNeeded: count))
            return header + [Self.tcp, Self.hopLimit] + address + target.address
        }
        var header: [UInt8] = [0x45, 0]
        header.appendBigEndian(UInt16(truncatingIfNeeded: 20 + count))
        header += [0, 0, 0x40, 0, Self.hopLimit, Self.tcp, 0, 0] + address + target.address
        let checksum = InternetChecksum.of(header)
        header[10] = UInt8(truncatingIfNeeded: checksum >> 8)
        header[11] = UInt8(truncatingIfNeeded: checksum)
        return header
    }
}
