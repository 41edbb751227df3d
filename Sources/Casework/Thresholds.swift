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
    /// An MDM that has not synced with the enrolment service for longer than this is failing to.
    ///
    /// Source: ours; MDMs sync every few minutes to twice a day (AE 5.2). Unit: hours.
    public var syncSilentHours = 24
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
    /// Share of failed answers of the MDM's endpoints above which deliveries fail.
    ///
    /// Source: ours. Unit: per cent.
    public var deliveryErrorPercent = 1
    /// How many sync intervals may pass without a poll.
    ///
    /// Source: ours.
    public var pollStaleIntervals = 3
    /// An MDM of which no interval is known has to poll this often.
    ///
    /// Source: AE 1.4, as for L1-MDM-SERVER-SILENT. Unit: minutes.
    public var pollStaleMinutes = 1440
    /// A push certificate with less than this left is expiring.
    ///
    /// Source: ours, as for server tokens. Unit: days.
    public var pushRenewDays = 30
    /// A device that begins an enrolment this often is in a loop.
    ///
    /// Source: ours.
    public var reenrolTimes = 3
    /// The stretch of time in which it does.
    ///
    /// Source: ours. Unit: hours.
    public var reenrolHours = 24
    /// An MDM server that Apple has not heard for longer than this, and twice the sync interval, is silent.
    ///
    /// Source: ours. Unit: hours.
    public var serverSilentHours = 24
    /// An assignment that is in progress for longer than this is stuck.
    ///
    /// Source: ours. Unit: minutes.
    public var activityStuckMinutes = 60
    /// A bearer token with less than this left is expiring.
    ///
    /// Source: FG-1.9. Unit: minutes.
    public var bearerLowMinutes = 60
    /// A client assertion with less than this left is expiring.
    ///
    /// Source: ours. Unit: days.
    public var assertionLowDays = 7

    /// A clock that is further off than this is wrong.
    ///
    /// Source: FG-2.8. Unit: seconds.
    public var clockSkewSeconds = 300
    /// A device that Configurator added may leave the organisation for this long.
    ///
    /// Source: AE 7 row 31. Unit: days.
    public var provisionalDays = 30

    public init() {}

    /// Every threshold by the name that a case file uses.
    public static var names: [(name: String, path: any WritableKeyPath<Self, Int> & Sendable)] {
        [
            ("orphanedAfterHours", \.orphanedAfterHours), ("zombieAfterSeconds", \.zombieAfterSeconds),
            ("graceMinutes", \.graceMinutes), ("stallSeconds", \.stallSeconds),
            ("burstPerMinute", \.burstPerMinute), ("sustainedPerHour", \.sustainedPerHour),
            ("rollingPerDay", \.rollingPerDay), ("utilisationPercent", \.utilisationPercent),
            ("remaining24hLow", \.remaining24hLow), ("syncLagSeconds", \.syncLagSeconds),
            ("syncSilentHours", \.syncSilentHours),
            ("tokenUrgentDays", \.tokenUrgentDays), ("tokenRenewDays", \.tokenRenewDays),
            ("identityRenewDays", \.identityRenewDays), ("queuedPercent", \.queuedPercent),
            ("queuedMinutes", \.queuedMinutes), ("complianceLow", \.complianceLow),
            ("enrolmentStallMinutes", \.enrolmentStallMinutes),
            ("deliveryErrorPercent", \.deliveryErrorPercent),
            ("pollStaleIntervals", \.pollStaleIntervals), ("pollStaleMinutes", \.pollStaleMinutes),
            ("pushRenewDays", \.pushRenewDays), ("reenrolTimes", \.reenrolTimes),
            ("reenrolHours", \.reenrolHours),
            ("serverSilentHours", \.serverSilentHours), ("activityStuckMinutes", \.activityStuckMinutes),
            ("bearerLowMinutes", \.bearerLowMinutes), ("assertionLowDays", \.assertionLowDays),
            ("clockSkewSeconds", \.clockSkewSeconds), ("provisionalDays", \.provisionalDays),
        ]
    }

    /// Overrides one threshold; `false` where no threshold has that name.
    public mutating func override(_ name: String, with value: Int) -> Bool {
        guard let entry = Self.names.first(where: { $0.name == name }) else { return false }
        self[keyPath: entry.path] = value
        return true
    }
}
