import CaseReading
import Casework
package import ProbeKit

/// Asks whether endpoints are in use that the service is going to take away.
///
/// Needs: HTTP exchanges with the tenant.    Source: RFC 9745, RFC 8594, AE 8; field guide FG-1.8.
/// Rules: 1. an answer of a tenant's service with `Deprecation`, `Sunset` or `Link rel="deprecation"`: a warning.
///        2. a link alone may lead to a policy: said under `against`.  3. none in the answers at hand: sound.
package struct CallsNothingDeprecated: Probe {
    package static let card = ProbeCard(
        "tenant-health.deprecation", layer: .tenantHealth,
        asks: "Are endpoints in use that the service is going to take away?", needs: [needsExchanges],
        raises: [deprecated])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let answers = facts.exchanges.filter { $0.isTenantService && $0.status > 0 }
        guard !answers.isEmpty else {
            return .cannotTell(
                because: "no exchange holds an answer of a tenant's service", supply: needsExchanges.how)
        }
        let notices = answers.compactMap { answer in Deprecation(answer).map { (answer, $0) } }
        guard !notices.isEmpty else {
            return .sound("no deprecation in \(answers.count.counted("answer"))")
        }
        let endpoints = Set(notices.map(\.0.endpoint)).sorted()
        let sunset = notices.compactMap(\.1.sunset).min()
        let since = notices.compactMap(\.1.since).min()
        let links = Set(notices.compactMap(\.1.link)).sorted()
        var sentences = [
            "\(notices.count.counted("answer")) of \(endpoints.count.counted("endpoint")) announce an end: "
                + "\(endpoints.prefix(5).joined(separator: ", "))."
        ]
        if let since {
            sentences.append("Deprecated \(since <= facts.asOf ? "since" : "from") \(since.minute).")
        }
        if let sunset {
            sentences.append(
                "The service \(sunset <= facts.asOf ? "ended it" : "ends it") on \(sunset.minute).")
        }
        if let link = links.first { sentences.append("The service explains it at \(link).") }
        let isLinkAlone = notices.allSatisfy {
            $0.1.since == nil && $0.1.sunset == nil && $0.0.response("deprecation") == nil
        }
        return .found(
            Claim(
                "L1-DEPRECATED-ENDPOINT", brief: "\(endpoints.count.counted("deprecated endpoint")) in use",
                detail: sentences.joined(separator: " "), subject: Subject(.tenant, "tenant"),
                count: notices.count,
                values: [
                    "endpoints": .list(endpoints.prefix(20).map { .text($0) }),
                    "sunset": sunset.map { .text($0.description) } ?? .absent,
                    "deprecatedSince": since.map { .text($0.description) } ?? .absent,
                    "links": .list(links.prefix(5).map { .text($0) }),
                ],
                evidence: notices.prefix(3).map(\.0.citation),
                against: isLinkAlone
                    ? [
                        "the answers hold a link alone, which may lead to a deprecation policy (RFC 9745 section 3)"
                    ] : []))
    }
}

extension CallsNothingDeprecated {
    static let deprecated = FindingCard(
        "L1-DEPRECATED-ENDPOINT", "Endpoints in use are going to be taken away", severity: .low,
        basis: .published("RFC 9745"),
        meaning: """
            A service says with Deprecation (RFC 9745), Sunset (RFC 8594) or a link with the relation deprecation that an
            endpoint will go. Enrolment stops on that day, without a fault of any device. As far as it is published, /v1 of
            Apple's API is current; the field guide calls it deprecated.
            """,
        remedy: Remedy(
            .tenant,
            "Move what calls the listed endpoints before the date, and read the link that the service gives.",
            steps: ["Ask the vendor of the MDM for the version that calls the successor."],
            references: ["RFC 9745", "RFC 8594", "field guide FG-1.8"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase(
            "another service's answers",
            .exchanged([.call("https://x.example/a", 200, ["deprecation": "@1"])]), .cannotTell),
        WorkedCase("nothing announced", .exchanged([.get("/v2/devices", 200)]), .sound),
        WorkedCase(
            "a date of RFC 9745", .exchanged([.axm("/v1/orgDevices", 200, ["deprecation": "@1776000000"])]),
            .raises(["L1-DEPRECATED-ENDPOINT": 1])),
        WorkedCase(
            "a sunset, twice",
            .exchanged([
                .axm("/v1/orgDevices", 200, ["sunset": "Sat, 31 Oct 2026 23:59:59 GMT"]),
                .axm("/v1/orgDevices", 200, ["sunset": "Sat, 31 Oct 2026 23:59:59 GMT"]),
            ]), .raises(["L1-DEPRECATED-ENDPOINT": 2])),
        WorkedCase(
            "a link",
            .exchanged([.axm("/v1/orgDevices", 200, ["link": "<https://d.example/p>; rel=\"deprecation\""])]),
            .raises(["L1-DEPRECATED-ENDPOINT": 1])),
        WorkedCase(
            "a link of another relation",
            .exchanged([
                .axm("/v1/orgDevices", 200, ["link": "<https://d.example/deprecation>; rel=\"next\""])
            ]), .sound),
    ]
}
