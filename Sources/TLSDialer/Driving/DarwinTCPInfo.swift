import TLSHandshake

/// Darwin's `struct tcp_connection_info`, which counts bytes and not segments in flight.
///
/// Source: bsd/netinet/tcp.h of xnu; the 64-bit counters start at byte 56.
struct DarwinTCPInfo: Sendable {
    /// `TCP_CONNECTION_INFO`.
    static let option: CInt = 0x106
    /// `TCPS_CLOSED` of bsd/netinet/tcp_fsm.h.
    private static let closed: UInt8 = 0

    private var state: UInt8 = 0
    private var windowScales: (UInt8, UInt8, UInt8) = (0, 0, 0)
    private var options: UInt32 = 0
    private var flags: UInt32 = 0
    private var retransmissionTimeout: UInt32 = 0
    private var segmentSize: UInt32 = 0
    private var sendThreshold: UInt32 = 0
    private var congestionWindow: UInt32 = 0
    private var sendWindow: UInt32 = 0
    /// What was sent and not acknowledged, or not sent yet.
    private var sendBufferBytes: UInt32 = 0
    private var receiveWindow: UInt32 = 0
    /// Milliseconds: the last one, the smoothed one and its variation.
    private var lastRoundTrip: UInt32 = 0
    private var roundTrip: UInt32 = 0
    private var roundTripVariation: UInt32 = 0
    private var fastOpen: UInt32 = 0
    private var sentPackets: UInt64 = 0
    private var sentBytes: UInt64 = 0
    private var retransmittedBytes: UInt64 = 0
    private var receivedPackets: UInt64 = 0
    private var receivedBytes: UInt64 = 0
    private var outOfOrderBytes: UInt64 = 0
    private var retransmittedPackets: UInt64 = 0

    var isClosed: Bool { state == Self.closed }
    var isAllAcknowledged: Bool { sendBufferBytes == 0 }

    var facts: HandshakeTranscript.TCP {
        var facts = HandshakeTranscript.TCP()
        facts.sendMSS = Int(segmentSize)
        facts.rttMs = Double(roundTrip)
        facts.retransmits = Int(clamping: retransmittedPackets)
        return facts
    }
}
