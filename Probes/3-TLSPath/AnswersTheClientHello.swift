import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether something answers the ClientHello, instead of silence or an end of the connection.
///
/// Needs: handshake transcripts that got as far as a ClientHello.    Source: field guide FG-3.2, RFC 8446.
/// Rules: 1. no byte for the stall threshold, or until the time-out: stalled, even if the peer
///           closes in the end.
///        2. reset or closed sooner, before the handshake is done: reset.
///        3. anything that was answered: sound; alerts and other answers are a matter of `SpeaksTLS`.
///        4. no handshake got that far: cannot tell.
///        5. a push host that answers on its other port is reached: devices go over to that.
package struct AnswersTheClientHello: Probe {
    package static let card = ProbeCard(
        "tls-path.answers-the-client-hello", layer: .tlsPath,
        asks: "Does every path answer the ClientHello?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: ["L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH"],
        raises: [stall, reset], isMain: true)

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let sent = facts.handshakes.filter { Obstacle($0.transcript) == nil }
        guard !sent.isEmpty else {  // rule 4
            return .cannotTell(
                because: "no handshake got as far as its ClientHello", supply: HowToGet.handshakes)
        }
        let threshold = Double(facts.thresholds.stallSeconds) * 1000
        let claims = facts.groups.flatMap { group -> [Claim] in
            let ended = group.handshakes.filter { !facts.hasPushFallback($0) }  // rule 5
            let silent = ended.filter { Ending($0.transcript, threshold) == .stalled }
            let cut = ended.filter { Ending($0.transcript, threshold) == .ended }
            return [
                silent.isEmpty ? nil : StallClaim(group, silent, facts).claim,
                cut.isEmpty ? nil : Self.resetClaim(group, cut, facts),
            ].compactMap(\.self)
        }
        let waived = sent.filter { Ending($0.transcript, threshold) != nil && facts.hasPushFallback($0) }
        let other = waived.isEmpty ? "" : ", a push host only on its other port"
        return .found(
            claims.mergedByWay,
            orSound: "\((sent.count - waived.count).counted("ClientHello")) answered\(other)")
    }

    /// How a handshake ended before anybody could judge it; `nil` where it was answered.
    enum Ending {
        case stalled, ended

        init?(_ transcript: HandshakeTranscript, _ thresholdMs: Double) {
            guard Obstacle(transcript) == nil, !transcript.isNotTLS else { return nil }
            switch transcript.outcome {
            case .stalled: self = .stalled
            case .reset, .closed:
                self = (transcript.silence ?? 0) >= thresholdMs ? .stalled : .ended
            default: return nil
            }
        }
    }

    private static func words(reset: Int, closed: Int) -> String {
        if closed == 0 { return "reset after the ClientHello." }
        if reset == 0 { return "closed after the ClientHello." }
        return "cut off after the ClientHello: \(reset.grouped) reset, \(closed.grouped) closed."
    }

    private static func resetClaim(_ group: PathGroup, _ cut: [PathHandshake], _ facts: PathFacts) -> Claim {
        let resets = cut.count { $0.transcript.outcome == .reset }
        let late = cut.count { $0.transcript.reached(.serverHello) }
        var detail =
            "\(group.share(cut)) with \(group.label) were "
            + Self.words(reset: resets, closed: cut.count - resets)
        if let soonest = cut.compactMap(\.transcript.silence).min() {
            detail += " The soonest end came \(Interval(milliseconds: soonest)) after the last message."
        }
        detail += StallClaim.comparison(group, facts)
        var against = StallClaim.against(group, facts)
        if late > 0 { against.append("\(late.grouped) of them ended only after the ServerHello had arrived") }
        return group.claim(
            "L3-RESET", cut, brief: "\(group.label): cut off after the ClientHello", detail: detail,
            noun: "handshake that was cut off",
            values: StallClaim.smallestChange(group, facts).merging(["resets": .count(resets)]) { $1 },
            against: against)
    }
}

extension AnswersTheClientHello {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none got as far", .measuring(.ended(.refused)), .cannotTell),
        WorkedCase("a handshake that completes", .measuring([.completed()]), .sound),
        WorkedCase("an alert is an answer", .measuring([.alerted("handshake_failure")]), .sound),
        WorkedCase(
            "direct completes, the gateway is silent",
            .measuring([.completed(), .stalled(via: "ztna"), .stalled(via: "ztna")]), .raises(["L3-STALL": 2])
        ),
        WorkedCase(
            "direct is silent as well", .measuring([.stalled(), .stalled(via: "ztna")]),
            .raises(["L3-STALL": 2])),
        WorkedCase(
            "a time-out cut the silence short", .measuring([.stalled(silenceMs: 5000)]),
            .raises(["L3-STALL": 1])),
        WorkedCase(
            "closed after 29 seconds of silence", .measuring([.cut(.closed, after: 29_015)]),
            .raises(["L3-STALL": 1])),
        WorkedCase(
            "closed one millisecond before the threshold", .measuring([.cut(.closed, after: 27_999)]),
            .raises(["L3-RESET": 1])),
        WorkedCase(
            "push stalls on 5223 and answers on 443",
            .measuring([
                .stalled("1-courier.push.apple.com").with { $0.address = "17.57.144.1:5223" }, .push(443),
            ]), .sound),
        WorkedCase(
            "the proxy resets the CONNECT, and no ClientHello was ever sent",
            .measuring([.atProxy(.reset)]), .cannotTell),
        WorkedCase("reset at once", .measuring([.cut(.reset, after: 3)]), .raises(["L3-RESET": 1])),
    ]
}
