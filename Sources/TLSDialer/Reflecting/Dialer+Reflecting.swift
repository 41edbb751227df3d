package import TLSHandshake

/// A question to a reflector: in whose name, over which way, and whose signature counts.
package struct ReflectionQuestion: Sendable {
    /// The host that is meant; its name is sent, its addresses are not dialled.
    package var target: DialTarget
    package var route: Route
    package var reflector: Endpoint
    /// The key that receipts are expected to be signed with; without it any key that fits counts.
    package var key: ReflectorKey?

    package init(
        _ target: DialTarget, route: Route = .direct, reflector: Endpoint, key: ReflectorKey? = nil
    ) {
        self.target = target
        self.route = route
        self.reflector = reflector
        self.key = key
        self.target.connect = reflector
    }
}

extension Dialer {
    /// How long the direct question may take: it only helps, and must not hold up the rest.
    private static let directTimeout: Duration = .seconds(10)

    /// Dials a reflector in the host's name and says what arrived there.
    ///
    /// The handshake bears a nonce in its random and its session id, and another time in a request behind it.
    /// If nobody answers that (a gateway chose HTTP/2 for this side), a second handshake offers HTTP/1.1 only.
    /// What is still not found then is asked for over a connection of its own, straight to the reflector.
    ///
    /// Shape: one transcript, or two; `reflection` is absent where nothing was found.
    package func reflect(
        _ question: ReflectionQuestion, options: DialOptions = DialOptions()
    ) async -> [HandshakeTranscript] {
        let first = await ask(question, "probe", options)
        var attempts = [first]
        if first.answer == nil, Self.mayAskAgain(first.transcript) {
            var http1 = options
            http1.alpn = ["http/1.1"]
            attempts.append(await ask(question, "http1", http1))
        }
        var records = attempts.flatMap { $0.answer?.records ?? [] }
        var transcripts = attempts.map(\.transcript)
        var found = ReflectionMatch.matches(of: transcripts, among: records)
        if found.contains(nil) {
            records += await fetchReflections(
                of: transcripts.compactMap(\.nonce), at: question.reflector, options: options)
            found = ReflectionMatch.matches(of: transcripts, among: records)
        }
        for (index, reflection) in found.enumerated() {
            transcripts[index].reflection = reflection?.judged(expecting: question.key)
        }
        return transcripts
    }

    /// Asks a reflector, straight and in its own name, what arrived with these nonces or from this address.
    ///
    /// Empty if it does not answer.
    package func fetchReflections(
        of nonces: [String], at reflector: Endpoint, options: DialOptions = DialOptions()
    ) async -> [HandshakeTranscript.Reflection] {
        var options = options
        options.alpn = ["http/1.1"]
        options.timeout = min(options.timeout, Self.directTimeout)
        options.stall = min(options.stall, Self.directTimeout)
        options.nonce = nil
        options.request = ReflectionRequest(host: reflector.host, port: reflector.port, wanted: nonces).bytes
        let target = DialTarget(host: reflector.host, port: reflector.port, connect: reflector)
        let response = await attempt(target, route: .direct, options: options).response
        return ReflectionRequest.answer(in: response)?.earlier ?? []
    }

    private typealias Asked = (transcript: HandshakeTranscript, answer: ReflectionAnswer?)

    private func ask(
        _ question: ReflectionQuestion, _ variant: String, _ options: DialOptions
    ) async -> Asked {
        let nonce = ReflectionRequest.newNonce()
        var options = options
        options.nonce = nonce
        options.request =
            ReflectionRequest(
                host: question.target.host, port: question.reflector.port, nonce: nonce
            ).bytes
        options.trial = HandshakeTranscript.Trial(purpose: "reflection", variant: variant, round: 1)
        let attempt = await attempt(question.target, route: question.route, options: options)
        return (attempt.transcript, ReflectionRequest.answer(in: attempt.response))
    }

    /// Whether another protocol might get the question through: only TLS 1.3 is spoken to its end.
    private static func mayAskAgain(_ transcript: HandshakeTranscript) -> Bool {
        transcript.outcome == .completed && transcript.version == ProtocolVersion.tls13.description
            && transcript.alpn != "http/1.1"
    }
}
