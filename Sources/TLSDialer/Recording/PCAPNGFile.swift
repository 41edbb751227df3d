/// A capture file of recorded conversations with their secrets inside, as Wireshark opens it.
///
/// Shape: a section header, one interface of raw IP packets, a block of secrets for each conversation, then
/// all packets in the order of their times. Little-endian.
/// Source: draft-ietf-opsawg-pcapng sections 4.1 to 4.3 and 4.7.
package struct PCAPNGFile {
    private enum Block {
        static let sectionHeader: UInt32 = 0x0A0D_0D0A
        static let interface: UInt32 = 1
        static let enhancedPacket: UInt32 = 6
        static let decryptionSecrets: UInt32 = 0x0A
    }

    private enum Option {
        static let end: UInt16 = 0
        static let comment: UInt16 = 1
        static let interfaceName: UInt16 = 2
        static let application: UInt16 = 4
    }

    private static let byteOrder: UInt32 = 0x1A2B_3C4D
    /// Packets that begin with an IP header of either version.
    private static let rawIP: UInt16 = 101
    /// `TLSK`: lines of an SSLKEYLOGFILE.
    private static let tlsKeyLog: UInt32 = 0x544C_534B
    private static let comment = """
        The bytes above TCP are those that the program sent and received; the headers of IP and TCP are made \
        up, so that loss, retransmission and the real cut into segments do not show.
        """

    package private(set) var bytes: [UInt8] = []

    package init(_ recordings: [WireRecording], application: String) {
        addSection(application)
        addInterface()
        for recording in recordings where !recording.keyLog.isEmpty { addSecrets(recording.keyLog) }
        // Each conversation keeps its own order; `sorted` alone need not keep that of equal times.
        let packets = recordings.flatMap(SyntheticTCP.packets).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        for (_, packet) in packets { add(packet) }
    }

    // MARK: - Blocks

    private mutating func addSection(_ application: String) {
        var body: [UInt8] = []
        body.appendLittleEndian(Self.byteOrder)
        body.appendLittleEndian(UInt16(1))
        body.appendLittleEndian(UInt16(0))
        body.appendLittleEndian(Int64(-1))  // the length of the section is not given
        body.addOption(Option.comment, Self.comment)
        body.addOption(Option.application, application)
        body.appendLittleEndian(UInt32(Option.end))
        addBlock(Block.sectionHeader, body)
    }

    private mutating func addInterface() {
        var body: [UInt8] = []
        body.appendLittleEndian(Self.rawIP)
        body.appendLittleEndian(UInt16(0))
        body.appendLittleEndian(UInt32(0))  // no limit on the length of a packet
        body.addOption(Option.interfaceName, "probe")
        body.appendLittleEndian(UInt32(Option.end))
        addBlock(Block.interface, body)
    }

    private mutating func addSecrets(_ lines: [String]) {
        let text = Array((lines.joined(separator: "\n") + "\n").utf8)
        var body: [UInt8] = []
        body.appendLittleEndian(Self.tlsKeyLog)
        body.appendLittleEndian(UInt32(truncatingIfNeeded: text.count))
        body.appendPadded(text)
        addBlock(Block.decryptionSecrets, body)
    }

    private mutating func add(_ packet: SyntheticTCP.Packet) {
        var body: [UInt8] = []
        let time = UInt64(max(0, packet.at))
        let count = UInt32(truncatingIfNeeded: packet.bytes.count)
        body.appendLittleEndian(UInt32(0))  // the interface
        body.appendLittleEndian(UInt32(truncatingIfNeeded: time >> 32))
        body.appendLittleEndian(UInt32(truncatingIfNeeded: time))
        body.appendLittleEndian(count)
        body.appendLittleEndian(count)
        body.appendPadded(packet.bytes)
        addBlock(Block.enhancedPacket, body)
    }

    private mutating func addBlock(_ type: UInt32, _ body: [UInt8]) {
        let total = UInt32(truncatingIfNeeded: body.count + 12)
        bytes.appendLittleEndian(type)
        bytes.appendLittleEndian(total)
        bytes += body
        bytes.appendLittleEndian(total)
    }
}

extension [UInt8] {
    fileprivate mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Adds bytes and zeros up to the next multiple of four.
    fileprivate mutating func appendPadded(_ bytes: [UInt8]) {
        self += bytes
        self += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    fileprivate mutating func addOption(_ code: UInt16, _ text: String) {
        let bytes = Array(text.utf8.prefix(Int(UInt16.max)))
        appendLittleEndian(code)
        appendLittleEndian(UInt16(truncatingIfNeeded: bytes.count))
        appendPadded(bytes)
    }
}
