package import CertificateChains
package import TLSHandshake

/// One attempt: what is reported of it, and the judgement of the presented chain in full.
package struct Attempt: Sendable {
    package var transcript: HandshakeTranscript
    /// Absent if no certificate was presented.
    package var verdict: TrustVerdict?
    /// The tickets that came, in their order.
    package var tickets: [HeldTicket] = []
    /// The secrets of the connection, one line each (SSLKEYLOGFILE).
    package var keyLog: [String] = []
    /// Every byte of the conversation, if ``DialOptions/recordsWire`` asked for it.
    package var recording: WireRecording?
    /// What came back for ``DialOptions/request``.
    package var response: [UInt8] = []

    package init(transcript: HandshakeTranscript) { self.transcript = transcript }
}
