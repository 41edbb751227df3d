import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether the bytes of every ClientHello are acknowledged, whatever becomes of them then.
///
/// Needs: handshakes that got as far as a ClientHello.    Source: TLS 3.8.
/// Rules: 1. no answer, and the system never saw the ClientHello acknowledged: not acknowledged.  A trial counts where
///           it sends the whole ClientHello.
///           Not so where a ClientHello of the same size is answered: a control of the ladder, one with another name,
///           one without GREASE, one with fewer protocols. The path is unsteady then, or reads what it drops.
///        2. an answer proves the acknowledgement; that of a proxy is its own, and proves nothing.
///        3. nobody looked, and nothing was answered: cannot tell.
package struct AcknowledgesTheClientHello: Probe {
    package static let card = ProbeCard(
        "tls-path.acknowledges-the-client-hello", layer: .tlsPath,
        asks: "Do the bytes of every ClientHello arrive?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: ["L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH"], raises: [lost])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let controls = facts.ladders.flatMap(\.control)
        let known = (facts.handshakes + controls).filter { Self.isAcknowledged($0.transcript) != nil }
        guard !known.isEmpty else {  // rule 3
            return .cannotTell(
                because: "no transcript says whether its ClientHello was acknowledged",
                supply: HowToGet.handshakes)
        }
        let claims = PathFacts.groups(of: known).compactMap { group -> Claim? in
            let faulty = group.handshakes.filter { Self.isAcknowledged($0.transcript) == false }
            return faulty.isEmpty || facts.showsNoMatterOfSize(on: group)
                ? nil : Self.claim(group, faulty, facts)
        }
        return .found(claims.mergedByWay, orSound: "no ClientHello was lost for its size")
    }

    /// `nil` where nobody knows, or none was sent.
    private static func isAcknowledged(_ transcript: HandshakeTranscript) -> Bool? {
        if transcript.reached(.serverHello) || transcript.outcome == .completed { return true }
        switch transcript.outcome {
        case .alert, .protocolError: return transcript.failsAtProxy ? nil : true
        case .stalled, .unreachable, .reset, .closed:
            guard transcript.reached(.clientHello) else { return nil }
            // A proxy acknowledges whatever it is given; what becomes of it behind the proxy nobody sees.
            return transcript.proxy != nil && transcript.acked == true ? nil : transcript.acked
        default: return nil
        }
    }

    private static func claim(_ group: PathGroup, _ faulty: [PathHandshake], _ facts: PathFacts) -> Claim {
        var values: [String: Figure] = [:]
        var detail =
            "\(group.share(faulty)) with \(group.label) sent a ClientHello that \(faulty.contains { $0.transcript.proxy != nil } ? "the proxy never acknowledged" : "TCP never saw acknowledged")"
        if let bytes = faulty.compactMap(\.transcript.sent?.bytes).max() {
            values["bytes"] = .count(bytes)
            detail += ", of \(bytes.grouped) bytes"
        }
        detail += "."
        if let segment = faulty.compactMap(\.transcript.tcp?.sendMSS).max() {
            values["sendMSS"] = .count(segment)
            detail += " One segment of the connection holds \(segment.grouped) bytes."
        }
        if let again = faulty.compactMap(\.transcript.tcp?.retransmits).max(), again > 0 {
            values["retransmits"] = .count(again)
            detail += " It was sent \(again.counted("more time")) in vain."
        }
        return group.claim(
            "L3-HELLO-NOT-ACKED", faulty, brief: "\(group.label): the ClientHello is never acknowledged",
            detail: detail + StallClaim.comparison(group, facts),
            noun: "ClientHello without an acknowledgement",
            values: values, against: StallClaim.against(group, facts))
    }
}

extension AcknowledgesTheClientHello {
    static let lost = FindingCard(
        "L3-HELLO-NOT-ACKED", "The bytes of the ClientHello are never acknowledged",
        severity: .critical, basis: .observed("TLS 3.8"),
        meaning: """
            TCP connects, and the first bytes that are sent are never acknowledged: they do not arrive, or their
            acknowledgement does not come back. Through a proxy that is the way to the proxy, not the one behind it. Small packets pass and large ones are lost: an MTU that nobody
            reports, mostly in a tunnel. A policy that holds a connection back acknowledges it first.
            """,
        explains: PathEdges.edges + ["L3-STALL", "L3-RESET", "L3-LARGE-HELLO-DROPPED"],
        settle: Check(
            "Send packets of full size that nobody may cut, then smaller ones (on a Mac: ping -D -s 1472 HOST).",
            command: "ping -M do -s 1472 HOST"),
        remedy: Remedy(
            .network, "Let packets of full size pass, or make both ends send smaller ones.",
            steps: [
                "Set the MTU of the tunnel or the VPN to what its way really carries.",
                "Let ICMP \"fragmentation needed\" and \"packet too big\" pass; without them nobody learns the MTU.",
                "Or clamp the MSS of TCP on the router in front of the tunnel.",
            ],
            commands: ["abm-forensics path HOST --ladder"], references: ["RFC 4821", "Apple 122756"]))
}

extension AcknowledgesTheClientHello {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("a stall of which nobody knows", .measuring([.stalled()]), .cannotTell),
        WorkedCase("an answer", .measuring([.completed()]), .sound),
        WorkedCase("held back, but acknowledged", .measuring([.stalled().with { $0.acked = true }]), .sound),
        WorkedCase(
            "the proxy acknowledged it, and nobody knows what came of it then",
            .measuring([.stalled(via: "ztna").throughProxy.with { $0.acked = true }]), .cannotTell),
        WorkedCase(
            "not even the proxy acknowledged it",
            .measuring([.stalled(via: "ztna").throughProxy.with { $0.acked = false }]),
            .raises(["L3-HELLO-NOT-ACKED": 1])),
        WorkedCase(
            "never acknowledged", .measuring([.stalled().with { $0.acked = false }]),
            .raises(["L3-HELLO-NOT-ACKED": 1])),
        WorkedCase(
            "a ladder whose controls disagree", .climbing(["control": [false, true]], acked: false), .sound),
        WorkedCase(
            "another name of the same length is answered",
            .climbing(["control": [false, false], "control-sni": [true, true]], acked: false), .sound),
        WorkedCase(
            "the controls of a ladder",
            .climbing(["control": [false, false], "no-pq": [true]], acked: false),
            .raises(["L3-HELLO-NOT-ACKED": 2])),
    ]
}
