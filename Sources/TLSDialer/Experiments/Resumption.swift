package import TLSHandshake

extension Dialer {
    /// How often a key is tried on each way.
    package static let keyRounds = 3

    /// Tries whether this way lets a client resume.
    ///
    /// Shape: `full` (the handshake that obtains the tickets), then `resume` three times. With a baseline, the
    /// same over that way, and then `replay` three times: tickets of the baseline over this way, which only
    /// the server itself can take. Without a ticket there is no more than `full`, whose `tickets` is 0.
    /// Complexity: at most eleven handshakes, one after the other, within three times the options' timeout for
    /// each way.
    package func resume(
        _ target: DialTarget, route: Route = .direct, baseline: Route? = nil,
        options: DialOptions = DialOptions()
    ) async -> [HandshakeTranscript] {
        var here = KeyTrials(self, target, route, options)
        var purse = await here.obtainTickets()
        await here.resume("resume", with: &purse)
        guard let baseline else { return here.transcripts }
        var there = KeyTrials(self, target, baseline, options)
        var others = await there.obtainTickets()
        await there.resume("resume", with: &others)
        var replays = KeyTrials(self, target, route, options)
        await replays.resume("replay", with: &others)
        return here.transcripts + there.transcripts + replays.transcripts
    }

    /// Offers a key that both sides were given three times, and over the baseline just as often.
    ///
    /// A server that does not know the key may go on with its certificate and say nothing: `psk.accepted` is
    /// false then, and the handshake completed.
    package func offer(
        _ key: PreSharedKey, to target: DialTarget, route: Route = .direct, baseline: Route? = nil,
        options: DialOptions = DialOptions()
    ) async -> [HandshakeTranscript] {
        var transcripts: [HandshakeTranscript] = []
        for way in [route] + (baseline.map { [$0] } ?? []) {
            var trials = KeyTrials(self, target, way, options)
            for round in 1...Self.keyRounds {
                _ = await trials.attempt("external", round) { $0.preSharedKey = key }
            }
            transcripts += trials.transcripts
        }
        return transcripts
    }
}

/// Handshakes over one way that try keys, with a limit on the time of all together.
private struct KeyTrials {
    /// The least time for which a handshake waits for tickets: they are what it is made for.
    private static let ticketPatience: Duration = .seconds(1)

    private let dialer: Dialer
    private let target: DialTarget
    private let route: Route
    private let options: DialOptions
    private let deadline: ContinuousClock.Instant
    private(set) var transcripts: [HandshakeTranscript] = []

    init(_ dialer: Dialer, _ target: DialTarget, _ route: Route, _ options: DialOptions) {
        self.dialer = dialer
        self.target = target
        self.route = route
        self.options = options
        deadline = ContinuousClock.now + options.timeout * Dialer.keyRounds
    }

    mutating func obtainTickets() async -> TicketPurse {
        var purse = TicketPurse()
        let tickets = await attempt("full", 1) { options in
            options.preSharedKey = nil
            options.ticketPatience = max(options.ticketPatience, Self.ticketPatience)
        }
        purse.add(tickets)
        return purse
    }

    /// Resumes with tickets of the purse, and puts those that come into it if they came by the same way.
    ///
    /// A gateway that gives tickets of its own would take them: replaying them shows nothing of the server.
    mutating func resume(_ variant: String, with purse: inout TicketPurse) async {
        guard !purse.isEmpty else { return }
        for round in 1...Dialer.keyRounds {
            guard let (ticket, key) = purse.next() else { return }
            let count = transcripts.count
            let fresh = await attempt(variant, round) { $0.preSharedKey = key }
            if transcripts.count > count { transcripts[count].psk?.ticketFrom = ticket.via }
            purse.add(fresh.filter { $0.via == ticket.via })
        }
    }

    /// Makes one attempt, unless the time is over; the tickets that it brought.
    mutating func attempt(
        _ variant: String, _ round: Int, _ change: (inout DialOptions) -> Void
    ) async -> [HeldTicket] {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return [] }
        var options = options
        options.timeout = min(options.timeout, left)
        options.ticketGoal = Dialer.keyRounds
        options.trial = HandshakeTranscript.Trial(purpose: "psk", variant: variant, round: round)
        change(&options)
        let attempt = await dialer.attempt(target, route: route, options: options)
        transcripts.append(attempt.transcript)
        return attempt.tickets
    }
}
