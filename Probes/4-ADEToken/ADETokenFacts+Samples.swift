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

extension ADETokenFacts {
    /// A token that was made for some certificates, by their serial numbers, or that is none.
    static func enveloping(_ recipients: [UInt8], fault: String? = nil, certificates: [UInt8] = []) -> Self {
        func name(_ serial: UInt8) -> IssuerAndSerial { IssuerAndSerial(issuer: [0x31], serial: [serial]) }
        var facts = supplied(.serverToken)
        facts.envelopes = [
            TokenEnvelope(
                fault.map { .unreadable($0) } ?? .readable(recipients.map(name)),
                citation: Citation(file: "mdm/token_smime.p7m"))
        ]
        facts.tokenCertificates = certificates.map {
            TokenCertificate(name($0), citation: Citation(file: "mdm/token.pem"))
        }
        return facts
    }

    /// Calls as a trace of the MDM's traffic shows them.
    static func calling(_ calls: [ADEServiceCall]) -> Self {
        var facts = supplied(.exchanges)
        facts.calls = calls
        return facts
    }

    static func paging(_ pages: [ADESyncPage]) -> Self {
        var facts = supplied(.adeSync)
        facts.pages = pages
        return facts
    }

    static func listing(_ servers: [RemovedServer]) -> Self {
        var facts = supplied(EvidenceKind("mdm-servers"))
        facts.removedServers = servers
        facts.serversWereListed = true
        return facts
    }
}

extension ADEServiceCall {
    /// A call that was answered with a body, an hour before the clock and a number of minutes on.
    static func answered(
        _ status: Int, _ body: String = "", to path: String = "/session", minute: Int = 0
    ) -> Self {
        let exchange = HTTPExchange(
            at: ADETokenFacts.sampleClock + .minutes(minute - 60), url: "https://\(host)\(path)",
            status: status,
            responseBody: body, citation: Citation(file: "mdm/traffic.har", locator: "entry \(minute + 1)"))
        return Self(exchange)
            ?? Self(at: nil, endpoint: .unknown, result: .unanswered, citation: exchange.citation)
    }

    /// Calls of a log, a minute apart; a line that tells of no call is left out.
    static func logged(_ lines: String...) -> [Self] {
        lines.enumerated().compactMap { Self(.line($1, second: $0 * 60 - 3600)) }
    }
}

extension ADESyncPage {
    /// A page whose devices were assigned a number of hours before the clock.
    static func page(
        _ kind: Kind, _ devices: [String: Int?], until hours: Int?, hasMore: Bool = false
    ) -> Self {
        Self(
            kind,
            devices: devices.sorted { $0.key < $1.key }.map { serial, hours in
                Device(
                    serial: serial, operation: kind == .sync ? "added" : nil,
                    assignedAt: hours.map { ADETokenFacts.sampleClock + .hours(-$0) })
            }, hasMore: hasMore, fetchedUntil: hours.map { ADETokenFacts.sampleClock + .hours(-$0) },
            citation: Citation(file: "ade/sync.ndjson", locator: "line 1"))
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
        syncedAt second: Int? = nil, name: String? = nil, reporter: EvidenceRole = .tenant
    ) -> Self {
        Integration(
            vendor: vendor, lastSyncStatus: status, lastSyncError: error,
            lastSyncAt: second.map { ADETokenFacts.sampleClock + .seconds($0) }, name: name,
            reporter: reporter,
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
