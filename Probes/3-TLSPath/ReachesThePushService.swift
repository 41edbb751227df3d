import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether the push service can be reached on any of its ports.
///
/// Needs: handshakes with hosts under push.apple.com.    Source: Apple 101555, 102266; AE 7 row 23.
/// Rules: 1. devices need 5223, or 443 instead; the MDM server 443 or 2197.  One port of one host is enough.
///        2. both ports of that vantage were tried over one way and none works: blocked.
///           The host of MDM servers and those of devices are judged apart.
///        3. only one of them was tried, and does not work: cannot tell.  4. no push host: cannot tell.
package struct ReachesThePushService: Probe {
    package static let card = ProbeCard(
        "tls-path.reaches-the-push-service", layer: .tlsPath,
        asks: "Can the push service be reached?",
        needs: [Need(Supply(.handshakes), how: HowToGet.appleHosts)], raises: [blocked])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let push = facts.handshakes.filter { $0.scope.role == .apns }
        guard !push.isEmpty else {  // rule 4
            return .cannotTell(because: "no push host was tried", supply: HowToGet.appleHosts)
        }
        let ways = Self.ways(push)
        let claims = ways.filter(\.isBlocked).map(Self.claim)
        if let open = ways.first(where: { !$0.works && !$0.isBlocked }), claims.isEmpty {
            return .cannotTell(because: open.openReason, supply: HowToGet.appleHosts)
        }
        return .found(
            claims,
            orSound:
                "the push service answers on \(Set(ways.flatMap(\.open)).sorted().map(String.init).joined(separator: ", "))"
        )
    }

    /// What was tried of the push service over one way from one place.
    private struct Way {
        let group: PathGroup
        let side: PushSide

        /// The ports that would do; Source: Apple 101555.
        var needed: Set<Int> { side == .server ? [443, 2197] : [5223, 443] }
        var tried: Set<Int> { Set(group.handshakes.map(PushPort.of)).intersection(needed) }
        var open: [Int] {
            group.handshakes.filter { $0.transcript.isAnsweredInTLS }.map(PushPort.of).filter(needed.contains)
        }
        var works: Bool { !open.isEmpty }
        var isBlocked: Bool { !works && tried == needed }
        var openReason: String {
            let missing = needed.subtracting(tried).sorted().map(String.init).joined(separator: " and ")
            return "the push service does not answer over \(group.via), but port \(missing) was not tried"
        }

    }

    private static func ways(_ push: [PathHandshake]) -> [Way] {
        var order: [[String]] = []
        var members: [[String]: [PathHandshake]] = [:]
        for handshake in push {
            let key = [
                handshake.via, handshake.scope.vantage?.rawValue ?? "", PushSide(handshake).rawValue,
            ]
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(handshake)
        }
        return order.map { key in
            Way(
                group: PathGroup(
                    host: key[2] == PushSide.server.rawValue ? PushSide.serverHost : "*.push.apple.com",
                    via: key[0], handshakes: members[key] ?? []),
                side: PushSide(rawValue: key[2]) ?? .device)
        }
    }

    private static func claim(_ way: Way) -> Claim {
        let outcomes = Dictionary(grouping: way.group.handshakes, by: PushPort.of).sorted { $0.key < $1.key }
            .map { port, handshakes in
                "\(port) \(Set(handshakes.map(\.transcript.outcome.rawValue)).sorted().joined(separator: " or "))"
            }
        return way.group.claim(
            "L3-APNS-BLOCKED", way.group.handshakes,
            brief: "\(way.group.label): no port of the push service answers",
            detail: "\(way.group.share(way.group.handshakes)) with \(way.group.label) failed: "
                + "\(outcomes.joined(separator: ", ")).",
            noun: "failed push connection",
            values: ["ports": .list(way.needed.sorted().map { .count($0) })])
    }
}

/// Who uses a connection to the push service: the hosts of one side say nothing about the other.
private enum PushSide: String {
    case device, server

    /// Where MDM servers send to; devices never call it.
    static let serverHost = "api.push.apple.com"

    init(_ handshake: PathHandshake) {
        self = handshake.host == Self.serverHost || handshake.scope.vantage == .mdmServer ? .server : .device
    }
}

extension HandshakeTranscript {
    /// Any answer in TLS: a push host may ask for a certificate that nobody here has.
    fileprivate var isAnsweredInTLS: Bool {
        outcome == .completed || reached(.serverHello) || (outcome == .alert && !isNotTLS && !failsAtProxy)
    }
}

/// The port of a connection to the push service.
enum PushPort {
    /// Default: 443, as for any name without a port.
    static func of(_ handshake: PathHandshake) -> Int { handshake.port ?? 443 }
}

extension PathFacts {
    /// Whether a device would reach the same push host over its other port.
    func hasPushFallback(_ handshake: PathHandshake) -> Bool {
        guard handshake.scope.role == .apns else { return false }
        return handshakes.contains {
            $0.host == handshake.host && $0.via == handshake.via && $0.transcript.isAnsweredInTLS
                && PushPort.of($0) != PushPort.of(handshake)
        }
    }
}

extension ReachesThePushService {
    static let blocked = FindingCard(
        "L3-APNS-BLOCKED", "The push service cannot be reached",
        severity: .high, basis: .published("AE 7 row 23"),
        meaning: """
            Devices hold a connection to the push service on port 5223 and use 443 where that fails; the MDM server
            sends on 443 or 2197. Apple names these ports. Where none of them works a device enrols and is never
            heard of again, since nobody can wake it.
            """,
        explains: PathEdges.pushService + PathEdges.portsOfThePushService,
        settle: Check(
            "Try both ports from where the devices are.", command: "nc -vz -w 5 1-courier.push.apple.com 5223"
        ),
        remedy: Remedy(
            .network, "Open the push service for devices and for the MDM server.",
            steps: [
                "Devices: TCP 5223 to *.push.apple.com, and 443 as the way out.",
                "MDM server: TCP 443 or 2197 to api.push.apple.com.",
                "Allow 17.0.0.0/8 where names cannot be used, and never inspect these connections: those of devices are pinned.",
            ],
            commands: ["nc -vz -w 5 1-courier.push.apple.com 5223", "abm-forensics path --apple-hosts"],
            references: ["Apple 101555", "Apple 102266"]))
}

extension ReachesThePushService {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("another host", .measuring([.completed()]), .cannotTell),
        WorkedCase("5223 answers", .measuring([.push(5223)]), .sound),
        WorkedCase("443 instead of 5223", .measuring([.push(5223, .unreachable), .push(443)]), .sound),
        WorkedCase(
            "neither port", .measuring([.push(5223, .unreachable), .push(443, .refused)]),
            .raises(["L3-APNS-BLOCKED": 2])),
        WorkedCase(
            "the server's host answers, the devices' host does not",
            .measuring([
                .push(5223, .unreachable), .push(443, .refused),
                .completed("api.push.apple.com").with { $0.address = "17.57.144.2:443" },
            ]), .raises(["L3-APNS-BLOCKED": 2])),
        WorkedCase("one port alone fails", .measuring([.push(5223, .unreachable)]), .cannotTell),
        WorkedCase(
            "443 and 2197 fail for the MDM server",
            .measuring([
                .push(443, .stalled, from: "mdm-server"), .push(2197, .unreachable, from: "mdm-server"),
            ]), .raises(["L3-APNS-BLOCKED": 2])),
        WorkedCase(
            "2197 says nothing for a device",
            .measuring([.push(443, .unreachable), .push(2197, .unreachable)]),
            .cannotTell),
    ]
}
