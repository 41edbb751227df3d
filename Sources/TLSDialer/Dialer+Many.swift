package import TLSHandshake

/// One attempt of many.
package struct DialRequest: Sendable {
    package var target: DialTarget
    package var route: Route
    package var options: DialOptions

    package init(_ target: DialTarget, route: Route = .direct, options: DialOptions = DialOptions()) {
        self.target = target
        self.route = route
        self.options = options
    }
}

extension Dialer {
    /// Makes many attempts, never more than `limit` at a time.
    ///
    /// Shape: the transcripts stand in the order of the requests.
    package func dialAll(_ requests: [DialRequest], limit: Int = 8) async -> [HandshakeTranscript] {
        var transcripts: [Int: HandshakeTranscript] = [:]
        await withTaskGroup(of: (Int, HandshakeTranscript).self) { attempts in
            var waiting = requests.enumerated().makeIterator()
            func startNext() {
                guard let (index, request) = waiting.next() else { return }
                attempts.addTask {
                    (index, await self.dial(request.target, route: request.route, options: request.options))
                }
            }
            for _ in 0..<max(1, limit) { startNext() }
            while let (index, transcript) = await attempts.next() {
                transcripts[index] = transcript
                startNext()
            }
        }
        return requests.indices.compactMap { transcripts[$0] }
    }
}
