package import CaseReading
package import Casework
import ProbeKit

/// What layer 4 looks at: server tokens, the tenant's view of each integration, and when the MDM began to
/// sync.
package struct ADETokenFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    /// The MDM of this case, `jamf-pro`; `nil` where the case does not say.
    package var vendor: String?
    package var tokens: [ServerToken] = []
    package var integrations: [Integration] = []
    /// `DEP_TOKEN_SYNC` events of the audit log in rising time.
    package var tokenEvents: [AuditTrail.TokenSyncEvent] = []
    package var mdmLog = MDMLog()

    package init() {}

    /// The MDM's own log, as far as this layer asks.
    package struct MDMLog: Sendable, Hashable {
        /// Lines that say `DEP sync started` and when, in rising time.
        package var syncStarts: [MDMLogLine] = []
        /// From the first to the last line with a time.
        package var covers: TimeWindow?

        package init() {}
    }
}

extension ADETokenFacts {
    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        vendor = evidence.profile.vendor
        tokens = evidence.tokens
        integrations = evidence.integrations
        tokenEvents = evidence.audit.tokenSyncs
        mdmLog = MDMLog(evidence.mdmLog, covers: evidence.mdmLogCovers)
    }

    /// The integrations of the case's MDM; all of them where none bears its name.
    var ownIntegrations: [Integration] {
        guard let vendor else { return integrations }
        let own = integrations.filter { integration in
            integration.vendor.map { Self.folded($0) == Self.folded(vendor) } ?? false
        }
        return own.isEmpty ? integrations : own
    }

    /// The newest sync that the tenant knows of.
    var lastSync: Instant? { ownIntegrations.compactMap(\.lastSyncAt).max() }

    /// A vendor's name as it compares: `Jamf Pro` and `jamf-pro` are one.
    static func folded(_ vendor: String) -> String {
        String(vendor.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}

extension ADETokenFacts.MDMLog {
    /// The words that begin a sync in the MDM's log.
    ///
    /// Source: FG-4.2.
    static let marker = "dep sync started"

    /// - Parameter covers: what the whole log covers; without it, what these lines do.
    package init(_ lines: [MDMLogLine], covers known: TimeWindow? = nil) {
        let times = lines.compactMap(\.at)
        covers = known
        if known == nil, let first = times.min(), let last = times.max() { covers = TimeWindow(first, last) }
        syncStarts = lines.compactMap { line -> (at: Instant, line: MDMLogLine)? in
            guard let at = line.at, line.text.lowercased().contains(Self.marker) else { return nil }
            return (at, line)
        }.sorted { $0.at < $1.at }.map(\.line)
    }
}

/// How to get the evidence of this layer: part of every report that lacks it.
enum HowToGet {
    static let tokens = """
        add a server-token entry: the .p7m with its private key, its decrypted JSON, or the answer of \
        GET /v2/depTokens (console: Settings > MDM Integration)
        """
    static let integrations = """
        add an integrations entry: the answer of the GraphQL query tenant { depIntegrations { vendorName \
        lastSyncStatus lastSyncError lastSyncTimestamp } }
        """
    static let tokenEvents = """
        add an audit entry: GET /v2/tenants/{id}/audit_events?eventType=DEP_TOKEN_SYNC, saved as NDJSON
        """
    static let mdmLog = """
        add an mdm-log entry: the MDM server's own log with its "DEP sync started" lines, covering the last \
        sync
        """
}
