import CaseReading
import Casework
package import ProbeKit

/// Asks whether the callbacks carry the id of the enrolment session that they belong to.
///
/// Needs: the MDM's deliveries.    Source: field guide FG-6.1.
/// Rules: 1. a payload that needs an `enrollmentSessionId` and has none: broken, each is counted.
///        2. NanoMDM payloads have none and need none.  3. no delivery at all: cannot tell.  4. else sound.
package struct NamesEverySession: Probe {
    package static let card = ProbeCard(
        "callbacks.session-id", layer: .callbacks, asks: "Does every callback name its enrolment session?",
        needs: [needsTheDeliveries], raises: [nameless])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let due = facts.deliveries.filter(\.needsSession)
        let nameless = due.filter { ($0.session ?? "").isEmpty }
        guard !facts.deliveries.isEmpty else {  // rule 3
            return .cannotTell(because: "no delivery arrived", supply: needsTheDeliveries.how)
        }
        guard !nameless.isEmpty else {  // rule 4
            return .sound(
                due.isEmpty
                    ? "no payload needs a session id" : "session named in \(due.count.counted("payload"))")
        }
        let hit = DeliveriesHit(nameless)
        return .found(
            Claim(
                "L6-SESSION-ID-MISSING",
                brief:
                    "\(nameless.count.grouped) of \(due.count.grouped) callbacks without enrollmentSessionId",
                detail:
                    "\(nameless.count.grouped) of \(due.count.grouped) payloads "
                    + "(\(nameless.count.percent(of: due.count))) hold no "
                    + "enrollmentSessionId\(hit.words)\(Self.paths(nameless)).",
                subject: Subject(.webhook, nameless.first?.path ?? "enrolment callbacks"),
                count: nameless.count,
                devices: hit.devices, extent: hit.extent(noun: "nameless callback"),
                values: ["without": .count(nameless.count), "payloads": .count(due.count)],
                evidence: nameless.prefix(3).map(facts.citation),
                against: nameless.count < due.count
                    ? ["the session is named in \((due.count - nameless.count).counted("other payload"))"]
                    : []))
    }

    /// The kinds of path that they came to, with device identifiers left out.
    private static func paths(_ deliveries: [CallbackDelivery]) -> String {
        let ends = Set(deliveries.compactMap { $0.path?.split(separator: "/").last.map(String.init) })
        guard !ends.isEmpty, ends.count <= 3 else { return "" }
        return ", at paths that end in \(ends.sorted().joined(separator: ", "))"
    }
}

extension NamesEverySession {
    static let nameless = FindingCard(
        "L6-SESSION-ID-MISSING", "Callbacks arrive without a session: the endpoint is a generic callback",
        severity: .medium, basis: .fieldGuide("FG-6.1"),
        meaning: """
            Only the endpoint that is registered for the MDM integration gets the enrolment payload with its
            enrollmentSessionId. A generic API callback gets notices of the same events without it, and the
            MDM cannot tell which enrolment they belong to. This is the field guide's account.
            """,
        remedy: Remedy(
            .mdm, "Register the MDM's URL as the integration's webhook endpoint, not as an API callback.",
            steps: [
                "Enter the URL under ABM > Settings > MDM Integration > Webhook Endpoint.",
                "Remove the generic callback that points to the same URL, or every event arrives twice.",
                "Re-assign one device and see whether its payload holds an enrollmentSessionId.",
            ],
            references: ["field guide FG-6.1, FG-9.6"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("an empty webhook store", .got([]), .cannotTell),
        WorkedCase("every payload has one", .got([.of(0), .of(1)]), .sound),
        WorkedCase("NanoMDM payloads need none", .got([.of(0, session: false, needed: false)]), .sound),
        WorkedCase(
            "two of three have none", .got([.of(0), .of(1, session: false), .of(2, session: false)]),
            .raises(["L6-SESSION-ID-MISSING": 2])),
    ]
}
