package import TLSHandshake

extension Dialer {
    /// Rungs that are climbed at the same time: gateways count connections, and a burst is no normal client.
    private static let ladderWidth = 2
    /// The least time that a rung waits in silence, whatever the control took.
    private static let rungPatience: Duration = .seconds(3)
    /// How many times longer than a completed control a silent rung is waited for.
    private static let rungPatienceFactor = 4

    /// Tries a handshake in variants, each with one change, to learn which change makes a difference.
    ///
    /// The control, the variants two at a time, again those that ended otherwise than the control, and the control
    /// again: what differs between two rounds of the same variant is the path's whim and no finding. All go to the
    /// address that the first control reached. A variant whose ClientHello would be the control's is left out, such
    /// as `no-pq` of a template without post-quantum groups.
    ///
    /// Shape: the first control stands first, the second one last. A control that reached nobody stands alone.
    ///
    /// Complexity: at most 20 attempts; a silence ends after four times what the control took, at least after 3 s
    /// and at most after ``DialOptions/stall``. After a silent control, that took no telling time, it is 3 s.
    package func climbLadder(
        _ target: DialTarget, route: Route = .direct, options: DialOptions = DialOptions()
    ) async -> [HandshakeTranscript] {
        var control = DialRequest(target, route: route, options: options)
        control.options.trial = .ladder("control", round: 1)
        let first = await dial(control)
        guard first.reachedPeer else { return [first] }
        control.options = Self.patient(options, after: first)
        if route == .direct { control.target.connect = first.endpoint ?? target.connect }

        let rungs = await climb(control, round: 1, only: nil)
        let odd = Set(rungs.filter { $0.outcome != first.outcome }.compactMap(\.trial?.variant))
        let again = odd.isEmpty ? [] : await climb(control, round: 2, only: odd)
        control.options.trial = .ladder("control", round: 2)
        return [first] + rungs + again + [await dial(control)]
    }

    private func dial(_ request: DialRequest) async -> HandshakeTranscript {
        await dial(request.target, route: request.route, options: request.options)
    }

    /// Climbs all rungs, or only those of the given names; none any more once the task was cancelled.
    private func climb(
        _ control: DialRequest, round: Int, only variants: Set<String>?
    ) async -> [HandshakeTranscript] {
        guard !Task.isCancelled else { return [] }
        let rungs = LadderRung.all.filter { variants?.contains($0.variant) ?? true }
        let requests = rungs.compactMap {
            $0.request(control.target, route: control.route, options: control.options, round: round)
        }
        return await dialAll(requests, limit: Self.ladderWidth)
    }

    /// The options of an attempt that knows how long an answer takes on this path.
    static func patient(_ options: DialOptions, after control: HandshakeTranscript) -> DialOptions {
        let taken = control.outcome == .stalled ? nil : control.stages?.compactMap(\.atMs).max()
        // A transcript's times are small; the limit only keeps a damaged one from overflowing.
        let expected = Duration.milliseconds(Int(min(max(taken ?? 0, 0), 1e9))) * rungPatienceFactor
        var options = options
        let stall = min(options.stall, max(rungPatience, expected))
        if stall < options.stall { options.usualStall = options.usualStall ?? options.stall }
        options.stall = stall
        return options
    }
}

extension HandshakeTranscript {
    /// Whether a ClientHello was sent, so that what came of it says something of the path.
    var reachedPeer: Bool { stages?.contains { $0.name == .clientHello } ?? false }

    /// Where the connection went.
    var endpoint: Endpoint? { address.flatMap { Endpoint($0) } }
}
