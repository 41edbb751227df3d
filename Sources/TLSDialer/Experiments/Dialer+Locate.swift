import NIOCore
package import TLSHandshake

extension Dialer {
    /// The hops that are asked at the same time.
    private static let hopWidth = 4
    /// The least time that a ClientHello with a limit waits: three transmissions, which begin 0.2 s apart and double.
    private static let hopWait: Duration = .milliseconds(1_000)
    /// The most time, on paths as slow as a satellite's.
    private static let longestHopWait: Duration = .seconds(5)
    /// The most routers of any path that is looked at, as traceroute does by default.
    package static let maximumHops = 30

    /// Looks for the hop where a ClientHello with the target's name stops and one with the control name goes on.
    ///
    /// Connections to one address are made without limit; only then is the number of hops limited, so that a
    /// router drops the ClientHello and nothing else. What the routers say of it is heard on a raw socket, usually
    /// as root. Without privileges Linux tells the fact, and the address to a SYN with the same limit; elsewhere
    /// there is silence up to the far end.
    ///
    /// The ClientHellos of the hops fit into one segment, without post-quantum groups: of two, the one without the
    /// name would pass what stops the other, and a router would tell of it.
    ///
    /// Shape: the transcripts of the target and of the control, each of a plain handshake together with the `hops`;
    /// their trials are `locate`, `target` and `control`. The control is tried once more in the end, and counts as
    /// it went then if that was worse. Without a connection there are no hops.
    ///
    /// Complexity: `maximumHops` connections for each, 4 at a time, of 1 s in the usual case.
    package func locate(
        _ target: DialTarget, options: DialOptions = DialOptions(), maximumHops: Int = Dialer.maximumHops
    ) async -> [HandshakeTranscript] {
        var control = DialRequest(target, options: options)
        control.target.serverName = .name(options.controlName)
        control.options.trial = HandshakeTranscript.Trial(purpose: "locate", variant: "control", round: 1)
        var usual = await dial(control.target, options: control.options)
        var test = DialRequest(target, options: Self.patient(options, after: usual))
        test.options.trial = HandshakeTranscript.Trial(purpose: "locate", variant: "target", round: 1)
        guard usual.reachedPeer, let endpoint = usual.endpoint, let address = endpoint.socketAddress else {
            return [await dial(test.target, options: test.options), usual]
        }
        (control.target.connect, test.target.connect) = (endpoint, endpoint)
        control.options = Self.patient(control.options, after: usual)

        return await RouterVoices.withVoices(about: address, on: group) { voices in
            let wait = Self.hopWait(after: usual)
            let limits = 1...min(max(maximumHops, 1), HopLimit.range.upperBound)
            func hops(_ request: DialRequest, _ limits: ClosedRange<Int>) async -> [HandshakeTranscript.Hop] {
                var small = request
                small.options.template = request.options.template.withoutPostQuantum
                return await HopSeries(dialer: self, request: small, wait: wait, voices: voices)
                    .hops(limits, width: Self.hopWidth)
            }
            usual.hops = await hops(control, limits)
            var found = await dial(test.target, options: test.options)
            let last = usual.hops?.first(where: \.isFromFarEnd)?.limit ?? limits.upperBound
            found.hops = await hops(test, 1...last)
            let again = await dial(control.target, options: control.options)
            guard again.outcome != usual.outcome, usual.outcome == .completed else { return [found, usual] }
            return [found, again.with(hops: usual.hops)]
        }
    }

    /// Three times what the far end takes to answer, within limits.
    private static func hopWait(after control: HandshakeTranscript) -> Duration {
        let answer = control.helloToAnswerMs ?? 0
        let expected = Duration.milliseconds(Int(min(max(answer * 3, 0), 1e9)))
        return min(max(hopWait, expected), longestHopWait)
    }
}

extension HandshakeTranscript {
    fileprivate func with(hops: [Hop]?) -> HandshakeTranscript {
        var transcript = self
        transcript.hops = hops
        return transcript
    }

    /// When the first message of the server came, since the ClientHello.
    fileprivate var helloToAnswerMs: Double? {
        guard let sent = helloMs,
            let answer = stages?.first(where: { [.serverHello, .helloRetry].contains($0.name) })?.atMs
        else { return nil }
        return answer - sent
    }

    var helloMs: Double? { stages?.first { $0.name == .clientHello }?.atMs }
}

extension HandshakeTranscript.Hop {
    /// Whether the far end, or a box in its name, answered.
    var isFromFarEnd: Bool {
        ["server-hello", "alert", "bytes", "reset", "closed"].contains(answer ?? "")
    }
}

extension Endpoint {
    /// Absent if the host is a name.
    var socketAddress: SocketAddress? { try? SocketAddress(ipAddress: host, port: port) }
}
