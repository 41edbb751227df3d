import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether the ClientHello that arrives at the far end is the one that was sent.
///
/// Needs: handshakes whose ClientHello a reflector wrote down.    Source: field guide FG-3.8, FG-B.
/// Rules: 1. anything but the server name and GREASE differs: rewritten, each difference named, and whose
///           ClientHello it is where its fingerprint is known.
///        2. TLS 1.3 was offered and does not arrive: named with it, since no other probe can see it.
///        3. an offered suite does not arrive: stripped.  4. all is the same: sound.
///        5. no far end, or one that wrote down too little: cannot tell.
///        6. all is the same in a record of doubtful origin: that proves nothing, cannot tell.
///        A random that is not the one that was sent shows a ClientHello of somebody else's, however like it is.
package struct KeepsTheClientHello: Probe {
    package static let card = ProbeCard(
        "tls-path.keeps-the-client-hello", layer: .tlsPath,
        asks: "Does the ClientHello arrive at the far end as it was sent?",
        needs: [Need(Supply(.handshakes), how: HowToGet.reflection)],
        blockedBy: ["L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH"],
        raises: [rewritten, stripped])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let known = facts.reflected.filter(Self.isComparable)
        guard !known.isEmpty else {  // rule 5
            return .cannotTell(
                because: "no far end wrote down what arrived", supply: HowToGet.reflection)
        }
        let claims = PathFacts.groups(of: known).flatMap { group in
            [Self.rewritten(group), Self.stripped(group)].compactMap(\.self)
        }
        let sure = known.count(where: \.vouchesForThePath)
        guard !claims.isEmpty || sure > 0 else {  // rule 6
            return .cannotTell(
                because: known.first?.doubtsOfReflection.first ?? "", supply: HowToGet.reflection)
        }
        return .found(claims.mergedByWay, orSound: "\(sure.counted("ClientHello")) arrived as sent")
    }

    private static func isComparable(_ handshake: PathHandshake) -> Bool {
        let (sent, arrived) = (handshake.transcript.sent, handshake.transcript.reflection)
        return (sent?.ja4 != nil && arrived?.ja4 != nil)
            || (sent?.cipherSuites != nil && arrived?.cipherSuites != nil)
    }

    private static func differences(_ handshake: PathHandshake) -> [ClientHelloDifference] {
        guard let sent = handshake.transcript.sent, let arrived = handshake.transcript.reflection else {
            return []
        }
        return ClientHelloDifference.all(sent, arrived) + ClientHelloDifference.random(handshake.transcript)
    }

    private static func rewritten(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter { !differences($0).isEmpty }
        guard let last = faulty.last else { return nil }
        let all = differences(last)
        let losesTLS13 = faulty.contains(where: \.transcript.losesTLS13)
        let client = GatewayClient(ja4: last.transcript.reflection?.ja4)
        var detail =
            "In \(group.share(faulty)) with \(group.label) another ClientHello arrived than was sent: "
            + "TLS is ended on the way. " + sentence(all)
        if losesTLS13 {
            detail +=
                " TLS 1.3 was offered and does not arrive: the far side of the gateway is older than it shows"
            detail += last.transcript.reflection?.negotiatedVersion.map { " (it settled on \($0))." } ?? "."
        }
        detail += client?.sentence ?? ""
        var values: [String: Figure] = [
            "differences": .list(all.map(\.figure)), "losesTLS13": .flag(losesTLS13),
        ]
        if let ja4 = last.transcript.reflection?.ja4 { values["arrivedJA4"] = .text(ja4) }
        if let client { values["probableClient"] = .text(client.name) }
        return group.farClaim(
            "L3-HELLO-REWRITTEN", faulty,
            brief: "\(group.label): another ClientHello arrives\(losesTLS13 ? ", without TLS 1.3" : "")",
            detail: detail, values: values)
    }

    /// All differences in one sentence; a fingerprint only where nothing else says more.
    private static func sentence(_ differences: [ClientHelloDifference]) -> String {
        let plain = differences.filter { $0.field != "JA3" && $0.field != "JA4" }
        let told = plain.isEmpty ? differences : plain
        return "What differs: \(told.map(\.words).joined(separator: "; "))."
    }

    private static func stripped(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter { !$0.transcript.strippedSuites.isEmpty }
        guard let last = faulty.last else { return nil }
        let suites = last.transcript.strippedSuites
        return group.farClaim(
            "L3-SUITE-STRIPPED", faulty,
            brief: "\(group.label): \(suites.count.counted("offered suite")) did not arrive",
            detail:
                "In \(group.share(faulty)) with \(group.label) offered suites did not arrive at the far end: "
                + "\(suites.joined(separator: ", ")).",
            values: ["suites": .list(suites.map { .text($0) })])
    }
}

extension KeepsTheClientHello {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("no far end", .measuring([.completed()]), .cannotTell),
        WorkedCase("a far end that wrote the name alone", .measuring([.reflected(suites: nil)]), .cannotTell),
        WorkedCase("all as sent, but for other GREASE", .measuring([.reflected(grease: "0x4A4A")]), .sound),
        WorkedCase(
            "squid's own ClientHello",
            .measuring([.reflected(ja4: "t13d311200_e8f1e7e78f70_830561eb1039", alpn: nil)]),
            .raises(["L3-HELLO-REWRITTEN": 1])),
        WorkedCase(
            "a perfect copy with a random of its own",
            .measuring([
                .reflected(matchedBy: ["request"]).with {
                    $0.nonce = "00112233445566778899aabbccddeeff"
                    $0.reflection?.random = String(repeating: "5a", count: 32)
                }
            ]), .raises(["L3-HELLO-REWRITTEN": 1])),
        WorkedCase(
            "all as sent, but the receipt is signed by another key",
            .measuring([.reflected(signature: "other key")]), .cannotTell),
        WorkedCase(
            "all as sent in a record that was found by its time",
            .measuring([.reflected(matchedBy: ["time-and-address"])]), .cannotTell),
        WorkedCase(
            "TLS 1.3 does not arrive", .measuring([.reflected(versions: ["TLSv1.2"])]),
            .raises(["L3-HELLO-REWRITTEN": 1])),
        WorkedCase(
            "a suite does not arrive", .measuring([.reflected(suites: ["TLS_AES_128_GCM_SHA256"])]),
            .raises(["L3-HELLO-REWRITTEN": 1, "L3-SUITE-STRIPPED": 1])),
        WorkedCase(
            "the receipt's signature is wrong",
            .measuring([.reflected(versions: ["TLSv1.2"], signature: "invalid")]),
            .raises(["L3-HELLO-REWRITTEN": 1])),
    ]
}
