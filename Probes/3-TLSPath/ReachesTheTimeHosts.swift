import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether a time server answers.
///
/// Needs: questions for the time to Apple's time hosts.    Source: Apple 101555 (UDP 123); AE 3.
/// Rules: 1. none of the hosts that were asked over a way answers: blocked.  2. one answer is enough: sound.
///        3. nobody asked: cannot tell.
package struct ReachesTheTimeHosts: Probe {
    package static let card = ProbeCard(
        "tls-path.reaches-the-time-hosts", layer: .tlsPath,
        asks: "Does a time server answer?",
        needs: [Need(Supply(.handshakes), how: HowToGet.appleHosts)], raises: [blocked])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let asked = facts.services(.ntp)
        guard !asked.isEmpty else {  // rule 3
            return .cannotTell(because: "no time host was asked", supply: HowToGet.appleHosts)
        }
        let ways = Dictionary(grouping: asked, by: \.via).sorted { $0.key < $1.key }
        let claims = ways.compactMap { via, questions -> Claim? in
            guard !questions.contains(where: { $0.transcript.outcome == .completed }) else { return nil }
            return Self.claim(via, questions)
        }
        let answers = asked.filter { $0.transcript.outcome == .completed }
        return .found(
            claims,
            orSound:
                "\(Set(answers.map(\.host)).count.grouped) of \(Set(asked.map(\.host)).count.counted("time host")) answered"
        )
    }

    private static func claim(_ via: String, _ questions: [PathHandshake]) -> Claim {
        let hosts = Set(questions.map(\.host)).sorted()
        let group = PathGroup(
            host: hosts.count == 1 ? hosts[0] : "the time hosts", via: via, handshakes: questions,
            noun: "question")
        return group.claim(
            "L3-TIME-BLOCKED", questions, brief: "\(group.label): no answer on UDP 123",
            detail: "\(group.share(questions)) to \(hosts.joined(separator: ", ")) on UDP 123 met no answer.",
            noun: "unanswered question", values: ["hosts": .list(hosts.map { .text($0) })],
            against: ["a network with a time server of its own may name it by DHCP"])
    }
}

/// What is spoken besides TLS, as transcripts name it.
enum ServiceKind: String {
    case http, ntp
}

extension PathFacts {
    func services(_ kind: ServiceKind) -> [PathHandshake] {
        services.filter { $0.transcript.application == kind.rawValue }
    }
}

extension ReachesTheTimeHosts {
    static let blocked = FindingCard(
        "L3-TIME-BLOCKED", "No time server answers",
        severity: .low, basis: .published("AE 3"),
        meaning: """
            Devices set their clock by Apple's time hosts on UDP 123. A device that has been off for long starts with
            a wrong clock and finds every certificate expired or not yet valid, until it learns the time.
            """,
        explains: [Edge("L5-CLOCK-WRONG", ceiling: .medium), Edge("L2-CLOCK-SKEW", ceiling: .medium)],
        settle: Check("Ask for the time from where the devices are.", command: "sntp time.apple.com"),
        remedy: Remedy(
            .network, "Let UDP 123 to Apple's time hosts pass.",
            steps: [
                "Allow UDP 123 to time.apple.com, time-ios.apple.com and time-macos.apple.com from the enrolment network."
            ],
            commands: ["sntp time.apple.com", "abm-forensics path --apple-hosts"],
            references: ["Apple 101555"]))
}

extension ReachesTheTimeHosts {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("nobody asked", .measuring([.completed()]), .cannotTell),
        WorkedCase(
            "one of two answers",
            .measuring([.time("time.apple.com"), .time("time-ios.apple.com", .stalled)]), .sound),
        WorkedCase(
            "none answers",
            .measuring([.time("time.apple.com", .stalled), .time("time-ios.apple.com", .stalled)]),
            .raises(["L3-TIME-BLOCKED": 2])),
    ]
}
