import AccessLogs
import Casework
import Reporting

extension AccessTally {
    /// Every count, endpoint by endpoint.
    var json: JSONTree {
        [
            "form": JSONTree(form?.rawValue), "lines": JSONTree(lines), "requests": JSONTree(requests),
            "from": JSONTree(covers?.start.description), "to": JSONTree(covers?.end.description),
            "bytes": JSONTree(bytes), "answers": answers.json, "endpoints": .array(endpoints.map(\.json)),
            "hours": .array(
                hours.map { ["start": .text($0.start.description), "answers": $0.answers.json] }),
            "origins": JSONTree(
                sorted: Dictionary(origins.map { ($0.key.name, $0.value.json) }) { one, _ in one }),
            "networks": .array(
                networks.map { ["range": .text($0.range), "requests": JSONTree($0.requests)] }),
            "networkCount": JSONTree(networkCount),
            "damaged": .array(
                damaged.map {
                    [
                        "reason": .text($0.reason.rawValue), "count": JSONTree($0.count),
                        "firstLines": .array($0.firstLines.map { JSONTree($0) }),
                    ]
                }),
        ]
    }
}

extension AccessTally.Endpoint {
    fileprivate var json: JSONTree {
        [
            "method": .text(method), "path": .text(path), "requests": JSONTree(requests),
            "answers": answers.json,
            "firstLines": .object(answers.map { JSONTree.Member("\($0.status)", JSONTree($0.firstLine)) }),
            "bytes": JSONTree(bytes), "expectedSources": JSONTree(expectedSources), "timed": JSONTree(timed),
            "slow": JSONTree(slow), "longestMs": .integer(longest.microseconds / 1000),
        ]
    }
}

extension [AccessTally.Answer] {
    /// Counts by status.
    fileprivate var json: JSONTree { .object(map { JSONTree.Member("\($0.status)", JSONTree($0.count)) }) }
}

extension AccessTally.Origin {
    fileprivate var name: String {
        switch self {
        case .expected: "expected"
        case .elsewhere: "elsewhere"
        case .privateNetwork: "private"
        case .untold: "untold"
        }
    }
}
