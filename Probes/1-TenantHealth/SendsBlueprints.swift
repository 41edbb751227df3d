import CaseReading
import Casework
package import ProbeKit

/// Asks whether assignments carry the field that version 2 of the interface reads.
///
/// Needs: HTTP exchanges with the tenant.    Source: field guide FG-1.8.
/// Rules: only assignments that were answered with a success count; a refused one says so itself.
///        1. an assignment to `/v2/` that sends `profileId` and no `blueprintId`: ignored by the service.
///        2. one whose successful answer holds a body without `blueprintId`: ignored.  3. none of both: sound.
package struct SendsBlueprints: Probe {
    package static let card = ProbeCard(
        "tenant-health.blueprints", layer: .tenantHealth,
        asks: "Do assignments carry the blueprint that version 2 reads?",
        needs: [Need(Supply(.exchanges), how: "HTTP exchanges with the tenant, as HAR")], raises: [ignored])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let assignments = facts.exchanges.filter { $0.isAssignment && (200..<300).contains($0.status) }
        guard !assignments.isEmpty else {
            return .cannotTell(
                because: "no exchange assigns a device with success",
                supply: "exchanges of PUT /v2/assignments/{id}")
        }
        let ignored = assignments.filter { exchange in
            let request = exchange.requestBody ?? ""
            let answer = exchange.responseBody ?? ""
            let sendsOld = request.contains("\"profileId\"") && !request.contains("\"blueprintId\"")
            let answersWithout =
                !answer.isEmpty && request.contains("lueprintId") && !answer.contains("\"blueprintId\"")
            return sendsOld || answersWithout
        }
        guard let first = ignored.first else {
            return .sound("\(assignments.count.counted("assignment")) with a blueprint")
        }
        return .found(
            Claim(
                "L1-BLUEPRINT-IGNORED", brief: "\(ignored.count.counted("assignment")) without effect",
                detail:
                    "\(ignored.count.grouped) of \(assignments.count.grouped) assignments sent profileId to version 2, "
                    + "or got an answer without blueprintId.",
                subject: Subject(.tenant, "tenant"), count: ignored.count, evidence: [first.citation]))
    }
}

extension HTTPExchange {
    /// A write to the assignment resources of version 2.
    var isAssignment: Bool {
        ["PUT", "POST", "PATCH"].contains(method.uppercased()) && path.hasPrefix("/v2/")
            && (path.contains("/assignments") || path.hasSuffix("/bulk-assign"))
    }
}

extension SendsBlueprints {
    static let ignored = FindingCard(
        "L1-BLUEPRINT-IGNORED", "Assignments were accepted and had no effect", severity: .high,
        basis: .fieldGuide("FG-1.8"),
        meaning: """
            By the field guide profileId became blueprintId in version 2 and a version 2 endpoint silently ignores the old name:
            the call succeeds and assigns nothing.
            """,
        explains: ["L2-NO-ADE-PROFILE"],
        remedy: Remedy(
            .tenant, "Send blueprintId, and check that the answer holds it.",
            steps: ["Pin Accept: application/vnd.api+json; version=2.0.", "Repeat the listed assignments."],
            references: ["field guide FG-1.8"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("nothing assigned", .exchanged([.get("/v2/devices", 200)]), .cannotTell),
        WorkedCase(
            "the new field, echoed",
            .exchanged([
                .put(
                    "/v2/assignments/1", 200, sent: #"{"blueprintId":"bp-1"}"#,
                    got: #"{"blueprintId":"bp-1"}"#)
            ]),
            .sound),
        WorkedCase(
            "the old field",
            .exchanged([.put("/v2/assignments/1", 200, sent: #"{"profileId":"p-1"}"#, got: "{}")]),
            .raises(["L1-BLUEPRINT-IGNORED": 1])),
        WorkedCase(
            "the old field, refused",
            .exchanged([.put("/v2/assignments/1", 400, sent: #"{"profileId":"p-1"}"#, got: "{}")]),
            .cannotTell),
        WorkedCase(
            "the new field, not echoed",
            .exchanged([.put("/v2/assignments/1", 200, sent: #"{"blueprintId":"bp-1"}"#, got: "{}")]),
            .raises(["L1-BLUEPRINT-IGNORED": 1])),
    ]
}
