package import CaseReading
package import Casework
package import ProbeKit

/// What layer 1 looks at: the tenant's own words about itself.
package struct TenantFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    package var sector: String?
    package var audit = AuditTrail()
    package var rateLimits: [RateLimitSample] = []
    package var exchanges: [HTTPExchange] = []
    package var integrations: [Integration] = []
    package var servers: [MDMServer] = []
    package var activities: [DeviceActivity] = []
    /// Lines of the MDM's log that say that Apple's terms wait for a signature.
    package var termsLines: [MDMLogLine] = []
    /// The device management service of this case, by id or name; `nil` where the case does not say.
    package var serverID: String?
    package var syncIntervalMinutes: Int?
    package var indicators = ServiceLevels()
    /// Devices whose tenant record says `throttled_by_rate_limit`.
    package var throttledDevices = DeviceSet()
    /// The first records that say so.
    package var throttledExamples: [Citation] = []
    package var views = TenantViews()
    package var compliance = ComplianceInputs()

    /// The only trace of a dropped callback.
    ///
    /// Source: FG-1.2.
    static let throttledStatus = "throttled_by_rate_limit"

    package init() {}

    /// Sets that rules about tenant records compare.
    package struct TenantViews: Sendable, Hashable {
        package var total = 0
        /// Ownership `pending`, with the time of the record's last change.
        package var pendingSince: [Extent.Moment] = []
        fileprivate(set) var firstPending: Instant?
        /// `pending` in ABM, `unmanaged` in ABE or assigned to it, unknown to the MDM.
        package var contested = DeviceSet()
        /// Devices by `enrollmentVerificationMode`, where the record holds one.
        package var byVerificationMode: [String: DeviceSet] = [:]
        /// Devices by the device management service that they are assigned to.
        package var byServer: [String: DeviceSet] = [:]
        /// Records to cite, by what they show.
        package var examples: [Example: Citation] = [:]

        package init() {}

        /// What a record is an example of.
        package enum Example: Sendable, Hashable {
            case contested, unverified, longestPending
        }
    }
}

extension TenantFacts {
    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        sector = evidence.profile.sector
        audit = evidence.audit
        rateLimits = evidence.rateLimits
        exchanges = evidence.exchanges
        integrations = evidence.integrations
        servers = evidence.mdmServers
        activities = evidence.activities
        termsLines = evidence.mdmLog.filter { $0.text.contains(AcceptsTheTerms.marker) }
        serverID = evidence.profile.serverID
        syncIntervalMinutes = evidence.profile.syncIntervalMinutes
        compliance = ComplianceInputs(reading: evidence)
        indicators = ServiceLevels(reading: evidence)
        views.total = evidence.fleet.count
        let hasMDM = evidence.supplied.contains(Supply(.devices, .mdm))
        for ordinal in 0..<evidence.fleet.count {
            take(evidence.fleet.device(ordinal), hasMDM: hasMDM)
        }
    }

    private mutating func take(_ device: Fleet.Device, hasMDM: Bool) {
        guard let tenant = device.tenant else { return }
        if tenant.syncStatus == Self.throttledStatus {
            throttledDevices.insert(device.ordinal)
            if throttledExamples.count < 3, let citation = tenant.citation {
                throttledExamples.append(citation)
            }
        }
        if let server = tenant.serverID {
            views.byServer[server.lowercased(), default: DeviceSet()].insert(device.ordinal)
        }
        let ownership = tenant.ownershipState ?? tenant.enrollmentStatus
        if ownership == "pending", let since = tenant.lastModified ?? tenant.assignedAt {
            if views.firstPending.map({ since < $0 }) ?? true {
                views.firstPending = since
                views.examples[.longestPending] = tenant.citation
            }
            views.pendingSince.append(Extent.Moment(device: device.ordinal, at: since))
        }
        if hasMDM, isDue(tenant), Self.isContested(device, tenant) {
            views.contested.insert(device.ordinal)
            views.examples[.contested] = views.examples[.contested] ?? tenant.citation
        }
        if let mode = tenant.verificationMode {
            if mode == "none" { views.examples[.unverified] = views.examples[.unverified] ?? tenant.citation }
            views.byVerificationMode[mode, default: DeviceSet()].insert(device.ordinal)
        }
    }

    /// Whether the grace period of a fresh import is over; a record without a time counts as old.
    private func isDue(_ tenant: Fleet.TenantView) -> Bool {
        guard let since = tenant.lastModified ?? tenant.assignedAt else { return true }
        return asOf.since(since) > .minutes(thresholds.graceMinutes)
    }

    /// FG-1.5: imported in ABM, assigned to an ABE-linked integration; the three views contradict one another.
    private static func isContested(_ device: Fleet.Device, _ tenant: Fleet.TenantView) -> Bool {
        let unknownToMDM = device.mdm?.enrolled != true
        let inABE =
            tenant.tier == "abe"
            && (tenant.ownershipState == "pending" || tenant.enrollmentStatus == "pending")
        return unknownToMDM && (inABE || tenant.tier != "abm" && tenant.ownershipState == "unmanaged")
    }
}
