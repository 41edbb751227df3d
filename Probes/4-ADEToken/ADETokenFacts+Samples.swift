import CaseReading
import Casework
import ProbeKit

/// Small facts for worked cases; the clock stands at 2026-04-17T12:00:00Z.
extension ADETokenFacts {
    static let sampleClock = Instant(microseconds: 1_776_427_200_000_000)

    private static func supplied(_ kinds: EvidenceKind...) -> Self {
        var facts = ADETokenFacts()
        facts.asOf = sampleClock
        facts.supplied = Set(kinds.map { Supply($0) })
        return facts
    }

    static func holding(_ tokens: [ServerToken]) -> Self {
        var facts = supplied(.serverToken)
        facts.tokens = tokens
        return facts
    }

    static func integrating(_ integrations: [Integration], events: [AuditTrail.TokenSyncEvent] = []) -> Self {
        var facts = supplied(.integrations)
        facts.integrations = integrations
        facts.tokenEvents = events
        return facts
    }

    static func logging(_ events: [AuditTrail.TokenSyncEvent]) -> Self {
        var facts = supplied(.audit)
        facts.tokenEvents = events
        return facts
    }

    static func pairing(tenant second: Int?, error: String? = nil, log: [MDMLogLine]) -> Self {
        var facts = supplied(.integrations, .mdmLog)
        facts.integrations = [.integration(error: error, syncedAt: second)]
        facts.mdmLog = MDMLog(log)
        return facts
    }
}

extension ServerToken {
    static func token(_ name: String = "production", daysLeft: Int?, status: String? = nil) -> Self {
        ServerToken(
            name: name, expiresAt: daysLeft.map { ADETokenFacts.sampleClock + .days($0) }, status: status,
            citation: Citation(file: "tenant/tokens.json"))
    }
}

extension Integration {
    static func integration(
        _ vendor: String = "jamf-pro", status: String = "success", error: String? = nil,
        syncedAt second: Int? = nil
    ) -> Self {
        Integration(
            vendor: vendor, lastSyncStatus: status, lastSyncError: error,
            lastSyncAt: second.map { ADETokenFacts.sampleClock + .seconds($0) },
            citation: Citation(file: "tenant/integrations.json"))
    }
}

extension AuditTrail.TokenSyncEvent {
    static func event(_ vendor: String, _ detail: String, second: Int) -> Self {
        Self(
            at: ADETokenFacts.sampleClock + .seconds(second), vendor: vendor, detail: detail,
            citation: Citation(file: "tenant/audit.ndjson", locator: "line \(second + 1)"))
    }
}

extension MDMLogLine {
    static func line(_ text: String, second: Int) -> Self {
        Self(
            at: ADETokenFacts.sampleClock + .seconds(second), text: text,
            citation: Citation(file: "mdm/server.log", locator: "line 1"))
    }

    static func syncStart(second: Int) -> Self { line("INFO DEP sync started", second: second) }
}
