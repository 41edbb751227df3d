package import CaseReading
import Casework

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The four ratios of the compliance score, each `nil` where the case cannot tell.
///
/// Source: field guide FG-1.10.
///
/// Units: shares from 0 to 1. The guide gives no weights, so the parts that are known count alike.
package struct ComplianceInputs: Sendable, Hashable {
    /// Callbacks that were not dropped, of all that were due.
    package var rateLimitAdherence: Double?
    /// TLS 1.3 handshakes that completed, of all attempts.
    package var tlsSuccess: Double?
    /// Devices with an MDM profile, of those that must be supervised.
    package var supervisionFidelity: Double?
    /// Sessions that were delivered, of all that were sent.
    package var deliverySLA: Double?

    package init() {}

    package init(reading evidence: CaseEvidence) {
        let callbacks = evidence.audit.callbacks
        if !callbacks.isEmpty {
            let dropped = callbacks.count(outcome: "dropped")
            rateLimitAdherence = 1 - Double(dropped) / Double(callbacks.count)
        }
        tlsSuccess = Self.tlsSuccess(evidence.handshakes)
        supervisionFidelity = Self.supervisionFidelity(evidence.fleet)
        if evidence.supplied.contains(where: { $0.kind == .callbacks }), !callbacks.isEmpty {
            let delivered = Set(evidence.callbacks.compactMap(\.session))
            let sessions = callbacks.sessionCount(deliveredIn: delivered)
            if sessions.due > 0 { deliverySLA = Double(sessions.delivered) / Double(sessions.due) }
        }
    }

    package var parts: [(name: String, share: Double)] {
        [
            ("rateLimitAdherence", rateLimitAdherence), ("tlsSuccess", tlsSuccess),
            ("supervisionFidelity", supervisionFidelity), ("webhookDelivery", deliverySLA),
        ].compactMap { name, share in share.map { (name, $0) } }
    }

    /// 0 to 100, over at least two known parts.
    package var score: Int? {
        guard parts.count >= 2 else { return nil }
        return Int((parts.reduce(0) { $0 + $1.share } * 100 / Double(parts.count)).rounded())
    }

    private static func tlsSuccess(_ records: [RawRecord]) -> Double? {
        struct Attempt: Decodable {
            let outcome: String
            let version: String?
        }
        let attempts = records.compactMap { try? JSONDecoder().decode(Attempt.self, from: Data($0.json)) }
        guard !attempts.isEmpty else { return nil }
        let good = attempts.count { $0.outcome == "completed" && $0.version == "TLSv1.3" }
        return Double(good) / Double(attempts.count)
    }

    private static func supervisionFidelity(_ fleet: Fleet) -> Double? {
        var due = 0
        var kept = 0
        for ordinal in 0..<fleet.count {
            guard let tenant = fleet.device(ordinal).tenant,
                tenant.enrollmentIntent == "supervised_only",
                ["enrolled", "in_progress"].contains(tenant.enrollmentStatus ?? "")
            else { continue }
            due += 1
            if tenant.hasProfile == true { kept += 1 }
        }
        return due == 0 ? nil : Double(kept) / Double(due)
    }
}
