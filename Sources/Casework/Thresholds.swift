/// Every number that a rule compares with, with its default and its rule; a case file may override each by name.
public struct Thresholds: Sendable, Hashable {
    /// Devices `pending` for longer than this are orphaned.
    ///
    /// Source: FG-1.6. Unit: hours.
    public var orphanedAfterHours = 72
    /// A pending, throttled device is a zombie after this.
    ///
    /// Source: FG-2.3. Unit: seconds.
    public var zombieAfterSeconds = 180
    /// Assigned devices are given this long to enrol.
    ///
    /// Source: ours. Unit: minutes.
    public var graceMinutes = 15
    /// A TLS peer that says nothing for this long has stalled.
    ///
    /// Source: FG-3.2. Unit: seconds.
    public var stallSeconds = 28
    /// Burst tier.
    ///
    /// Source: FG-1.1. Unit: requests a minute.
    public var burstPerMinute = 1200
    /// Sustained tier.
    ///
    /// Source: FG-1.1. Unit: requests an hour.
    public var sustainedPerHour = 5000
    /// Rolling tier.
    ///
    /// Source: FG-1.1. Unit: requests in 24 hours.
    public var rollingPerDay = 12000
    /// Share of a tier above which the quota is low.
    ///
    /// Source: FG-1.11. Unit: per cent.
    public var utilisationPercent = 75
    /// Remaining requests of the rolling tier below which the quota is low.
    ///
    /// Source: FG-9.2.
    public var remaining24hLow = 1000
    /// Tenant sync and MDM sync may be this far apart.
    ///
    /// Source: FG-4.2. Unit: seconds.
    public var syncLagSeconds = 90
    /// A server token with less than this left is expiring soon.
    ///
    /// Source: FG-4.5. Unit: days.
    public var tokenUrgentDays = 7
    /// A server token with less than this left should be renewed.
    ///
    /// Source: FG-4.5. Unit: days.
    public var tokenRenewDays = 30
    /// A supervision certificate with less than this left is expiring.
    ///
    /// Source: ours. Unit: days.
    public var identityRenewDays = 30
    /// Share of queued callbacks that is a backlog.
    ///
    /// Source: FG-6.2. Unit: per cent.
    public var queuedPercent = 5
    /// How long the share must last.
    ///
    /// Source: FG-6.2. Unit: minutes.
    public var queuedMinutes = 15
    /// A compliance score below this calls for the runbook.
    ///
    /// Source: FG-1.10.
    public var complianceLow = 85
    /// An enrolment that installed nothing for this long after its start has stalled.
    ///
    /// Source: ours. Unit: minutes.
    public var enrolmentStallMinutes = 10

    public init() {}

    /// Every threshold by the name that a case file uses.
    public static var names: [(name: String, path: any WritableKeyPath<Self, Int> & Sendable)] {
        [
            ("orphanedAfterHours", \.orphanedAfterHours), ("zombieAfterSeconds", \.zombieAfterSeconds),
            ("graceMinutes", \.graceMinutes), ("stallSeconds", \.stallSeconds),
            ("burstPerMinute", \.burstPerMinute), ("sustainedPerHour", \.sustainedPerHour),
            ("rollingPerDay", \.rollingPerDay), ("utilisationPercent", \.utilisationPercent),
            ("remaining24hLow", \.remaining24hLow), ("syncLagSeconds", \.syncLagSeconds),
            ("tokenUrgentDays", \.tokenUrgentDays), ("tokenRenewDays", \.tokenRenewDays),
            ("identityRenewDays", \.identityRenewDays), ("queuedPercent", \.queuedPercent),
            ("queuedMinutes", \.queuedMinutes), ("complianceLow", \.complianceLow),
            ("enrolmentStallMinutes", \.enrolmentStallMinutes),
        ]
    }

    /// Overrides one threshold; `false` where no threshold has that name.
    public mutating func override(_ name: String, with value: Int) -> Bool {
        guard let entry = Self.names.first(where: { $0.name == name }) else { return false }
        self[keyPath: entry.path] = value
        return true
    }
}
