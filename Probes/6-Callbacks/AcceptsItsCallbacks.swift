import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM refused callbacks for want of authorisation.
///
/// Needs: the MDM's deliveries, or the tenant's audit log.    Source: field guide FG-6.3.
/// Rules: 1. deliveries answered 401 or 403, and callbacks that the audit log calls rejected or answered so:
///        broken; a session that both name is counted once.  2. every refused session was accepted later:
///        only a warning.
///        3. no delivery with an answer and no callback in the audit log: cannot tell.  4. else sound.
package struct AcceptsItsCallbacks: Probe {
    package static let card = ProbeCard(
        "callbacks.accepted", layer: .callbacks, asks: "Did the MDM refuse callbacks with 401 or 403?",
        needs: [Need(Supply(.callbacks), Supply(.audit), how: needsTheDeliveries.how)], raises: [unauthorized]
    )

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let answered = facts.deliveries.count { $0.status != nil }
        guard answered > 0 || !facts.events.isEmpty else {  // rule 3
            return .cannotTell(
                because: "no delivery says how it was answered, and the audit log holds no callbacks",
                supply: "deliveries with their status, or \(howToGetCallbackEvents)")
        }
        let refusals = Refusals(facts)
        guard refusals.count > 0 else {  // rule 4
            let measured =
                answered > 0
                ? answered.counted("delivery", "deliveries") : facts.events.count.counted("callback")
            return .sound("\(measured), none refused")
        }
        return .found(claim(refusals, facts))
    }

    private func claim(_ refusals: Refusals, _ facts: CallbackFacts) -> Claim {
        let later = refusals.acceptedLater
        let all = later == refusals.count
        return Claim(
            "L6-UNAUTHORIZED", brief: "\(refusals.count.counted("callback")) answered 401 or 403",
            detail:
                "The MDM refused \(refusals.count.counted("callback")): "
                + "\(refusals.deliveries.count.counted("delivery", "deliveries")) met the answer 401 or 403, and the tenant's audit log records "
                + "\(refusals.events.count.grouped) rejected\(refusals.words). "
                + "Accepted later: \(later == 0 ? "none" : later.grouped).",
            subject: Subject(.webhook, "enrolment callbacks"), count: refusals.count,
            devices: refusals.devices,
            extent: refusals.extent,
            values: [
                "refusedDeliveries": .count(refusals.deliveries.count),
                "rejectedInAudit": .count(refusals.events.count),
                "acceptedLater": .count(later),
            ],
            evidence: refusals.deliveries.prefix(3).map(facts.citation)
                + refusals.events.prefix(2).map(facts.citation),
            against: all ? ["every refused session was accepted later"] : [], severity: all ? .low : nil)
    }
}

/// The callbacks that the MDM refused, as both sides tell it.
struct Refusals {
    let deliveries: [CallbackDelivery]
    let events: [AuditTrail.CallbackEvent]
    /// Sessions, and deliveries and events without one.
    let count: Int
    let acceptedLater: Int

    private static let statuses: Set<Int> = [401, 403]

    init(_ facts: CallbackFacts) {
        deliveries = facts.deliveries.filter { $0.status.map(Self.statuses.contains) ?? false }
        events = facts.events.filter {
            $0.outcome.lowercased() == "rejected" || $0.httpStatus.map(Self.statuses.contains) ?? false
        }
        let sessions = Set(deliveries.compactMap(\.session) + events.compactMap(\.session))
        count =
            sessions.count + deliveries.count { $0.session == nil } + events.count { $0.session == nil }
        acceptedLater = Self.acceptedLater(sessions, deliveries, events, facts.deliveries)
    }

    /// How many sessions were accepted after their last refusal; a delivery without a time counts as later.
    private static func acceptedLater(
        _ sessions: Set<String>, _ deliveries: [CallbackDelivery], _ events: [AuditTrail.CallbackEvent],
        _ all: CallbackDeliveries
    ) -> Int {
        var refused: [String: Instant] = [:]
        let times = deliveries.map { ($0.session, $0.receivedAt) } + events.map { ($0.session, $0.at) }
        for (session, at) in times {
            if let session, let at { refused[session] = max(refused[session] ?? at, at) }
        }
        let accepted = all.filter { delivery in
            guard let session = delivery.session, sessions.contains(session), let status = delivery.status,
                (200..<300).contains(status)
            else { return false }
            guard let at = delivery.receivedAt, let last = refused[session] else { return true }
            return at > last
        }
        return Set(accepted.compactMap(\.session)).count
    }

    var devices: DeviceSet? {
        let named = DeviceSet(deliveries.compactMap(\.device) + events.compactMap(\.device))
        return named.isEmpty ? nil : named
    }

    private var window: TimeWindow? {
        let times = deliveries.compactMap(\.receivedAt) + events.map(\.at)
        return times.min().flatMap { start in times.max().map { TimeWindow(start, $0) } }
    }

    var extent: Extent { window.map { .windows([$0], noun: "refusing stretch") } ?? .unknown }

    var words: String { window.map { ", from \($0.start.minute) to \($0.end.minute)" } ?? "" }
}

extension AcceptsItsCallbacks {
    static let unauthorized = FindingCard(
        "L6-UNAUTHORIZED", "The MDM refuses callbacks as unauthorised", severity: .high,
        basis: .fieldGuide("FG-6.3"),
        meaning: """
            The callbacks arrive, and the MDM answers 401 or 403: an unsigned or mis-signed payload, an
            expired token, or a rule of the proxy in front of it. The tenant's console shows nothing; only its
            audit log has an entry. This is the field guide's account of the callbacks.
            """,
        explains: ["L6-CALLBACK-MISSING", "L6-DELIVERY-ERRORS", "L2-ASSIGNED-NOT-ENROLLED"],
        settle: Check(
            "See whether the 401 is in the MDM's own log: if it is not, the proxy in front of it answered."),
        remedy: Remedy(
            .mdm, "Renew the token or secret with which the MDM's webhook admits the tenant.",
            steps: [
                "If L6-SIGNATURE-INVALID is found too, mend the secret first.",
                "Compare endpoint and credentials under ABM > Settings > MDM Integration > Webhook Endpoint.",
                "Re-assign the listed devices afterwards: refused callbacks are not sent again.",
                "The ADE server token has no part in this: do not regenerate it.",
            ],
            references: ["field guide FG-6.2, FG-6.3, FG-9.6, FG-0.5"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("deliveries without an answer", .got([.of(0, status: nil)]), .cannotTell),
        WorkedCase("all answered 200", .got([.of(0), .of(1)]), .sound),
        WorkedCase("an error of another kind", .got([.of(0, status: 500)]), .sound),
        WorkedCase(
            "401 and 403", .got([.of(0, status: 401), .of(1, status: 403), .of(2)]),
            .raises(["L6-UNAUTHORIZED": 2])),
        WorkedCase(
            "only the audit log knows",
            .called([.sent(0, minute: 1), .rejected(1, minute: 2)], got: [.of(0)]),
            .raises(["L6-UNAUTHORIZED": 1])),
        WorkedCase(
            "both know of the same session", .called([.rejected(0, minute: 2)], got: [.of(0, status: 401)]),
            .raises(["L6-UNAUTHORIZED": 1])),
        WorkedCase(
            "accepted, then refused", .got([.of(0, minute: 1), .of(0, status: 401, minute: 9)]),
            .raises(["L6-UNAUTHORIZED": 1])),
        WorkedCase(
            "refused, then accepted", .got([.of(0, status: 401, minute: 1), .of(0, minute: 9)]),
            .raises(["L6-UNAUTHORIZED": 1])),
    ]
}
