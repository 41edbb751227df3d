import NIOCore
import TLSHandshake

extension Dialer {
    /// Makes one attempt at every address of a name, never more than `limit` at a time.
    ///
    /// The name is resolved once, here, and each attempt goes to one address and still speaks the name; a
    /// proxy is asked for the address. Without an address there is one transcript, which says why; a target
    /// that gives its own address has just that one.
    ///
    /// Shape: in the resolver's order, at most ``DialOptions/everyAddressLimit``; `answers` of each
    /// transcript holds all that the name has.
    package func dialEveryAddress(
        _ target: DialTarget, route: Route = .direct, options: DialOptions = DialOptions(), limit: Int = 4
    ) async -> [Attempt] {
        let clock = StageClock()
        guard target.connect == nil else { return [await attempt(target, route: route, options: options)] }
        var writer = TranscriptWriter(
            target, route: route, configuration: Self.configuration(target, options), options: options)
        writer.start(at: now().rfc3339)
        let endpoint = Route.destination(of: target)
        let addresses = await resolve(endpoint, clock: clock, options: options, &writer)
        guard !addresses.isEmpty else { return [Attempt(transcript: writer.transcript)] }
        let found = writer.transcript
        // The choice is made; a proxy may well be reached over the other family.
        var shared = options
        shared.family = .any
        let chosen = shared
        let targets = addresses.prefix(DialOptions.everyAddressLimit).map { address in
            var one = target
            one.connect = Endpoint(host: address.ipAddress ?? target.host, port: target.port)
            return one
        }
        var attempts: [Int: Attempt] = [:]
        await withTaskGroup(of: (Int, Attempt).self) { running in
            var waiting = targets.enumerated().makeIterator()
            func startNext() {
                guard let (index, one) = waiting.next() else { return }
                running.addTask { (index, await self.attempt(one, route: route, options: chosen)) }
            }
            for _ in 0..<max(1, limit) { startNext() }
            while let (index, attempt) = await running.next() {
                attempts[index] = attempt
                startNext()
            }
        }
        return targets.indices.compactMap { index in
            attempts[index].map { attempt in
                var attempt = attempt
                attempt.transcript.resolver = found.resolver
                attempt.transcript.answers = found.answers
                return attempt
            }
        }
    }
}
