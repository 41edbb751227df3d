import CaseReading
import Casework
package import ProbeKit

/// Asks whether callbacks from the tenant's address ranges reach the MDM.
///
/// Needs: the tenant's audit log, and the MDM's deliveries or the access log in front of it.    Source: field
/// guide FG-6.2.
/// Rules: 1. no callback was sent, or no range can be read: cannot tell.
///        2. a delivery from an expected range arrived: sound.
///        3. none did, and no session that was sent arrived from anywhere: broken.
///        4. sessions do arrive, from public addresses only: a warning, for a relay looks like this, and so
///        does a forger.
///        5. sessions do arrive, from private addresses or without any: cannot tell, a load balancer stands
///        in between.  6. all that was sent is younger than the deliveries: cannot tell.
package struct LetsItsSourcesIn: Probe {
    package static let card = ProbeCard(
        "callbacks.sources", layer: .callbacks, asks: "Do callbacks from the expected address ranges arrive?",
        needs: [
            needsTheAuditLog,
            Need(
                Supply(.callbacks), Supply(.accessLog),
                how: needsTheDeliveries.how + ", or the access log in front of it as kind access-log"),
        ], raises: [blocked])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let sent = facts.events.selecting { facts.events.brief($0).outcome.lowercased() == "sent" }
        let ranges = facts.expectedRanges.compactMap { AddressRange($0) }
        guard !sent.isEmpty else {
            return .cannotTell(
                because: "the audit log shows no callback that was sent", supply: howToGetCallbackEvents)
        }
        guard !ranges.isEmpty else {
            return .cannotTell(
                because: "no expected range can be read",
                supply: "expect: {callbackRanges: [17.254.0.0/16]} in the case file")
        }
        guard facts.hasDeliveries else { return judge(facts.frontEnd, sent, facts) }
        let arrivals = CallerCounts(facts.deliveries)
        let inside = arrivals.count(in: ranges)
        guard inside == 0 else {  // rule 2
            return .sound(
                "\(inside.grouped) of \(arrivals.total.grouped) deliveries from the expected ranges")
        }
        let sessions = EnrolmentSessions(facts)
        let received = sessions.count(.received)
        if sessions.count(.inFlight) > 0, sessions.count(.inFlight) == sessions.all.count {  // rule 6
            return .cannotTell(
                because: "every callback was sent after the deliveries were collected",
                supply: "deliveries that were collected later than the audit log")
        }
        guard received > 0 else { return .found(claim(sent, arrivals.total, facts)) }  // rule 3
        guard arrivals.hasPublic else {  // rule 5
            return .cannotTell(
                because: "\(received.counted("session")) known, but under the address of a load balancer",
                supply: "deliveries with the caller's own address (X-Forwarded-For)")
        }
        return .found(relayed(received, sent, facts))  // rule 4
    }

    /// Rules 2, 3 and 5 by the access log of the web server before the MDM, which knows no sessions.
    private func judge(
        _ frontEnd: CallbackFacts.FrontEnd, _ sent: CallbackEvents, _ facts: CallbackFacts
    ) -> Conclusion {
        guard frontEnd.expected == 0 else {
            return .sound("\(frontEnd.expected.counted("request")) from the expected ranges")
        }
        guard frontEnd.elsewhere > 0 else {
            return .cannotTell(
                because: "the access log shows no public address",
                supply: "an access log with the caller's own address (clientAddressFrom: x-forwarded-for)")
        }
        var claim = claim(sent, 0, facts)
        claim.detail =
            "The audit log shows \(sent.count.counted("callback")) as sent; of "
            + "\(frontEnd.elsewhere.counted("request")) from public addresses none came from "
            + "\(facts.expectedRanges.joined(separator: ", "))."
        claim.values["arrived"] = .count(frontEnd.elsewhere)
        claim.evidence += frontEnd.files.prefix(2)
        claim.against = ["an access log of another endpoint looks the same"]
        return .found(claim)
    }
}

extension LetsItsSourcesIn {
    static let blocked = FindingCard(
        "L6-SOURCE-BLOCKED", "Callbacks from the tenant's address ranges do not arrive", severity: .high,
        basis: .fieldGuide("FG-6.2"),
        meaning: """
            The tenant's audit log shows callbacks that were sent, and the MDM has none from the ranges that
            they come from: a firewall or a proxy in front of the webhook drops them, without an answer that
            anybody would log. The ranges are the field guide's (17.253.128.0/18 and 17.254.0.0/16) unless the
            case names others.
            """,
        explains: ["L6-CALLBACK-MISSING", "L6-DELIVERY-ERRORS", "L2-ASSIGNED-NOT-ENROLLED"],
        settle: Check(
            "Watch the outermost firewall while one device is assigned: a packet from the ranges that goes "
                + "in and does not come out names the rule.",
            command: "tcpdump -n 'tcp port 443 and (src net 17.253.128.0/18 or src net 17.254.0.0/16)'"),
        remedy: Remedy(
            .network, "Allow the callback ranges to the MDM's webhook endpoint.",
            steps: [
                "Allow TCP 443 from 17.253.128.0/18 and 17.254.0.0/16 at every firewall, geo filter and web "
                    + "application firewall in front of the MDM.",
                "Check that the public address under ABM > Settings > MDM Integration > Webhook Endpoint is "
                    + "this MDM's.",
                "Re-assign a few of the listed devices: callbacks that were dropped are not sent again.",
            ],
            references: ["field guide FG-6.2, FG-9.6"]))

