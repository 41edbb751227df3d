import TLSHandshake

/// The start of Linux's `struct tcp_info`: eight bytes of flags, 32-bit counters up to byte 104, then rates.
///
/// Source: include/uapi/linux/tcp.h; the layout is part of the kernel's interface and only ever grows. The last field
/// here is there since 4.6.
struct LinuxTCPInfo: Sendable {
    /// `TCP_INFO`.
    static let option: CInt = 11
    /// `TCP_CLOSE` of include/net/tcp_states.h.
    private static let closed: UInt8 = 7

    private var state: UInt8 = 0
    /// Congestion state, retransmissions, probes, backoff, options and window scales.
    private var flags: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0, 0, 0)
    private var retransmissionTimeout: UInt32 = 0
    private var delayedAcknowledgementTimeout: UInt32 = 0
    private var sendSegmentSize: UInt32 = 0
    private var receiveSegmentSize: UInt32 = 0
    /// Segments on their way, then those of them that were acknowledged out of order, lost or sent again.
    private var unacknowledged: UInt32 = 0
    private var selectivelyAcknowledged: UInt32 = 0
    private var lost: UInt32 = 0
    private var retransmitted: UInt32 = 0
    private var forwardAcknowledged: UInt32 = 0
    /// Milliseconds since data and acknowledgements went and came.
    private var times: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    private var pathMTU: UInt32 = 0
    private var receiveThreshold: UInt32 = 0
    /// Microseconds.
    private var roundTrip: UInt32 = 0
    private var roundTripVariation: UInt32 = 0
    private var sendThreshold: UInt32 = 0
    private var congestionWindow: UInt32 = 0
    private var advertisedSegmentSize: UInt32 = 0
    private var reordering: UInt32 = 0
    private var receiverRoundTrip: UInt32 = 0
    private var receiverSpace: UInt32 = 0
    /// Over the whole life of the connection.
    private var retransmissions: UInt32 = 0
    private var pacingRates: (UInt64, UInt64) = (0, 0)
    private var bytesAcknowledged: UInt64 = 0
    private var bytesReceived: UInt64 = 0
    private var segmentsSent: UInt32 = 0
    private var segmentsReceived: UInt32 = 0
    /// Bytes that no segment carried yet.
    private var bytesNotSent: UInt32 = 0

    var isClosed: Bool { state == Self.closed }
    /// Nothing waits and nothing is on its way any more.
    var isAllAcknowledged: Bool { unacknowledged == 0 && bytesNotSent == 0 }

    var facts: HandshakeTranscript.TCP {
        var facts = HandshakeTranscript.TCP()
        facts.sendMSS = Int(sendSegmentSize)
        facts.receiveMSS = Int(receiveSegmentSize)
        facts.rttMs = Double(roundTrip) / 1_000
        facts.retransmits = Int(retransmissions)
        facts.unacknowledged = Int(unacknowledged)
        return facts
    }
}
