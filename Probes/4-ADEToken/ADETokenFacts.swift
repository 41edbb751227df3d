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
    /// Calls of the enrolment service, from traces, logs and pages, in the order of the evidence.
    package var calls: [ADEServiceCall] = []
    /// Pages of device lists, in the order of the evidence.
    package var pages: [ADESyncPage] = []
    /// The ordinal of a device by its serial.
    package var ordinalOfSerial: @Sendable (String) -> Int? = { _ in nil }
    /// Server tokens that are still encrypted.
    package var envelopes: [TokenEnvelope] = []
    /// The certificates that the MDM gave the tenant for its tokens.
    package var tokenCertificates: [TokenCertificate] = []
    /// Entries of MDM servers that the tenant calls deleted or inactive.
    package var removedServers: [RemovedServer] = []
    /// Whether the tenant's list of MDM servers was there to be looked at.
    package var serversWereListed = false

    package init() {}

    /// A certificate for which the tenant encrypts tokens.
    package struct TokenCertificate: Sendable, Hashable {
        package let name: IssuerAndSerial
        package let citation: Citation

        package init(_ name: IssuerAndSerial, citation: Citation) {
            self.name = name
            self.citation = citation
        }
    }

    /// An MDM server's entry that no longer works.
    package struct RemovedServer: Sendable, Hashable {
        package let name: String
        package let status: String
        package let citation: Citation

        package init(name: String, status: String, citation: Citation) {
            self.name = name
            self.status = status
            self.citation = citation
        }
    }

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
        envelopes = evidence.envelopes
        tokenCertificates = evidence.certificates.filter { $0.role == EvidenceRole("server-token") }
            .compactMap {
                file in
                IssuerAndSerial(certificate: file.bytes).map { TokenCertificate($0, citation: file.citation) }
            }
        takeServers(of: evidence)
        pages = evidence.ade.pages
        ordinalOfSerial = evidence.fleet.ordinalOfSerial
        calls =
            evidence.exchanges.compactMap { ADEServiceCall($0) }
            + evidence.mdmLog.compactMap { ADEServiceCall($0) } + pages.compactMap { ADEServiceCall($0) }
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
    static let envelopes = """
        add a server-token entry with the .p7m as it was downloaded, and a certificate entry with role \
        server-token: the certificate that the MDM gave the tenant
        """
    static let calls = """
        add an exchanges entry: a HAR of the MDM's traffic to mdmenrollment.apple.com; or an mdm-log entry with \
        the MDM's own lines about its syncs
        """
    static let syncs = """
        add an integrations entry with what the MDM says of its last sync: Jamf Pro GET \
        /api/v1/device-enrollments/syncs, Intune GET /beta/deviceManagement/depOnboardingSettings, Iru GET \
        /api/v1/integrations/apple/ade; or the tenant's depIntegrations
        """
    static let pages = """
        add an ade-sync entry: the answers of POST /server/devices and POST /devices/sync in their order, one \
        page a line
        """
    static let tokenEvents = """
        add an audit entry: GET /v2/tenants/{id}/audit_events?eventType=DEP_TOKEN_SYNC, saved as NDJSON
        """
    static let mdmLog = """
        add an mdm-log entry: the MDM server's own log with its "DEP sync started" lines, covering the last \
        sync
        """
}
