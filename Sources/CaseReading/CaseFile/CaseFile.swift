import AccessLogs
import Casework

/// What a `case.yaml` says, checked key by key; files that it names are not opened yet.
struct CaseFile: Sendable {
    static let schema = "abm-forensics/case/1"
    static let usualNames = ["case.yaml", "case.yml"]

    var profile = CaseProfile()
    var asOf: Instant?
    var thresholds = Thresholds()
    /// Root certificates, each with the line that names it.
    var anchors: [NamedFile] = []
    /// The list of serials known to be switched on.
    var active: NamedFile?
    var evidence: [EvidenceEntry] = []
    /// Whether there is no case file: the evidence of the folder was recognised.
    var isEmpty = true

    init() {}

    /// A file name with the line that gives it.
    struct NamedFile: Sendable, Hashable {
        let name: String
        let line: Int?
    }
}

/// One piece of evidence as a case names it, or as recognition found it.
struct EvidenceEntry: Sendable, Hashable {
    /// Whether a device list says that it is the whole list.
    enum Completeness: String, Sendable, Hashable, CaseIterable {
        case yes = "true"
        case no = "false"
        case auto
    }

    var kind: EvidenceKind
    /// Relative to the case.
    var file: String
    var role: EvidenceRole?
    var dialect: String?
    var collectedAt: Instant?
    /// Seconds east of UTC, for logs without a zone.
    var zoneSeconds = 0
    /// Columns of a CSV or log by the name of their field.
    var columns: [String: String] = [:]
    var completeness = Completeness.auto
    var scope: String?
    /// Serial number of the device that the evidence comes from.
    var device: String?
    var secret: SecretReference?
    /// The name of the path that handshakes or captures were made on.
    var path: String?
    var vantage: String?
    /// Which address of an access log's line is the client's.
    var clientAddress = AccessLogPolicy.ClientAddress.connection
    /// The line of the case file.
    var line: Int?

    init(kind: EvidenceKind, file: String) {
        self.kind = kind
        self.file = file
    }
}
