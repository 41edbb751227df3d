import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether the server name arrives at the far end as it was sent.
///
/// Needs: handshakes whose ClientHello a reflector wrote down.    Source: field guide FG-3.2.
/// Rules: 1. another name arrived, or none: rewritten.  2. a name arrived where none was sent: rewritten.
///        3. the same name, whatever its case: sound.  4. no far end: cannot tell, since the near end never sees it.
///        5. the same name in a record of doubtful origin proves nothing: cannot tell.
package struct KeepsTheServerName: Probe {
    package static let card = ProbeCard(
        "tls-path.keeps-the-server-name", layer: .tlsPath,
        asks: "Does the server name arrive at the far end as it was sent?",
        needs: [Need(Supply(.handshakes), how: HowToGet.reflection)],
        blockedBy: ["L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH"], raises: [rewritten])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let known = facts.reflected
        guard !known.isEmpty else {  // rule 4
            return .cannotTell(
                because: "no far end wrote down what arrived", supply: HowToGet.reflection)
        }
        let claims = PathFacts.groups(of: known).compactMap { group -> Claim? in
            let faulty = group.handshakes.filter { Self.isRewritten($0.transcript) }
            return faulty.isEmpty ? nil : Self.claim(group, faulty)
        }
        let sure = known.count(where: \.vouchesForThePath)
        guard !claims.isEmpty || sure > 0 else {  // rule 5
            return .cannotTell(
                because: known.first?.doubtsOfReflection.first ?? "", supply: HowToGet.reflection)
        }
        return .found(claims.mergedByWay, orSound: "\(sure.counted("server name")) arrived as sent")
    }

    static func isRewritten(_ transcript: HandshakeTranscript) -> Bool {
        name(transcript.sent?.sni) != name(transcript.reflection?.sni)
    }

    /// A name as it is compared: an absolute name is the same name.
    private static func name(_ text: String?) -> String? {
        guard let text = text?.lowercased(), !text.isEmpty else { return nil }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func claim(_ group: PathGroup, _ faulty: [PathHandshake]) -> Claim {
        let sent = faulty.first?.transcript.sent?.sni ?? "no server name"
        let arrived = Set(faulty.map { $0.transcript.reflection?.sni ?? "none" }).sorted()
        let shown = arrived.prefix(5).joined(separator: ", ")
        return group.farClaim(
            "L3-SNI-REWRITTEN", faulty,
            brief:
                "\(group.label): \(shown == "none" ? "the server name is lost" : "\(shown) arrives as server name")",
            detail:
                "In \(group.share(faulty)) with \(group.label) \(sent) was sent and \(shown) arrived at the far "
                + "end as server name.",
            values: ["sent": .text(sent), "arrived": .list(arrived.map { .text($0) })])
    }
}

extension PathGroup {
    /// A claim that rests on what a far end saw.
    func farClaim(
        _ code: FindingCode, _ faulty: [PathHandshake], brief: String, detail: String,
        values: [String: Figure]
    ) -> Claim {
        let address = faulty.compactMap(\.transcript.address).first.map { " at \($0)" } ?? ""
        let doubts = faulty.map(\.doubtsOfReflection)
        // One handshake without a doubt is enough to be sure.
        let against = doubts.contains([]) ? [] : doubts.first ?? []
        var figures = values
        figures["confidence"] = .text(against.isEmpty ? "high" : "low")
        var claim = claim(
            code, faulty, brief: brief,
            detail: detail
                + " That holds for this name to the far end\(address): a gateway may treat other addresses "
                + "in other ways.",
            noun: "handshake that arrived changed", values: figures, against: against)
        claim.evidence = Array((faulty.compactMap(\.farCitation) + claim.evidence).prefix(Self.cited))
        return claim
    }
}

extension KeepsTheServerName {
    static let rewritten = FindingCard(
        "L3-SNI-REWRITTEN", "The server name is rewritten on the way",
        severity: .critical, basis: .observed("FG-3.2"),
        meaning: """
            The far end saw another server name than was sent, or none: something on the way ends TLS and opens a
            connection of its own. Apple's front ends choose the service by that name. The field guide's account is
            that a gateway sends its own name and that Apple's side then waits or routes to the wrong cluster; that
            the name changed is measured, what Apple does with it is the field guide's word.
            """,
        explains: PathEdges.edges + [
            Edge("L2-WRONG-CLUSTER", basis: .fieldGuide("FG-3.2")),
            Edge("L3-STALL", basis: .fieldGuide("FG-3.2")),
        ],
        settle: Check(
            "Dial the far end over the path and over the direct one: a name that changes only here changes in the gateway.",
            command:
                "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --reflector ADDR:PORT"),
        remedy: Gateways.remedy("Let the gateway pass the server name through, without ending TLS."))
}

extension KeepsTheServerName {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("no far end", .measuring([.completed()]), .cannotTell),
        WorkedCase(
            "the same name, in other letters", .measuring([.reflected(sni: "IProfiles.Apple.com.")]), .sound),
        WorkedCase(
            "the gateway's own name",
            .measuring([.reflected(sni: "gateway.zscaler.net"), .reflected(sni: "gateway.zscaler.net")]),
            .raises(["L3-SNI-REWRITTEN": 2])),
        WorkedCase(
            "the same name, in a record with a wrong receipt", .measuring([.reflected(signature: "invalid")]),
            .cannotTell),
        WorkedCase("the name is lost", .measuring([.reflected(sni: nil)]), .raises(["L3-SNI-REWRITTEN": 1])),
        WorkedCase(
            "found by its time alone", .measuring([.reflected(sni: nil, matchedBy: ["time-and-address"])]),
            .raises(["L3-SNI-REWRITTEN": 1])),
    ]
}
