import CaseReading
import Casework
package import ProbeKit

/// Asks whether clients call Apple's API as it is written down.
///
/// Needs: HTTP exchanges with Apple's API.    Source: AE 1.1, AE 1.5.
/// Rules: 1. 405, 406, 409, 415 or 422, or another client error with the code of an error document: a warning with the codes.
///        2. 401 and 429 are told by other rules; 404 with `NOT_FOUND` is an answer.  3. none: sound.
package struct CallsTheAPIRight: Probe {
    package static let card = ProbeCard(
        "tenant-health.api-use", layer: .tenantHealth,
        asks: "Do clients call Apple's API as it is written down?",
        needs: [needsExchanges], raises: [misuse])

    private static let plain: Set<Int> = [405, 406, 409, 415, 422]

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        facts.judgingAccess { judge($0.filter { $0.isAxM && $0.status > 0 }) }
    }

    private func judge(_ calls: [HTTPExchange]) -> Conclusion {
        guard !calls.isEmpty else {
            return .cannotTell(because: "no exchange is with Apple's API", supply: needsExchanges.how)
        }
        // Where everything is forbidden, that is the finding.
        let isShutOut = calls.allSatisfy { $0.status == 403 }
        let wrong = calls.filter { Self.isMisuse($0) && !(isShutOut && $0.status == 403) }
        guard !wrong.isEmpty else { return .sound("\(calls.count.counted("call")) of Apple's API in order") }
        var codes: [String: Int] = [:]
        for call in wrong {
            for code in Set(call.errorCodes.isEmpty ? ["\(call.status)"] : call.errorCodes) {
                codes[code, default: 0] += 1
            }
        }
        let told = codes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
            .map { "\($0.key) (\($0.value.grouped))" }.joined(separator: ", ")
        return .found(
            Claim(
                "L1-API-MISUSE", brief: "\(wrong.count.counted("call")) of Apple's API refused as wrong",
                detail:
                    "\(wrong.count.grouped) of \(calls.count.counted("call")) were refused as wrong: \(told)."
                    + (wrong.contains { $0.status == 406 } ? " 406: Accept must be application/json." : ""),
                subject: Subject(.tenant, "tenant"), count: wrong.count,
                values: [
                    "codes": .table(codes.mapValues { .count($0) }),
                    "endpoints": .list(Set(wrong.map(\.endpoint)).sorted().prefix(10).map { .text($0) }),
                ], evidence: wrong.prefix(3).map(\.citation)))
    }

    private static func isMisuse(_ call: HTTPExchange) -> Bool {
        if plain.contains(call.status) { return true }
        guard (400..<500).contains(call.status), ![401, 429].contains(call.status) else { return false }
        let codes = call.errorCodes
        return call.status == 404 ? codes.contains { !$0.hasPrefix("NOT_FOUND") } : !codes.isEmpty
    }
}

extension CallsTheAPIRight {
    static let misuse = FindingCard(
        "L1-API-MISUSE", "Clients call Apple's API in a way that it refuses", severity: .low,
        basis: .published("AE 1.5"),
        meaning: """
            Apple's API says with an error document what is wrong with a call; its code is meant for machines, title and detail
            are not. 406 comes from an Accept header other than application/json, 409 and 422 from an assignment that cannot be
            made as it stands.
            """,
        remedy: Remedy(
            .tenant, "Correct the calls that are listed, by the code of each.",
            steps: [
                "Send Accept: application/json.",
                "Page with limit at most 1,000 and the cursor of the answer.",
                "Keep X-Apple-Request-Uuid of a refused call for a ticket with Apple.",
            ], references: ["AE 1.1", "AE 1.5"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("calls of another service", .exchanged([.get("/v2/devices", 422)]), .cannotTell),
        WorkedCase(
            "in order, one device not found",
            .exchanged([
                .axm("/v1/orgDevices", 200), .axm("/v1/orgDevices/X", 404, got: .faults("NOT_FOUND")),
            ]), .sound),
        WorkedCase(
            "a wrong Accept and a conflict",
            .exchanged([
                .axm("/v1/orgDevices", 406),
                .axm("/v1/orgDeviceActivities", 409, got: .faults("ENTITY_ERROR")),
            ]),
            .raises(["L1-API-MISUSE": 2])),
        WorkedCase(
            "a bad parameter",
            .exchanged([.axm("/v1/orgDevices", 400, got: .faults("PARAMETER_ERROR.INVALID"))]),
            .raises(["L1-API-MISUSE": 1])),
        WorkedCase(
            "shut out is another finding", .exchanged([.axm("/v1/users", 403, got: .faults("FORBIDDEN"))]),
            .sound),
    ]
}
