/// Puts a recorded conversation back into TCP segments.
///
/// A program sees bytes and no packets, so that the headers are made up: sequence numbers start at 0, every
/// piece is cut at ``segmentLimit``, acknowledgements ride on data, and what the network lost does not show.
struct SyntheticTCP {
    struct Packet {
        /// Microseconds since 1970.
        let at: Int64
        /// From the IP header on.
        let bytes: [UInt8]
    }

    /// Bytes of one segment: what an Ethernet frame leaves for IPv6 and TCP with timestamps.
    static let segmentLimit = 1_428

    private enum Flag {
        static let synchronize: UInt8 = 0x02
        static let push: UInt8 = 0x08
        static let acknowledge: UInt8 = 0x10
    }

    private let client: PacketEndpoint
    private let server: PacketEndpoint
    private var packets: [Packet] = []
    private var clientSequence: UInt32 = 0
    private var serverSequence: UInt32 = 0

    /// The packets of a conversation; none for one that said nothing.
    static func packets(of recording: WireRecording) -> [Packet] {
        guard let first = recording.pieces.first else { return [] }
        let (client, server) = PacketEndpoint.pair(recording.local, recording.remote)
        var tcp = SyntheticTCP(client: client, server: server)
        tcp.open(at: first.at)
        for piece in recording.pieces { tcp.add(piece) }
        return tcp.packets
    }

    private init(client: PacketEndpoint, server: PacketEndpoint) {
        self.client = client
        self.server = server
    }

    private mutating func open(at time: Int64) {
        add([], fromClient: true, flags: Flag.synchronize, at: time)
        clientSequence &+= 1
        add([], fromClient: false, flags: Flag.synchronize | Flag.acknowledge, at: time)
        serverSequence &+= 1
        add([], fromClient: true, flags: Flag.acknowledge, at: time)
    }

    private mutating func add(_ piece: WireRecording.Piece) {
        let isSent = piece.direction == .sent
        var rest = piece.bytes[...]
        while !rest.isEmpty {
            let segment = rest.prefix(Self.segmentLimit)
            add(segment, fromClient: isSent, flags: Flag.push | Flag.acknowledge, at: piece.at)
            if isSent {
                clientSequence &+= UInt32(segment.count)
            } else {
                serverSequence &+= UInt32(segment.count)
            }
            rest = rest.dropFirst(segment.count)
        }
    }

    private mutating func add(
        _ payload: ArraySlice<UInt8>, fromClient: Bool, flags: UInt8, at time: Int64
    ) {
        let (source, target) = fromClient ? (client, server) : (server, client)
        let sequence = fromClient ? clientSequence : serverSequence
        let acknowledged = fromClient ? serverSequence : clientSequence
        var segment: [UInt8] = []
        segment.reserveCapacity(20 + payload.count)
        segment.appendBigEndian(source.port)
        segment.appendBigEndian(target.port)
        segment.appendBigEndian(sequence)
        segment.appendBigEndian(flags & Flag.acknowledge == 0 ? 0 : acknowledged)
        segment += [5 << 4, flags]
        segment.appendBigEndian(UInt16.max)  // window
        segment += [0, 0, 0, 0]  // checksum, urgent pointer
        segment += payload
        let checksum = InternetChecksum.of(source.pseudoHeader(to: target, count: segment.count) + segment)
        segment[16] = UInt8(truncatingIfNeeded: checksum >> 8)
        segment[17] = UInt8(truncatingIfNeeded: checksum)
        packets.append(Packet(at: time, bytes: source.header(to: target, count: segment.count) + segment))
    }
}

/// The sum that IP and TCP carry.
///
/// Source: RFC 1071.
enum InternetChecksum {
    static func of(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt64 = 0
        var index = 0
        while index + 1 < bytes.count {
            sum += UInt64(bytes[index]) << 8 | UInt64(bytes[index + 1])
            index += 2
        }
        if index < bytes.count { sum += UInt64(bytes[index]) << 8 }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}

extension [UInt8] {
    mutating func appendBigEndian(_ value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
