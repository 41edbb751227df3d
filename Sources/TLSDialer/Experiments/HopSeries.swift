import TLSHandshake

/// The same ClientHello with one limit after the other, each over a connection of its own.
struct HopSeries: Sendable {
    let dialer: Dialer
    let request: DialRequest
    /// For the answer to each ClientHello.
    let wait: Duration
    let voices: RouterVoices?

    /// Limits that are still asked for after one that was answered, because a box may speak before the far end.
    private static let beyondTheAnswer = 1
    /// How long a router's words may take from one socket of this host to the other.
    private static let voiceWait: Duration = .milliseconds(20)

    /// The hops in rising order, until shortly after the first with an answer.
    ///
    /// Complexity: one connection for each limit, never more than `width` at a time.
    func hops(_ limits: ClosedRange<Int>, width: Int) async -> [HandshakeTranscript.Hop] {
        var hops: [HandshakeTranscript.Hop] = []
        await withTaskGroup(of: HandshakeTranscript.Hop.self) { attempts in
            var next = limits.lowerBound
            var end = limits.upperBound
            func startNext() {
                guard next <= end, !Task.isCancelled else { return }
                let limit = next
                next += 1
                attempts.addTask { await hop(limit) }
            }
            for _ in 0..<max(1, width) { startNext() }
            while let hop = await attempts.next() {
                hops.append(hop)
                if hop.isFromFarEnd, let limit = hop.limit { end = min(end, limit + Self.beyondTheAnswer) }
                startNext()
            }
        }
        // Those behind the end were already on their way when it was found.
        let end = hops.filter(\.isFromFarEnd).compactMap(\.limit).min().map { $0 + Self.beyondTheAnswer }
        return hops.filter { ($0.limit ?? 0) <= end ?? .max }.sorted { ($0.limit ?? 0) < ($1.limit ?? 0) }
    }

    private func hop(_ limit: Int) async -> HandshakeTranscript.Hop {
        var options = request.options
        options.hopLimit = limit
        options.stall = wait
        let start = ContinuousClock.now
        let transcript = await dialer.dial(request.target, options: options)
        let taken = StageClock.milliseconds(start.duration(to: .now))
        guard let sent = transcript.helloMs else {
            return HandshakeTranscript.Hop(limit: limit, answer: "unconnected")
        }
        var hop = HandshakeTranscript.Hop(limit: limit, answer: transcript.hopAnswer)
        if hop.answer != "silence" { hop.atMs = (transcript.answerMs ?? taken) - sent }
        guard !hop.isFromFarEnd else { return hop }
        if let voice = await voice(about: transcript), voice.at >= start {
            hop.answer = voice.kind == .timeExceeded ? "time-exceeded" : "unreachable"
            hop.from = voice.router
            hop.atMs = max(0, StageClock.milliseconds(start.duration(to: voice.at)) - sent)
        } else if hop.answer == "time-exceeded", let address = transcript.endpoint?.socketAddress {
            hop.from = await RouterAddress.find(atDistance: limit, towards: address)
        }
        return hop
    }

    private func voice(about transcript: HandshakeTranscript) async -> RouterVoices.Voice? {
        guard let voices, let local = transcript.localAddress.flatMap({ Endpoint($0) }) else { return nil }
        if voices.voice(about: local.port) == nil { try? await Task.sleep(for: Self.voiceWait) }
        return voices.voice(about: local.port)
    }
}

extension HandshakeTranscript {
    /// What a ClientHello with a limit met, in the words of ``Hop``.
    ///
    /// The end of the connection for want of a way is taken for a router that used up the limit: it comes of the
    /// error that the system reports for both.
    fileprivate var hopAnswer: String {
        if stages?.contains(where: { [.serverHello, .helloRetry].contains($0.name) }) ?? false {
            return "server-hello"
        }
        if alert?.direction == "received" { return "alert" }
        if let bytesIn, bytesIn > 0 { return "bytes" }
        return switch outcome {
        case .reset: "reset"
        case .closed: "closed"
        case .unreachable: "time-exceeded"
        default: "silence"
        }
    }

    /// When the answer came, if a stage marks it.
    fileprivate var answerMs: Double? {
        stages?.first { [.serverHello, .helloRetry, .alert, .close].contains($0.name) }?.atMs
    }
}
