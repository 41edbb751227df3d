import Casework
package import ProbeKit

/// Asks whether the tenant's compliance score is where the field guide wants it.
///
/// Needs: at least two of the score's four parts.    Source: field guide FG-1.10.
/// Rules: 1. below 85: a warning with the parts.  2. the guide publishes no weights: known parts count alike.
package struct KeepsItsCompliance: Probe {
    package static let card = ProbeCard(
        "tenant-health.compliance", layer: .tenantHealth, asks: "Is the compliance score at least 85?",
        raises: [complianceLow])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let parts = facts.compliance.parts
        let levels = facts.indicators.figures
        guard let score = facts.compliance.score else {
            return .cannotTell(
                because: "fewer than two parts of the score can be measured",
                supply: "an audit log, handshakes, callbacks, or device records with their intent",
                measures: levels.isEmpty ? [:] : ["slis": .table(levels)])
        }
        let shares = Dictionary(parts.map { ($0.name, Figure.number(($0.share * 1000).rounded() / 1000)) }) {
            one, _ in one
        }
        let measures: [String: Figure] = [
            "compliance": .count(score), "parts": .table(shares), "slis": .table(levels),
        ]
        guard score < facts.thresholds.complianceLow else {
            return .sound("compliance score \(score)", measures: measures)
        }
        let words = parts.map { "\(Self.words[$0.name] ?? $0.name) \(Int(($0.share * 100).rounded()))%" }
            .joined(separator: ", ")
        return .found(
            Claim(
                "L1-COMPLIANCE-LOW", brief: "compliance score \(score)",
                detail: "The compliance score is \(score) of 100: \(words). Known parts count alike.",
                subject: Subject(.tenant, "tenant"), values: measures), measures: measures)
    }
}

extension KeepsItsCompliance {
    private static let words = [
        "rateLimitAdherence": "rate-limit adherence", "tlsSuccess": "TLS 1.3 success",
        "supervisionFidelity": "supervision fidelity", "webhookDelivery": "webhook delivery",
    ]

    static let complianceLow = FindingCard(
        "L1-COMPLIANCE-LOW", "The compliance score is below its target", severity: .low,
        basis: .fieldGuide("FG-1.10"),
        meaning: """
            The field guide's score weighs rate-limit adherence, TLS 1.3 success, supervision fidelity and webhook delivery. It
            publishes no weights, so the known parts count alike here. The score restates other findings and is never a cause.
            """,
        isScore: true,
        remedy: Remedy(
            .tenant, "Work off the root causes; the score follows.", references: ["field guide FG-1.10"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("nothing measured", TenantFacts(), .cannotTell),
        WorkedCase("one part is no score", .scored(tls: 1), .cannotTell),
        WorkedCase("all well", .scored(tls: 1, delivery: 0.99), .sound),
        WorkedCase("exactly 85 is enough", .scored(tls: 1, delivery: 0.7), .sound),
        WorkedCase(
            "half of the callbacks lost", .scored(tls: 1, delivery: 0.5), .raises(["L1-COMPLIANCE-LOW": 1])),
    ]
}
