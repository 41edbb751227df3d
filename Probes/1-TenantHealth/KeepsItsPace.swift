import CaseReading
import Casework
package import ProbeKit

/// Asks whether services of the tenant refused calls because there were too many, and whether clients waited.
///
/// Needs: HTTP exchanges with the tenant.    Source: AE 1.5, AE 2.5; RFC 9110 section 10.2.3, RFC 6585 section 4.
/// Rules: 1. an answer 429: broken, with its share.  2. the next call to the same host comes before `Retry-After` is
///        over: not honoured.  3. none among the answers: sound.
package struct KeepsItsPace: Probe {
    package static let card = ProbeCard(
        "tenant-health.api-pace", layer: .tenantHealth,
        asks: "Were calls refused because there were too many?", needs: [needsExchanges], raises: [throttled])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        facts.judgingAccess { judge($0.filter { $0.isTenantService && $0.status > 0 }) }
    }

    private func judge(_ answers: [HTTPExchange]) -> Conclusion {
        guard !answers.isEmpty else {
            return .cannotTell(
                because: "no exchange holds an answer of a tenant's service", supply: needsExchanges.how)
        }
        let refused = answers.indices.filter { answers[$0].status == 429 }
        guard !refused.isEmpty else { return .sound("no 429 in \(answers.count.counted("answer"))") }
        var waits: [Wait: Int] = [:]
        for index in refused { waits[Self.wait(index, in: answers), default: 0] += 1 }
        let ignored = waits[.ignored] ?? 0
        let honoured = waits[.honoured] ?? 0
        var sentences = [
            "\(refused.count.grouped) of \(answers.count.counted("answer")) (\(refused.count.percent(of: answers.count))) "
                + "are 429."
        ]
        if ignored + honoured > 0 {
            sentences.append(
                "Retry-After was honoured \(honoured.counted("time")), and not \(ignored.counted("time")).")
        }
        if let silent = waits[.unnamed] {
            sentences.append("\(silent.counted("answer")) named no time to wait.")
        }
        let times = refused.compactMap { answers[$0].at }
        let window = times.min().flatMap { first in times.max().map { TimeWindow(first, $0) } }
        return .found(
            Claim(
                "L1-API-THROTTLED",
                brief: "\(refused.count.grouped) of \(answers.count.grouped) answers are 429"
                    + (ignored > 0 ? ", Retry-After ignored \(ignored.counted("time"))" : ""),
                detail: sentences.joined(separator: " "), subject: Subject(.tenant, "tenant"),
                count: refused.count,
                extent: window.map { .windows([$0], noun: "throttled window") } ?? .unknown,
                values: [
                    "answers": .count(answers.count), "refused": .count(refused.count),
                    "retryAfterHonoured": .count(honoured), "retryAfterIgnored": .count(ignored),
                    "endpoints": .list(
                        Set(refused.map { answers[$0].endpoint }).sorted().prefix(10).map { .text($0) }),
                ], evidence: refused.prefix(3).map { answers[$0].citation }))
    }

    private enum Wait { case honoured, ignored, unnamed, unknown }

    private static func wait(_ index: Int, in answers: [HTTPExchange]) -> Wait {
        let refusal = answers[index]
        guard let value = refusal.response("retry-after"), let at = refusal.at else {
            return refusal.response("retry-after") == nil ? .unnamed : .unknown
        }
        let seconds = Int(value).map { max(0, min($0, 1_000_000)) }
        guard let until = seconds.map({ at + .seconds($0) }) ?? HTTPDate.instant(value) else {
            return .unnamed
        }
        let next = answers[(index + 1)...].first { $0.host == refusal.host && $0.at != nil }?.at
        guard let next else { return .unknown }
        return next < until ? .ignored : .honoured
    }
}

extension KeepsItsPace {
    static let throttled = FindingCard(
        "L1-API-THROTTLED", "Calls were refused because there were too many", severity: .medium,
        basis: .published("AE 1.5"),
        meaning: """
            429 is an explicit answer: the call was not done and may be made again after Retry-After. Apple publishes no numbers;
            clients that work honour Retry-After, else wait twice as long each time, with four calls at once at most. A client
            that does not wait loses assignments and syncs.
            """,
        remedy: Remedy(
            .tenant, "Wait for Retry-After, else back off; four calls at once at most.",
            steps: [
                "Find the client by its User-Agent in the exchanges that are cited.",
                "Two clients on one API account add up: give each its own account.",
            ], references: ["AE 1.5", "RFC 6585 section 4", "RFC 9110 section 10.2.3"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("none refused", .exchanged([.axm("/v1/orgDevices", 200)]), .sound),
        WorkedCase("no answer at all is no refusal", .exchanged([.axm("/v1/orgDevices", 0)]), .cannotTell),
        WorkedCase(
            "two of three refused",
            .exchanged([
                .axm("/v1/orgDevices", 429, ["retry-after": "60"], minute: 0),
                .axm("/v1/orgDevices", 429, minute: 0),
                .axm("/v1/orgDevices", 200, minute: 5),
            ]), .raises(["L1-API-THROTTLED": 2])),
        WorkedCase(
            "this tool was too fast", .exchanged([.axm("/v1/orgDevices", 429, isOwn: true)]), .cannotTell),
    ]
}
