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

    /// A delivery that waits for the ordinal of its device.
    struct PlacedDelivery {
        let delivery: CallbackRecord
        let file: Int
        let line: Int
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
    }

    var sources: [SourceFile] = []
    var supplied: Set<Supply> = []
    var audit = AuditTrail()
    var auditEvents: [PlacedEvent] = []
    var rateLimits: [RateLimitSample] = []
    var integrations: [Integration] = []
    var tokens: [ServerToken] = []
    var exchanges: [HTTPExchange] = []
    var handshakes: [RawRecord] = []
    var reflections: [RawRecord] = []
    var callbacks: [PlacedDelivery] = []
    var queue: [QueueSample] = []
    var mdmLog: [PlacedLine] = []
    var mdmLogSpans: [(span: DeviceLogRange, entry: EvidenceEntry)] = []
    var deviceLog: [PlacedLine] = []
    var deviceLogSpans: [(span: DeviceLogRange, entry: EvidenceEntry, source: SourceFile)] = []
    var profiles: [ConfigurationProfile] = []
    var certificates: [CertificateFile] = []
    var importFiles: [ImportFile] = []
    /// The records of all device lists, joined as they come.
    var assembly = FleetAssembly()
    var deviceLists: [DeviceList] = []
    var problems: [EvidenceProblem] = []
    /// The newest time that a tenant, ADE or MDM wrote.
    private(set) var newestTime: Instant?

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
        case .audit, .rateLimits, .integrations: .tenant
        case .serverToken: .ade
        case .callbacks, .queue, .mdmLog: .mdm
        case .deviceLog, .deviceProfiles: .device
        default: nil
        }
    }
}
