import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether every host can be reached at all: a name that resolves, a port that answers, a proxy that
/// lets through.
///
/// Needs: handshake transcripts.    Source: AE 3 (hosts and ports that enrolment needs).
/// Rules: 1. the name does not resolve: unresolved.  2. no TCP answer, or silence before the
///           ClientHello: unreachable.
///        3. the port or the proxy refuses: refused.  4. the proxy asks for a login: proxy-auth.
///        5. every handshake got as far as its ClientHello: sound.  6. no readable transcript: cannot tell.
package struct ReachesEveryHost: Probe {
    package static let card = ProbeCard(
        "tls-path.reaches-every-host", layer: .tlsPath,
        asks: "Can every enrolment host be reached on every path?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        raises: [unresolved, unreachable, refused, proxyAuthentication])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        guard !facts.handshakes.isEmpty else {  // rule 6
            return .cannotTell(
                because: facts.unreadable > 0
                    ? "none of \(facts.unreadable.grouped) records is a handshake transcript"
                    : "the evidence holds no handshake",
                supply: HowToGet.handshakes)
        }
        let groups = facts.groups
        return .found(
            groups.flatMap { group in Obstacle.allCases.compactMap { Self.claim($0, group, facts) } }
                .mergedByWay,
            orSound: Self.words(groups),
            measures: [
                "handshakes": .count(facts.handshakes.count), "unreadableRecords": .count(facts.unreadable),
            ])
    }

    private static func words(_ groups: [PathGroup]) -> String {
        let hosts = Set(groups.map(\.host)).count.counted("host")
        return "\(hosts), \(Set(groups.map(\.via)).count.counted("path"))"
    }

    private static func claim(_ obstacle: Obstacle, _ group: PathGroup, _ facts: PathFacts) -> Claim? {
        let faulty = group.handshakes.filter { Obstacle($0.transcript) == obstacle }
        guard !faulty.isEmpty else { return nil }
        let reasons = Set(faulty.compactMap(\.transcript.error)).sorted()
        var detail = "\(group.share(faulty)) with \(group.label): \(obstacle.words)."
        if let reason = reasons.first { detail += " The first attempt says: \(reason)." }
        var against: [String] = []
        if let direct = facts.baseline(of: group), direct.completed.isEmpty {
            against.append("the direct path to \(group.host) does not complete either")
        }
        if !group.completed.isEmpty {
            against.append("\(group.completed.count.grouped) other handshakes on this path completed")
        }
        return group.claim(
            obstacle.code, faulty, brief: "\(group.label): \(obstacle.words)", detail: detail,
            noun: "failed connection", against: against)
    }
}

/// Why a handshake never began.
enum Obstacle: CaseIterable {
    case unresolved, unreachable, refused, proxyAuthentication

    /// `nil` where the ClientHello was sent.
    init?(_ transcript: HandshakeTranscript) {
        switch transcript.outcome {
        case .unresolved: self = .unresolved
        case .unreachable: self = .unreachable
        case .refused, .proxyRefused: self = .refused
        case .proxyAuth: self = .proxyAuthentication
        case .stalled where transcript.stages?.isEmpty == false && !transcript.reached(.clientHello):
            self = .unreachable
        default: return nil
        }
    }

    var code: FindingCode {
        switch self {
        case .unresolved: "L3-UNRESOLVED"
        case .unreachable: "L3-UNREACHABLE"
        case .refused: "L3-REFUSED"
        case .proxyAuthentication: "L3-PROXY-AUTH"
        }
    }

    var words: String {
        switch self {
        case .unresolved: "the name does not resolve"
        case .unreachable: "no answer to the connection"
        case .refused: "the connection is refused"
        case .proxyAuthentication: "the proxy asks for a login"
        }
    }
}

extension ReachesEveryHost {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("only records that are no transcripts", .unreadable(3), .cannotTell),
        WorkedCase(
            "two hosts that answer", .measuring([.completed("a.apple.com"), .completed("b.apple.com")]),
            .sound),
        WorkedCase("a stall is no matter of reach", .measuring([.stalled()]), .sound),
        WorkedCase(
            "three look-ups fail", .measuring(.ended(.unresolved, times: 3)), .raises(["L3-UNRESOLVED": 3])),
        WorkedCase("no TCP answer", .measuring(.ended(.unreachable)), .raises(["L3-UNREACHABLE": 1])),
        WorkedCase(
            "silence before the ClientHello", .measuring([.stalled(stages: [.resolve])]),
            .raises(["L3-UNREACHABLE": 1])),
        WorkedCase(
            "port and proxy refuse", .measuring(.ended(.refused) + .ended(.proxyRefused)),
            .raises(["L3-REFUSED": 2])),
        WorkedCase("the proxy wants a login", .measuring(.ended(.proxyAuth)), .raises(["L3-PROXY-AUTH": 1])),
    ]
}
