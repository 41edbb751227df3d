package import TLSHandshake

/// How an attempt is made and how long it may take.
package struct DialOptions: Sendable {
    /// For the whole attempt, from the first question to the resolver.
    package var timeout: Duration = .seconds(35)
    /// Silence after the last byte that came or, before any, after the ClientHello.
    package var stall: Duration = .seconds(28)
    package var alpn: [String] = ["h2", "http/1.1"]
    package var template: ClientHelloTemplate = .modern
    /// Offer only these suites of TLS 1.3, absent for those of the template.
    package var suites: [CipherSuite]?
    /// Roots, or lower authorities, in DER that the chain is expected to end in.
    package var anchors: [[UInt8]] = []
    /// What the attempt tries out, for the transcript.
    package var trial: HandshakeTranscript.Trial?
    /// From where it is made: `mdm-server`, `device-network` or `other`.
    package var vantage: String?
    /// What the host is for, by the published list of enrolment hosts.
    package var hostRole: String?
    /// Whether the transcript holds the certificates and the messages as they were on the wire.
    package var keepsRaw = false
    /// Whether the attempt holds every byte of the conversation, for a capture file.
    package var recordsWire = false

    /// The most bytes that one attempt takes in; a handshake with a large chain needs 20 KB.
    package static let receiveLimit = 4 << 20
    /// The least time that a finished handshake waits for a ticket or a refusal; twice the time that the server
    /// took to answer the ClientHello if that is longer.
    package static let ticketWait: Duration = .milliseconds(50)
    /// The most time that it waits, however slow the server is.
    package static let ticketWaitLimit: Duration = .seconds(1)
    /// How long the rest of an answer that is no TLS is collected.
    package static let firstBytesWait: Duration = .milliseconds(200)
    /// The longest wait for one address while there are others to try.
    package static let addressTimeout: Duration = .seconds(10)
    /// The most addresses that are tried.
    package static let attemptLimit = 8

    package init() {}
}
