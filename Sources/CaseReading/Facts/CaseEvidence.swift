package import Casework

/// Everything that was read from a case: what the layers' facts are made of.
package struct CaseEvidence: Sendable {
    package var profile: CaseProfile
    /// The folder of the case, absolute; empty where there is none.
    package var root = ""
    package var asOf: Instant
    package var thresholds = Thresholds()
    /// Which evidence the case named and the reader could open.
    package var supplied: Set<Supply> = []
    package var sources: [SourceFile] = []
    package var fleet: Fleet
    package var audit = AuditTrail()
    package var rateLimits: [RateLimitSample] = []
    package var integrations: [Integration] = []
    package var mdmServers: [MDMServer] = []
    package var activities: [DeviceActivity] = []
    package var tokens: [ServerToken] = []
    package var exchanges: [HTTPExchange] = []
    package var handshakes: [RawRecord] = []
    /// What reflectors at the far end of a path wrote down.
    package var reflections: [RawRecord] = []
    package var callbacks = CallbackDeliveries()
    package var queue: [QueueSample] = []
    package var mdmLog: [MDMLogLine] = []
    /// From the first to the last time in the MDM's log, of all its lines and not only of those that were kept.
    package var mdmLogCovers: TimeWindow?
    package var deviceLog: [DeviceLogLine] = []
    /// What each device log covers, so that "nothing came after it" can be judged.
    package var deviceLogSpans: [DeviceLogSpan] = []
    package var profiles: [ConfigurationProfile] = []
    package var certificates: [CertificateFile] = []
    package var importFiles: [ImportFile] = []
    /// What web servers in front of the MDM answered.
    package var accessLogs: [AccessLog] = []
    package var ade = ADERecords()
    /// Server tokens that are still encrypted.
    package var envelopes: [TokenEnvelope] = []
    /// Files off a device, such as its hosts file and its set-up markers.
    package var deviceFiles: [DeviceFile] = []
    /// What commands printed on a device.
    package var deviceCommands: [DeviceCommand] = []
    /// Profiles that begin with something else than a profile.
    package var profileDefects: [ProfileDefect] = []
    /// What could not be read, was altered, or is unknown.
    package var problems: [EvidenceProblem] = []
    /// Fields and values of device lists that this version does not know, by file and path.
    package var unknown: [UnknownValue] = []

    package init(profile: CaseProfile, asOf: Instant, fleet: Fleet) {
        self.profile = profile
        self.asOf = asOf
        self.fleet = fleet
    }

    /// Cites a record of a streamed source by the source's index and the record's line.
    package func citation(file: Int, line: Int, excerpt: String? = nil, at observedAt: Instant? = nil)
        -> Citation
    {
        guard sources.indices.contains(file) else { return Citation(file: "?") }
        return sources[file].citation("\(sources[file].recordNoun) \(line)", excerpt: excerpt, at: observedAt)
    }
}

/// What the case file says of the fleet, apart from the evidence.
package struct CaseProfile: Sendable, Hashable {
    package var id = ""
    package var title = ""
    package var tenantID: String?
    /// `finance`, `healthcare`, … in lower case.
    package var sector: String?
    /// `field-guide` or `published`.
    package var dialect: String?
    /// The vendor as case files write it, such as `jamf-pro` or `kandji`.
    package var vendor: String?
    package var vendorVersion: String?
    package var serverID: String?
    package var syncIntervalMinutes: Int?
    package var expectedHosts: [String] = []
    /// PEM or DER files of roots that the hosts of this case must chain to, as bytes by path.
    package var anchors: [CertificateFile] = []
    package var rootFingerprints: [Fingerprint] = []
    /// Whether servers of this case must take a pre-shared key.
    package var requiresPSK = false
    /// CIDR ranges that callbacks come from.
    ///
    /// Default: FG-6.2.
    package var callbackRanges = ["17.253.128.0/18", "17.254.0.0/16"]
    package var manifestSHA256: String?
    /// Whether the case file names live sources under `collect`.
    package var namesLiveSources = false

    package init() {}
}

/// A CSV device list with the facts that FG-2.9 asks about.
package struct ImportFile: Sendable, Hashable {
    package var headers: [String] = []
    package var rows = 0
    /// Uncompressed.
    package var bytes = 0
    package var duplicateSerials = 0
    package var unusualSerials = 0
    package var badCountryCodes = 0
    /// Whether a column holds serial numbers under a name that an import knows.
    package var hasSerialHeader = true
    package var citation: Citation

    package init(citation: Citation) {
        self.citation = citation
    }
}

/// Evidence that could not be read, or is not what the manifest says.
package struct EvidenceProblem: Sendable, Hashable, Error {
    package enum Kind: Sendable, Hashable {
        /// One record; the rest of the file counts.
        case unreadableRecord
        case unreadableFile
        case altered
        /// The case names a file that is not there.
        case missing
    }

    package let kind: Kind
    package let citation: Citation
    /// What is wrong and what to do, without secrets.
    package let reason: String
    /// How many records, where several went wrong the same way.
    package let count: Int

    package init(_ kind: Kind, _ citation: Citation, _ reason: String, count: Int = 1) {
        self.kind = kind
        self.citation = citation
        self.reason = reason
        self.count = count
    }
}
