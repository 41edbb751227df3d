import TLSDialer
import TLSHandshake

/// One way that is measured, and what it is called.
struct Way: Sendable {
    let name: String
    let route: Route
    /// Whether the other ways are compared with it.
    let isBaseline: Bool
}

/// What was measured over one way.
struct SurveyedWay: Sendable {
    let name: String
    let via: String?
    let isBaseline: Bool
    /// The plain handshakes: at least one, further ones where they were repeated.
    var attempts: [Attempt] = []
    var trials: [HandshakeTranscript] = []

    var transcripts: [HandshakeTranscript] { attempts.map(\.transcript) }

    /// What two ways must share to be compared.
    var target: [String?] {
        let first = attempts.first?.transcript
        let port = first?.address.map { String($0[($0.lastIndex(of: ":") ?? $0.startIndex)...]) }
        return [first?.serverName, first?.application, port]
    }
}

/// Measures one host over every way: the plain handshakes of one round at the same time, then the trials.
///
/// The trials of one way run one after the other, those of different ways side by side: a gateway that is
/// asked twenty things at once answers differently. Once its task is cancelled it makes an end at once and gives
/// what was whole until then.
struct PathSurvey: Sendable {
    let target: DialTarget
    let ways: [Way]
    let options: DialOptions
    let trials: TrialPlan
    let dialer: Dialer

    func run(_ progress: ProgressBar) async -> [SurveyedWay] {
        var surveyed = ways.map { SurveyedWay(name: $0.name, via: $0.route.via, isBaseline: $0.isBaseline) }
        for _ in 0..<trials.repetitions where !Task.isCancelled {
            let round = await everyWay { way in await plain(way) }
            for (index, attempts) in round.enumerated() { surveyed[index].attempts += attempts }
            progress.advance(target.host)
        }
        guard trials.hasAny, !Task.isCancelled else { return surveyed }
        let tried = await everyWay { way in await tryOut(way, progress) }
        for (index, transcripts) in tried.enumerated() {
            // The dialer tries the baseline's tickets on both ways; what it did there belongs there.
            let strange = transcripts.filter { $0.via != transcript(via: ways[index]) }
            surveyed[index].trials += transcripts.filter { $0.via == transcript(via: ways[index]) }
            for (place, way) in ways.enumerated() where way.isBaseline && place != index {
                surveyed[place].trials += strange
            }
        }
        return surveyed
    }

    /// Several hosts at a time; the results stand in the order of the hosts.
    static func run(
        _ surveys: [PathSurvey], limit: Int, _ progress: ProgressBar
    ) async -> [[SurveyedWay]] {
        await withTaskGroup(of: (Int, [SurveyedWay]).self) { group in
            var waiting = surveys.enumerated().makeIterator()
            func startNext() {
                guard let (index, survey) = waiting.next() else { return }
                group.addTask { (index, await survey.run(progress)) }
            }
            for _ in 0..<limit { startNext() }
            var results: [Int: [SurveyedWay]] = [:]
            while let (index, ways) = await group.next() {
                results[index] = ways
                startNext()
            }
            return surveys.indices.compactMap { results[$0] }
        }
    }

    /// Does something with all ways at once; the results stand in the order of the ways.
    private func everyWay<Result: Sendable>(
        _ body: @escaping @Sendable (Way) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            for (index, way) in ways.enumerated() { group.addTask { (index, await body(way)) } }
            var results: [Int: Result] = [:]
            for await (index, result) in group { results[index] = result }
            return ways.indices.compactMap { results[$0] }
        }
    }

    /// What a transcript over this way says of it.
    private func transcript(via way: Way) -> String { way.route.via ?? "direct" }

    private func plain(_ way: Way) async -> [Attempt] {
        let attempts =
            if trials.everyAddress, case .direct = way.route {
                await dialer.dialEveryAddress(target, options: options)
            } else {
                [await dialer.attempt(target, route: way.route, options: options)]
            }
        // What was cut off says nothing of the path.
        return Task.isCancelled ? [] : attempts
    }

    private func tryOut(_ way: Way, _ progress: ProgressBar) async -> [HandshakeTranscript] {
        var transcripts: [HandshakeTranscript] = []
        /// A trial that was cut off says nothing of the path.
        func add(_ trial: String, _ made: [HandshakeTranscript]) {
            guard !Task.isCancelled else { return }
            transcripts += made
            progress.advance("\(target.host) \(trial)")
        }
        if trials.ladder {
            add("ladder", await dialer.climbLadder(target, route: way.route, options: options))
        }
        let baseline = way.isBaseline ? nil : ways.first(where: \.isBaseline)?.route
        if trials.resumption {
            let made = await dialer.resume(target, route: way.route, baseline: baseline, options: options)
            add("resumption", made)
        }
        if let key = options.preSharedKey {
            add("key", await dialer.offer(key, to: target, route: way.route, options: options))
        }
        if let reflector = trials.reflector {
            let question = ReflectionQuestion(
                target, route: way.route, reflector: reflector, key: trials.reflectorKey)
            add("reflection", await dialer.reflect(question, options: options))
        }
        if trials.locate, case .direct = way.route {
            add("hops", await dialer.locate(target, options: options))
        }
        return transcripts
    }
}

/// Which trials are made.
struct TrialPlan: Sendable {
    var ladder = false
    var resumption = false
    var locate = false
    var reflector: Endpoint?
    var reflectorKey: ReflectorKey?
    var repetitions = 1
    var everyAddress = false

    var offersKey = false

    var hasAny: Bool { ladder || resumption || locate || offersKey || reflector != nil }
}