    private func claim(_ sent: CallbackEvents, _ arrived: Int, _ facts: CallbackFacts) -> Claim {
        let devices = DeviceSet(sent.briefs.compactMap(\.device))
        let others =
            arrived == 0
            ? "no delivery at all"
            : "\(arrived.counted("delivery", "deliveries")), none of a session that was sent and none from "
                + facts.expectedRanges.joined(separator: ", ")
        return Claim(
            "L6-SOURCE-BLOCKED",
            brief: "none of \(sent.count.counted("callback")) arrives from the expected ranges",
            detail:
                "The audit log shows \(sent.count.counted("callback")) as sent; the MDM has \(others).",
            subject: Subject(.webhook, "enrolment callbacks"), count: sent.count,
            devices: devices.isEmpty ? nil : devices, extent: .standing(since: nil),
            values: ["sent": .count(sent.count), "arrived": .count(arrived), "fromExpectedRanges": 0],
            evidence: sent.prefix(2).map(facts.citation) + facts.deliveries.prefix(2).map(facts.citation),
            against: arrived == 0
                ? ["a webhook that is registered elsewhere, or a store that keeps nothing, looks the same"]
                : [])
    }

    private func relayed(_ received: Int, _ sent: CallbackEvents, _ facts: CallbackFacts) -> Claim {
        let addresses = Set(facts.deliveries.compactMap(\.remoteAddress)).sorted()
        let valid = facts.deliveries.count { $0.signature == .valid }
        let named = addresses.prefix(3).joined(separator: ", ")
        return Claim(
            "L6-SOURCE-BLOCKED", brief: "callbacks arrive, none from the expected ranges",
            detail: "\(received.grouped) sessions of \(sent.count.grouped) arrive, but from \(named)"
                + "\(addresses.count > 3 ? " and \(addresses.count - 3) more addresses" : ""), none from "
                + "\(facts.expectedRanges.joined(separator: ", ")).",
            subject: Subject(.webhook, "enrolment callbacks"), count: received, extent: .standing(since: nil),
            values: ["sent": .count(sent.count), "received": .count(received), "fromExpectedRanges": 0],
            evidence: facts.deliveries.prefix(3).map(facts.citation),
            against: [
                "the sessions do arrive: a relay in front of the MDM looks the same",
                valid > 0
                    ? "\(valid.grouped) of them carry a valid signature"
                    : "their signatures could not be checked",
            ], severity: .low)
    }
}

extension LetsItsSourcesIn {
    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("nothing was sent", .called([.dropped(0, minute: 1)], got: []), .cannotTell),
        WorkedCase(
            "no readable range", .called([.sent(0, minute: 1)], got: [], ranges: ["17.254/16"]), .cannotTell),
        WorkedCase(
            "from both ranges",
            .called(
                [.sent(0, minute: 1)], got: [.of(0, from: "17.253.191.255"), .of(1, from: "17.254.0.1")]),
            .sound),
        WorkedCase(
            "mapped into IPv6", .called([.sent(0, minute: 1)], got: [.of(0, from: "::ffff:17.254.9.9")]),
            .sound),
        WorkedCase(
            "nothing arrives", .called([.sent(0, minute: 1), .sent(1, minute: 2)], got: []),
            .raises(["L6-SOURCE-BLOCKED": 2])),
        WorkedCase(
            "sent after the deliveries were collected",
            .called([.sent(0, minute: 5)], got: [], collected: 4), .cannotTell),
        WorkedCase(
            "only somebody else's deliveries arrive, from just outside the range",
            .called([.sent(0, minute: 1)], got: [.of(7, from: "17.253.192.1")]),
            .raises(["L6-SOURCE-BLOCKED": 1])),
        WorkedCase(
            "a relay with a public address",
            .called([.sent(0, minute: 1)], got: [.of(0, from: "203.0.113.9:4711")]),
            .raises(["L6-SOURCE-BLOCKED": 1])),
        WorkedCase(
            "a load balancer", .called([.sent(0, minute: 1)], got: [.of(0, from: "10.0.0.4")]), .cannotTell),
        WorkedCase(
            "an access log shows the ranges", .logged([.sent(0, minute: 1)], expected: 4, elsewhere: 9),
            .sound),
        WorkedCase(
            "an access log shows others only", .logged([.sent(0, minute: 1)], elsewhere: 9),
            .raises(["L6-SOURCE-BLOCKED": 1])),
        WorkedCase("an access log behind a load balancer", .logged([.sent(0, minute: 1)]), .cannotTell),
        WorkedCase("no addresses", .called([.sent(0, minute: 1)], got: [.of(0, from: nil)]), .cannotTell),
    ]
}
