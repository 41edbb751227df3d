import Casework
import DeviceTriangulation
import OpenFormats

/// What the files of a case hold, before devices have ordinals and times have a clock.
struct CaseDraft {
    /// An audit event with its place.
    struct PlacedEvent {
        let event: AuditEvent
        let at: Instant
        let file: Int
        let locator: RecordLocator
    }

    /// Deliveries that wait for the ordinals of their devices.
    struct Deliveries {
        private(set) var deliveries = CallbackDeliveries()
        private var serials = TextArena()
        private var udids = TextArena()

        mutating func append(_ delivery: CallbackDelivery, serial: String?, udid: String?) {
            deliveries.append(delivery)
            serials.append(serial)
            udids.append(udid)
        }

        mutating func append(contentsOf others: Self) {
            guard !deliveries.isEmpty else {
                self = others
                return
            }
            for row in others.deliveries.indices {
                append(others.deliveries[row], serial: others.serials[row], udid: others.udids[row])
            }
        }

        func named(by names: DeviceNames) -> CallbackDeliveries {
            var result = deliveries
            result.assignDevices { names.ordinal(serial: serials[$0], udid: udids[$0]) }
            return result
        }
    }

    /// A failed change of Apple's audit log that waits for the ordinal of its device.
    struct PlacedFailure {
        let type: String
        let category: String?
        let subjectType: String?
        let subjectID: String?
        let subjectName: String?
        let actor: String?
        let at: Instant
        let file: Int
        let locator: RecordLocator
    }

    /// An activity that waits for the ordinals of its devices.
    struct PlacedActivity {
        let activity: DeviceActivity
        let serials: [String]
        let file: String
    }

    /// The rows of an activity's result file.
    struct ActivityResults {
        let file: String
        let rows: Int
        let failures: [(serial: String, reason: String?, line: Int)]
        let citation: Citation
    }

    /// A log line that waits for the ordinal of its device and for the year of its time.
    struct PlacedLine {
        let line: DeviceLogRecord
        let entry: EvidenceEntry
        let source: SourceFile
    }

    /// What is known of a device list besides its records.
    struct DeviceList {
        let role: SourceRole
        let isComplete: Bool
        /// Records that could not be read: each may be the one that seems to be absent.
        let refused: Int
        let collectedAt: Instant?
        /// The index of its file.
        var file = 0
        /// Lists of one source have the same name here.
        var source = ""
    }

    var sources: [SourceFile] = []
    var supplied: Set<Supply> = []
    var audit = AuditTrail()
    var auditEvents: [PlacedEvent] = []
    /// The callback events of each audit log, by the index of its file.
    var auditCallbacks: [CallbackLog] = []
    /// The failures of each audit log, their devices still names.
    var auditFailures: [PlacedFailure] = []
    var rateLimits: [RateLimitSample] = []
    var integrations: [Integration] = []
    var mdmServers: [MDMServer] = []
    var activities: [PlacedActivity] = []
    var activityResults: [ActivityResults] = []
    var tokens: [ServerToken] = []
    var exchanges: [HTTPExchange] = []
    var handshakes: [RawRecord] = []
    var reflections: [RawRecord] = []
    var callbacks = Deliveries()
    var queue: [QueueSample] = []
    var mdmLog: [PlacedLine] = []
    var mdmLogSpans: [(span: DeviceLogRange, entry: EvidenceEntry)] = []
    var deviceLog: [PlacedLine] = []
    var deviceLogSpans: [(span: DeviceLogRange, entry: EvidenceEntry, source: SourceFile)] = []
    var profiles: [ConfigurationProfile] = []
    var certificates: [CertificateFile] = []
    var importFiles: [ImportFile] = []
    var accessLogs: [AccessLog] = []
    var ade = ADERecords()
    var envelopes: [TokenEnvelope] = []
    var deviceFiles: [DeviceFile] = []
    var deviceCommands: [DeviceCommand] = []
    var profileDefects: [ProfileDefect] = []
    /// The records of all device lists, joined as they come.
    var assembly = FleetAssembly()
    var deviceLists: [DeviceList] = []
    /// Which of the device lists are snapshots of one source.
    var series = ListSeries()
    var problems: [EvidenceProblem] = []
    /// Fields and values that no table knows.
    var unknown: [UnknownValue] = []
    /// The newest time that a tenant, ADE or MDM wrote.
    private(set) var newestTime: Instant?

    /// Learns which entries are snapshots of one source.
    mutating func expect(_ entries: [EvidenceEntry]) {
        series = ListSeries(entries)
        assembly.keepsHistory = series.hasSnapshots
    }

    /// Takes a time for the clock of the case.
    mutating func noteTime(_ time: Instant?) {
        guard let time else { return }
        newestTime = newestTime.map { max($0, time) } ?? time
    }

    mutating func note(recordNoun noun: String, of index: Int) {
        guard sources.indices.contains(index) else { return }
        sources[index].recordNoun = noun
    }

    /// Notes what a file inside another kind of file supplies, such as a rate-limit answer among exchanges.
    mutating func supply(_ kind: EvidenceKind) {
        supplied.insert(Supply(kind, kind.usualRole))
    }
}

extension EvidenceKind {
    /// Whose words evidence of this kind usually is.
    var usualRole: EvidenceRole? {
        switch self {
        case .audit, .rateLimits, .integrations, .mdmServers, .activities: .tenant
        case .serverToken, .adeAccount, .adeProfile, .adeSync: .ade
        case .callbacks, .queue, .mdmLog, .accessLog: .mdm
        case .deviceLog, .deviceProfiles, .deviceFiles, .deviceCommands: .device
        default: nil
        }
    }
}
