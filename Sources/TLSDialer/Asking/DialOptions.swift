package import TLSHandshake

/// How an attempt is made and how long it may take.
package struct DialOptions: Sendable {
    /// For the whole attempt, from the first question to the resolver.
    package var timeout: Duration = .seconds(35)
    /// Silence after the last byte that came or, before any, after the ClientHello.
    package var stall: Duration = .seconds(28)
    /// For a proxy's answer, its own TLS included, from the connection to it.
    ///
    /// squid gives up on a target after 60 s, others after 10 to 30; longer than this leaves no time to see
    /// how the handshake behind it fares.
    package var proxyTimeout: Duration = .seconds(15)
    /// The addresses that are dialled, of the target or of the proxy.
    package var family: AddressFamily = .any
    /// Where connections start, absent for the system's choice.
    package var source: LocalEnd?
    package var alpn: [String] = ["h2", "http/1.1"]
    package var template: ClientHelloTemplate = .modern
    /// Offer only these suites of TLS 1.3, absent for those of the template.
    package var suites: [CipherSuite]?
    /// Offered in the ClientHello if TLS 1.3 is.
    package var preSharedKey: PreSharedKey?
    /// Given to a server that asks for a certificate.
    package var clientIdentity: ClientIdentity?
    /// How many tickets a finished handshake waits for; it does not wait when it has as many.
    package var ticketGoal = 1
    /// The least time that it waits for them; see ``ticketWait``.
    package var ticketPatience = DialOptions.ticketWait
    /// Roots, or lower authorities, in DER that the chain is expected to end in.
    package var anchors: [[UInt8]] = []
    /// What the attempt tries out, for the transcript.
    package var trial: HandshakeTranscript.Trial?
    /// From where it is made: `mdm-server`, `device-network` or `other`.
    package var vantage: String?
    /// What the host is for, by the published list of enrolment hosts.
    package var hostRole: String?
    /// In how many pieces the ClientHello is given to TCP: 1, or 2 that come apart in time.
    package var helloSegments = 1
    /// Into how many TLS records the ClientHello is cut: 1, or 2 that come apart in time.
    package var helloRecords = 1
    /// How many routers the ClientHello and what follows may pass; the connection itself is made without limit.
    package var hopLimit: Int?
    /// The threshold that `stall` was cut short from, for the sentence about a silence.
    package var usualStall: Duration?
    /// The name that experiments say instead of the target's: reserved for documentation (RFC 2606), so that
    /// hardly any policy names it.
    package var controlName = "www.example.com"
    /// What a reflector finds this handshake by: the random and the session id begin with it.
    package var nonce: [UInt8]?
    /// Sent as application data right after the handshake, whatever the chain is and whatever protocol was
    /// chosen; what comes back is in ``Attempt/response``.
    package var request: [UInt8]?
    /// Whether the transcript holds the certificates and the messages as they were on the wire.
    package var keepsRaw = false
    /// Whether the attempt holds every byte of the conversation, for a capture file.
    package var recordsWire = false
    /// Is shown every attempt as it ends, those of trials among them, whose transcripts alone are given back.
    package var witness: (@Sendable (Attempt) -> Void)?

    /// The most bytes that one attempt takes in; a handshake with a large chain needs 20 KB.
    package static let receiveLimit = 4 << 20
    /// The least time that a finished handshake waits for a ticket or a refusal; twice the time that the server
    /// took to answer the ClientHello if that is longer.
    package static let ticketWait: Duration = .milliseconds(50)
    /// The most time that it waits, however slow the server is.
    package static let ticketWaitLimit: Duration = .seconds(1)
    /// The time between two pieces of a ClientHello: longer than what a network delays one packet behind another.
    package static let pieceGap: Duration = .milliseconds(50)
    /// How long the rest of an answer that is no TLS is collected.
    package static let firstBytesWait: Duration = .milliseconds(200)
    /// The most bytes of an answer to ``request`` that are kept; a reflector's has at most 192 KiB.
    package static let responseLimit = 256 << 10
    /// How long an answer to ``request`` may take in whole; who has it sends it at once.
    package static let responseWait: Duration = .seconds(5)
    /// The longest wait for one address while there are others to try.
    package static let addressTimeout: Duration = .seconds(10)
    /// The most addresses that are tried.
    package static let attemptLimit = 8
    /// The most addresses that are dialled when all are asked for; content networks give up to sixteen.
    package static let everyAddressLimit = 16

    package init() {}
}
