import CaseReading
import Casework

/// The calls of the enrolment service in the order of their times, and what of their refusals is still open.
///
/// Rules: 1. a refusal of the token, its server or the session ends with any later call that succeeds.
///        2. any other refusal ends with a later success of the same endpoint.
///        3. calls without a time keep the place behind the call that they follow in the evidence.
struct ADEServiceHistory {
    let calls: [ADEServiceCall]

    init(_ calls: [ADEServiceCall]) {
        var last = Instant(microseconds: .min)
        let placed = calls.enumerated().map { place, call in
            if let at = call.at { last = at }
            return (at: last, place: place, call: call)
        }
        self.calls = placed.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.call)
    }

    /// When a call last succeeded, where that has a time.
    var lastSuccess: Instant? { calls.last { $0.result == .succeeded && $0.at != nil }?.at }

    /// When a call of one endpoint last succeeded, where that has a time.
    func lastSuccess(of endpoint: ADEServiceCall.Endpoint) -> Instant? {
        calls.last { $0.result == .succeeded && $0.endpoint == endpoint && $0.at != nil }?.at
    }

    var isEmpty: Bool { calls.isEmpty }

    /// The refusals of these kinds that no later success ended.
    func open(_ kinds: Set<ADEServiceError.Kind>) -> [ADEServiceCall] {
        calls.enumerated().compactMap { place, call in
            guard let error = call.error, kinds.contains(error.kind) else { return nil }
            return isEnded(call, error, at: place) ? nil : call
        }
    }

    /// How many refusals of these kinds there were, ended or not.
    func count(_ kinds: Set<ADEServiceError.Kind>) -> Int {
        calls.count { $0.error.map { kinds.contains($0.kind) } ?? false }
    }

    /// The calls at the end that all went unanswered.
    var unansweredAtTheEnd: [ADEServiceCall] {
        Array(calls.reversed().prefix { $0.result == .unanswered }.reversed())
    }

    private func isEnded(_ call: ADEServiceCall, _ error: ADEServiceError, at place: Int) -> Bool {
        let later = calls[(place + 1)...]
        switch error.kind {
        case .token, .clock, .terms, .access, .session:
            return later.contains { $0.result == .succeeded }
        case .cursor, .profile, .throttled, .request:
            return later.contains { $0.result == .succeeded && $0.endpoint == call.endpoint }
        }
    }
}

extension [ADEServiceCall] {
    /// The words of the refusals, each once, with their meaning: `EXPIRED_CURSOR means that …`.
    var meanings: String {
        var told: Set<String> = []
        return compactMap(\.error).filter { told.insert($0.word).inserted }
            .map { "\($0.word) \($0.meaning)" }.joined(separator: "; ")
    }

    var words: [String] { Set(compactMap { $0.error?.word }).sorted() }

    /// From the first to the last, where they have times.
    var windows: [TimeWindow] {
        let times = compactMap(\.at)
        guard let first = times.min(), let last = times.max() else { return [] }
        return [TimeWindow(first, last)]
    }

    /// What a claim cites: the first and the last few.
    var cited: [Citation] {
        count <= 5 ? map(\.citation) : prefix(2).map(\.citation) + suffix(3).map(\.citation)
    }
}
