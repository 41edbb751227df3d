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
///           A connection that is cut before the ClientHello, or an answer in HTTP, counts as refused.
///           Where the way ends at the proxy, the words are about the proxy: the host was told nothing.
///        5. every handshake got as far as its ClientHello: sound.  6. no readable transcript: cannot tell.
///        7. a push host that answers on its other port is reached: devices go over to that.
package struct ReachesEveryHost: Probe {
    package static let card = ProbeCard(
        "tls-path.reaches-every-host", layer: .tlsPath,
        asks: "Can every enrolment host be reached on every path?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        raises: [unresolved, unreachable, refused, proxyAuthentication])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let services = facts.services(.http)
        guard !facts.handshakes.isEmpty || !services.isEmpty else {  // rule 6
            return .cannotTell(
                because: facts.unreadable > 0
                    ? "none of \(facts.unreadable.grouped) records is a handshake transcript"
                    : "the evidence holds no handshake",
                supply: HowToGet.handshakes)
        }
        let groups = facts.groups + PathFacts.groups(of: services, noun: "request")
        let claims = groups.flatMap { group in Obstacle.allCases.compactMap { Self.claim($0, group, facts) } }
        return .found(
            claims.mergedByWay,
            orSound: Self.words(groups),
            measures: [
                "handshakes": .count(facts.handshakes.count), "unreadableRecords": .count(facts.unreadable),
            ])
    }

    private static func words(_ groups: [PathGroup]) -> String {
        let hosts = Set(groups.map(\.host)).count.counted("host")
        return "\(hosts), \(Set(groups.map(\.via)).count.counted("path"))"
    }

    /// Which proxy it was and what it said, where the way ends there.
    private static func proxyFigures(_ transcript: HandshakeTranscript) -> [String: Figure] {
        guard transcript.failsAtProxy else { return [:] }
        var figures: [String: Figure] = ["endedAt": .text("proxy")]
        if let address = transcript.proxy?.address { figures["proxy"] = .text(address) }
        if let status = transcript.proxy?.status { figures["proxyStatus"] = .count(status) }
        return figures
    }

    private static func claim(_ obstacle: Obstacle, _ group: PathGroup, _ facts: PathFacts) -> Claim? {
        let faulty = group.handshakes.filter {
            Obstacle($0.transcript) == obstacle && !facts.hasPushFallback($0)
        }
        guard let last = faulty.last else { return nil }
        let words = obstacle.words(last.transcript)
        let reasons = Set(faulty.compactMap(\.transcript.error)).sorted()
        var detail = "\(group.share(faulty)) with \(group.label): \(words)."
        if let reason = reasons.first { detail += " One attempt says: \(reason)." }
        if last.transcript.failsAtProxy {
            detail += " The host itself was told nothing, so nothing here speaks about it."
        }
        var against: [String] = []
        if let direct = facts.baseline(of: group), direct.completed.isEmpty {
            against.append("the direct path to \(group.host) does not complete either")
        }
        if !group.completed.isEmpty {
            against.append("\(group.completed.count.grouped) other \(group.noun)s on this path completed")
        }
        return group.claim(
            obstacle.code, faulty, brief: "\(group.label): \(words)", detail: detail,
            noun: "failed connection", values: Self.proxyFigures(last.transcript), against: against)
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
        WorkedCase(
            "a push host on its other port", .measuring([.push(5223, .unreachable), .push(443)]), .sound),
        WorkedCase("port 80 answers", .measuring([.web("ocsp.apple.com")]), .sound),
        WorkedCase(
            "port 80 is cut off", .measuring([.completed(), .web("ocsp.apple.com", .reset)]),
            .raises(["L3-REFUSED": 1])),
        WorkedCase(
            "port 80 says nothing", .measuring([.completed(), .web("ocsp.apple.com", .stalled)]),
            .raises(["L3-UNREACHABLE": 1])),
        WorkedCase(
            "a proxy that resets the CONNECT is a refusal",
            .measuring([.atProxy(.reset)]), .raises(["L3-REFUSED": 1])),
        WorkedCase(
            "a proxy that says nothing", .measuring([.atProxy(.stalled)]), .raises(["L3-UNREACHABLE": 1])),
        WorkedCase(
            "what stands there is no proxy", .measuring([.atProxy(.protocolError)]),
            .raises(["L3-REFUSED": 1])),
        WorkedCase("the proxy wants a login", .measuring(.ended(.proxyAuth)), .raises(["L3-PROXY-AUTH": 1])),
    ]
}
