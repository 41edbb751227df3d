import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether a server name gets as far, hop by hop, as a control name.
///
/// Needs: the hops that both names met on one way.    Source: TLS 3.8.
/// Rules: 1. the name is answered or swallowed at a hop that the control name passes: a box stands there.
///        2. at the hop of the far end only a silence that TCP never acknowledged is a box's: the far end's own system
///           acknowledges what it does not answer.  Anything else there may be the far end's doing: cannot tell.
///        3. the name gets as far as an answer in TLS: sound.
///        4. the control name is answered nowhere, or the routers say too little: cannot tell.
package struct PassesEveryHop: Probe {
    package static let card = ProbeCard(
        "tls-path.passes-every-hop", layer: .tlsPath,
        asks: "Does every hop let the server name pass?",
        needs: [Need(Supply(.handshakes), how: HowToGet.hops)],
        blockedBy: ["L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH"], raises: [middlebox])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let series = PathFacts.groups(of: facts.trials(for: .locate), noun: "series").compactMap(Series.init)
        guard !series.isEmpty else {
            return .cannotTell(because: "no two names were followed hop by hop", supply: HowToGet.hops)
        }
        let claims = series.compactMap { series in series.boxIsSeen ? Self.claim(series) : nil }
        guard claims.isEmpty else { return .found(claims.mergedByWay) }
        if let reason = series.compactMap(\.openReason).first {
            return .cannotTell(because: reason, supply: HowToGet.hops)
        }
        return .sound("\(series.count.counted("server name")) passed every hop")
    }

    /// The hops of both names on one way.
    private struct Series {
        let group: PathGroup
        let story: HopStory
        /// The handshakes with the target's name.
        let target: [PathHandshake]

        init?(_ group: PathGroup) {
            func tries(_ variant: String) -> [PathHandshake] {
                group.handshakes.filter { $0.transcript.trial?.variant == variant }
            }
            target = tries("target")
            guard let hops = target.last?.transcript.hops, let usual = tries("control").last?.transcript.hops,
                !hops.isEmpty, !usual.isEmpty
            else { return nil }
            self.group = group
            story = HopStory(target: hops, control: usual)
        }

        var boxIsSeen: Bool {
            guard story.stop != nil else { return false }
            let isUnacknowledged = target.last?.transcript.acked == false
            return !story.mayBeFarEnd || (story.answer == "silence" && isUnacknowledged)
        }

        /// Why a series without a box says nothing; `nil` where it does.
        var openReason: String? {
            guard story.farEnd != nil else {
                return "the control name is answered nowhere on the way to \(group.label)"
            }
            if let stop = story.stop {
                return
                    "both names get as far as hop \(stop.upperBound) on the way to \(group.label): what answers "
                    + "there treats them differently"
            }
            return story.reachesFarEnd ? nil : "the routers on the way to \(group.label) say too little"
        }
    }

    private static func claim(_ series: Series) -> Claim {
        let (group, story) = (series.group, series.story)
        let stop = story.stop ?? 0...0
        let answer = story.answer ?? "silence"
        let place =
            stop.count == 1
            ? "at hop \(stop.upperBound)" : "between hops \(stop.lowerBound) and \(stop.upperBound)"
        let what = answer == "silence" ? "is heard of no more" : "is answered with \(article(answer))"
        var values: [String: Figure] = [
            "hop": .count(stop.upperBound), "lastHopHeard": .count(stop.lowerBound - 1),
            "answer": .text(answer),
        ]
        if let router = story.lastRouter { values["lastRouter"] = .text(router) }
        if let router = story.nextRouter { values["nextRouter"] = .text(router) }
        return group.claim(
            "L3-MIDDLEBOX-AT-HOP", series.target,
            brief: "\(group.label): the server name \(story.text ?? "stops")",
            detail:
                "A ClientHello with \(group.host) \(what) \(place), where one with a control name goes on. "
                + routers(story),
            noun: "stopped ClientHello", values: values,
            against: stop.count > 1 ? ["routers may keep silent: the box stands there at the latest"] : [])
    }

    /// Who stands on both sides of the stop, as sentences: a box acts on its way in or on its way out.
    private static func routers(_ story: HopStory) -> String {
        switch (story.lastRouter, story.nextRouter) {
        case (let last?, let next?):
            "\(last) still had it, and \(next) only hears of the control: the box is one of them or stands between."
        case (let last?, nil): "\(last) still had it: the box is that router or the next thing behind it."
        case (nil, let next?): "The box is the router \(next) or stands in front of it."
        case (nil, nil): "The routers there do not tell their addresses."
        }
    }

    private static func article(_ answer: String) -> String {
        switch answer {
        case "closed": "a close"
        case "alert": "an alert"
        case "bytes": "bytes that are no TLS"
        default: "a \(answer)"
        }
    }
}

extension PassesEveryHop {
    static let middlebox = FindingCard(
        "L3-MIDDLEBOX-AT-HOP", "A box on the way stops the server name",
        severity: .high, basis: .observed("TLS 3.8"),
        meaning: """
            Sent with a rising limit of hops, a ClientHello with this server name stops at a hop that one with a
            control name passes. Something there reads the name and acts on it. Counting hops tells whose it is:
            the first ones belong to the site, the next to its provider.
            """,
        explains: ["L3-STALL", "L3-RESET", "L3-ALERT", "L3-BLOCK-PAGE"],
        settle: Check(
            "Trace the way and look who owns that hop (on a Mac: sudo traceroute -P TCP -p 443 HOST); repeat from another network.",
            command: "sudo traceroute -T -p 443 HOST"),
        remedy: Gateways.remedy(
            "Ask whoever runs that hop to let the name pass.",
            first: ["Hand over the number of the hop, the router's address and both series."]))
}

extension PassesEveryHop {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("no series", .measuring([.completed()]), .cannotTell),
        WorkedCase(
            "both get through",
            .locating(["time-exceeded", "server-hello"], ["time-exceeded", "server-hello"]), .sound),
        WorkedCase(
            "the control gets nowhere", .locating(["silence", "silence"], ["silence", "silence"]), .cannotTell
        ),
        WorkedCase(
            "a reset at hop 2",
            .locating(["time-exceeded", "reset"], ["time-exceeded", "time-exceeded", "server-hello"]),
            .raises(["L3-MIDDLEBOX-AT-HOP": 1])),
        WorkedCase(
            "swallowed behind hop 1",
            .locating(
                ["time-exceeded", "silence", "silence"], ["time-exceeded", "time-exceeded", "server-hello"]),
            .raises(["L3-MIDDLEBOX-AT-HOP": 1])),
        WorkedCase(
            "the far end refuses the name",
            .locating(["time-exceeded", "alert"], ["time-exceeded", "server-hello"]), .cannotTell),
    ]
}
