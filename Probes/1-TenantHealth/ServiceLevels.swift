package import CaseReading
package import Casework

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The field guide's three service-level indicators, each `nil` or empty where the case cannot tell.
///
/// Source: field guide FG-1.11.
package struct ServiceLevels: Sendable, Hashable {
    /// SLI-1: tokens consumed in an hour, of those that the tiers give for an hour.
    ///
    /// 1 is all of them. The guide divides by the burst quota of an hour; where the hourly tier gives less, that is
    /// what can be had.
    package var tokenUtilisation: Double?
    /// SLI-2: the median time that devices stay pending.
    package var pendingHalfLifeSeconds: Double?
    /// SLI-3: handshakes with the ADE service that completed, of all attempts, by MDM vendor.
    package var handshakeSuccess: [String: Double] = [:]

    package init() {}

    package init(reading evidence: CaseEvidence) {
        tokenUtilisation = Self.utilisation(evidence)
        handshakeSuccess = Self.handshakes(evidence)
        pendingHalfLifeSeconds = evidence.fleet.changes.pendingHalfLifeSeconds
    }

    /// What a report keeps of it, under the names of the report.
    package var figures: [String: Figure] {
        var result: [String: Figure] = [:]
        if let tokenUtilisation { result["tokenUtilisation"] = .number(Self.rounded(tokenUtilisation)) }
        if let pendingHalfLifeSeconds { result["pendingHalfLifeSeconds"] = .number(pendingHalfLifeSeconds) }
        if !handshakeSuccess.isEmpty {
            result["handshakeSuccess"] = .table(handshakeSuccess.mapValues { .number(Self.rounded($0)) })
        }
        return result
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    /// The newest answer of `/rate_limits` decides; without one, the busiest hour of the audit log.
    private static func utilisation(_ evidence: CaseEvidence) -> Double? {
        let thresholds = evidence.thresholds
        let newest = evidence.rateLimits.max { ($0.at ?? evidence.asOf) < ($1.at ?? evidence.asOf) }
        let hour = newest?.hourLimit ?? Double(thresholds.sustainedPerHour)
        let quota = min(hour, 60 * (newest?.burstLimit ?? Double(thresholds.burstPerMinute)))
        guard quota > 0 else { return nil }
        if let consumed = newest?.consumed1h ?? newest?.remainingHour.map({ hour - $0 }) {
            return max(0, consumed) / quota
        }
        let audit = evidence.audit
        guard !audit.callbacks.isEmpty || !audit.assignments.isEmpty else { return nil }
        return Double(TenantLoad(audit).peakHour) / quota
    }

    private static func handshakes(_ evidence: CaseEvidence) -> [String: Double] {
        struct Attempt: Decodable {
            let serverName: String?
            let outcome: String
            let trial: Trial?
            struct Trial: Decodable {}
        }
        let attempts = evidence.handshakes.compactMap {
            try? JSONDecoder().decode(Attempt.self, from: Data($0.json))
        }.filter { attempt in
            // A trial varies something on purpose: it is nobody's sync.
            attempt.trial == nil && attempt.serverName.map { HostRole(host: $0) == .adeService } ?? false
        }
        guard !attempts.isEmpty else { return [:] }
        let completed = attempts.count { $0.outcome == "completed" }
        return [evidence.profile.vendor ?? "unnamed": Double(completed) / Double(attempts.count)]
    }
}
