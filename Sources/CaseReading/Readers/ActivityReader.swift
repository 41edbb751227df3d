import Casework
import OpenFormats

/// Reads Apple's device activities: JSON in any container, or the CSV that tells what became of each device.
///
/// Source: AE 1.4 `orgDeviceActivities`.
struct ActivityReader: EvidenceReader {
    private enum Form {
        case unknown
        case activities(RecordReader<ActivityHandler>)
        case results(ActivityResultReader)
    }

    private let entry: EvidenceEntry
    private let limits: ReadingLimits
    private var form = Form.unknown

    init(entry: EvidenceEntry, limits: ReadingLimits) { (self.entry, self.limits) = (entry, limits) }

    mutating func read(_ chunk: Span<UInt8>) {
        choose(chunk)
        switch form {
        case .unknown: break
        case .activities(var reader):
            form = .unknown  // a reader is not shared while it grows
            reader.read(chunk)
            form = .activities(reader)
        case .results(var reader):
            form = .unknown
            reader.read(chunk)
            form = .results(reader)
        }
    }

    /// The first byte that is no space or mark tells a list from a table.
    private mutating func choose(_ chunk: Span<UInt8>) {
        guard case .unknown = form else { return }
        let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        guard let first = chunk.indices.first(where: { !spaces.contains(chunk[$0]) }) else { return }
        let isJSON = chunk[first] == 0x7B || chunk[first] == 0x5B
        form =
            isJSON
            ? .activities(
                RecordReader(
                    ActivityHandler(entry: entry), listKeys: ActivityHandler.listKeys, limits: limits))
            : .results(ActivityResultReader(file: entry.file))
    }

    mutating func finish() {
        switch form {
        case .unknown: break
        case .activities(var reader):
            form = .unknown
            reader.finish()
            form = .activities(reader)
        case .results(var reader):
            form = .unknown
            reader.finish()
            form = .results(reader)
        }
    }

    var problems: RecordProblems {
        switch form {
        case .unknown: RecordProblems()
        case .activities(let reader): reader.problems
        case .results(let reader): reader.problems
        }
    }

    var records: Int {
        switch form {
        case .unknown: 0
        case .activities(let reader): reader.records
        case .results(let reader): reader.rows
        }
    }

    var fault: String? {
        if case .results(let reader) = form { return reader.fault }
        return nil
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        switch form {
        case .unknown: break
        case .activities(let reader): reader.deliver(source, index: index, to: &draft)
        case .results(let reader): reader.deliver(source, to: &draft)
        }
    }
}

/// Reads the records of activities.
struct ActivityHandler: RecordHandler {
    static let type = "orgDeviceActivities"
    static let members = ["status", "subStatus"]
    static let listKeys = ["activities", "orgDeviceActivities"]

    private let entry: EvidenceEntry
    private var found: [Uncited<CaseDraft.PlacedActivity>] = []

    init(entry: EvidenceEntry) { self.entry = entry }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let value = try JSONValue(parsing: bytes, limits: .record)
        found.append(
            try Self.activity(
                value, locator: "\(locator)", observedAt: entry.collectedAt, file: entry.file))
    }

    static func activity(
        _ value: JSONValue, locator: String, observedAt: Instant?, file: String
    ) throws(RecordFault) -> Uncited<CaseDraft.PlacedActivity> {
        let resource = try AxMResource(value)
        let fields = resource.attributes
        guard let id = resource.id else { throw RecordFault("id: expected a text, found nothing") }
        let status = try fields.text("status")
        let subStatus = try fields.text("subStatus")
        guard status != nil || subStatus != nil else { throw RecordFault("neither status nor subStatus") }
        let type = try fields.text("activityType")
        let created = try fields.instant("createdDateTime")
        let completed = try fields.instant("completedDateTime")
        let seen = try fields.instant("observedAt") ?? observedAt
        let serials = resource.related("devices")
        let server = resource.related("mdmServer").first
        return Uncited(locator: locator, at: seen ?? completed ?? created) { citation in
            var activity = DeviceActivity(id: id, citation: citation)
            (activity.type, activity.status, activity.subStatus) = (type, status, subStatus)
            (activity.createdAt, activity.completedAt, activity.observedAt) = (created, completed, seen)
            activity.serverID = server
            activity.deviceCount = serials.isEmpty ? nil : serials.count
            return CaseDraft.PlacedActivity(activity: activity, serials: serials, file: file)
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for activity in found {
            draft.noteTime(activity.at)
            draft.activities.append(activity.cited(in: source))
        }
    }
}
