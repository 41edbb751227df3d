import Casework
import DeviceTriangulation
import OpenFormats

/// Reads a list of devices, JSON or CSV told by its first byte, into the columns of a ledger.
struct DeviceListReader: EvidenceReader {
    private enum Form {
        case unknown
        case json(JSONRecords)
        case csv(DeviceCSVReader)
    }

    let entry: EvidenceEntry
    private var form = Form.unknown
    private var sink: DeviceSink
    private let listKeys: [String]
    private let limits: ReadingLimits
    private let isTenant: Bool

    /// Throws: `RecordFault` for a dialect or column name that this version does not know.
    init(entry: EvidenceEntry, file: Int, limits: ReadingLimits) throws(RecordFault) {
        self.entry = entry
        self.limits = limits
        var dialect: DeviceDialect?
        if let name = entry.dialect {
            guard let known = DeviceDialect.named(name) else {
                let names = DeviceDialect.all.map(\.name).joined(separator: ", ")
                throw RecordFault("dialect \(name) is not read by this version; known are \(names)")
            }
            dialect = known
        }
        let role = entry.role.flatMap { SourceRole(name: $0.name) } ?? Self.role(of: dialect, entry.file)
        isTenant = role == .tenant
        let shape = try Self.shape(naming: entry.columns, dialect)
        listKeys = dialect?.listKeys ?? DeviceDialect.everyListKey
        sink = DeviceSink(
            ledger: SourceLedger(role: role, dialect: dialect, shape: shape), file: UInt16(clamping: file))
    }

    /// The role of a list that names none: what its dialect or its path says, else the MDM's.
    private static func role(of dialect: DeviceDialect?, _ path: String) -> SourceRole {
        if dialect == .fieldGuide { return .tenant }
        if let role = dialect?.shapes.first?.roles?.first { return role }
        let words = path.lowercased().split { !$0.isLetter }
        for (word, role) in [
            ("tenant", SourceRole.tenant), ("abm", .tenant), ("ade", .ade), ("dep", .ade), ("mdm", .mdm),
        ]
        where words.contains(Substring(word)) {
            return role
        }
        return words.first == "device" ? .device : .mdm
    }

    private static func shape(
        naming columns: [String: String], _ dialect: DeviceDialect?
    ) throws(RecordFault) -> RecordShape? {
        guard !columns.isEmpty, let plain = DeviceDialect.generic.shapes.first else { return nil }
        let base = (dialect?.shapes.count == 1 ? dialect?.shapes.first : nil) ?? plain
        var named: [(path: String, field: DeviceField)] = []
        for (name, column) in columns.sorted(by: { $0.key < $1.key }) {
            guard let rule = (base.rules + plain.rules).first(where: { $0.path == name }) else {
                throw RecordFault("columns: no field is called \(name)")
            }
            named.append((column, rule.field))
        }
        return base.naming(named)
    }

    var problems: RecordProblems { sink.problems }
    var records: Int { sink.ledger.count }
    var fault: String? { if case .csv(let reader) = form { reader.fault } else { nil } }

    mutating func read(_ chunk: Span<UInt8>) {
        if case .unknown = form { settle(chunk) }
        switch form {
        case .unknown: break
        case .json(var records):
            form = .unknown  // so that the stream is not copied
            records.read(chunk, into: &sink)
            form = .json(records)
        case .csv(var reader):
            form = .unknown
            reader.read(chunk, into: &sink)
            form = .csv(reader)
        }
    }

    mutating func finish() {
        switch form {
        case .unknown: break
        case .json(var records):
            records.finish(into: &sink)
            form = .json(records)
        case .csv(var reader):
            reader.finish(into: &sink)
            form = .csv(reader)
        }
    }

    private mutating func settle(_ chunk: Span<UInt8>) {
        guard let isJSON = ListForm.isJSON(chunk) else { return }
        if isJSON {
            form = .json(JSONRecords(listKeys: listKeys, maximumLength: limits.recordBytes))
        } else {
            form = .csv(
                DeviceCSVReader(collectsImport: isTenant, named: Array(entry.columns.values)))
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.note(recordNoun: sink.noun, of: index)
        do throws(FleetError) { try join(&draft, file: index) } catch {
            draft.problems.append(EvidenceProblem(.unreadableFile, source.citation(), "\(error)"))
            return
        }
        for (path, count) in sink.ledger.oddValues.sorted(by: { $0.key < $1.key }) {
            draft.problems.append(
                EvidenceProblem(
                    .unreadableRecord,
                    source.citation(sink.ledger.oddPlaces[path].map { "\(sink.noun) \($0)" }),
                    "\(path): a value of another type than expected; it counts as not said", count: count))
        }
        if sink.ledger.duplicateKeys > 0 {
            draft.problems.append(
                EvidenceProblem(
                    .unreadableRecord, source.citation(),
                    "a key is repeated inside its object; the last value of each counts",
                    count: sink.ledger.duplicateKeys))
        }
        for role in sink.ledger.roles { draft.supplied.insert(Supply(.devices, EvidenceRole(role.name))) }
        if let role = sink.ledger.roles.first {
            draft.deviceLists.append(
                CaseDraft.DeviceList(
                    role: role, isComplete: isComplete, refused: sink.ledger.rejected,
                    collectedAt: entry.collectedAt, file: index, source: ListSeries.source(of: entry)))
        }
        draft.unknown.append(contentsOf: UnknownValue.list(in: sink.ledger, file: source.path))
        if isBlank, entry.completeness == .auto {
            draft.problems.append(
                EvidenceProblem(
                    .missing, source.citation(),
                    "the list is blank, more likely a failed export than a side without devices: nothing is concluded "
                        + "from it; export it again, or say complete: true"))
        }
        if case .csv(let reader) = form, let facts = reader.importFile(citing: source.citation()) {
            draft.importFiles.append(facts)
        }
    }

    private func join(_ draft: inout CaseDraft, file: Int) throws(FleetError) {
        guard let at = entry.collectedAt, let number = UInt16(exactly: file) else {
            return try draft.assembly.add(sink.ledger)
        }
        try draft.assembly.add(
            sink.ledger, file: number,
            collected: ListCollection(at: at.microseconds, isComplete: isComplete, scope: entry.scope),
            isOlder: draft.series.isOlder(entry))
    }

    private var isComplete: Bool {
        switch entry.completeness {
        case .yes: true
        case .no: false
        case .auto:
            !isBlank && sink.paging.isComplete(records: sink.ledger.count + sink.ledger.rejected)
                && !sink.isBroken && (sink.ledger.count > 0 || sink.ledger.rejected == 0)
        }
    }

    /// Not even an empty list: no byte that is no white space.
    private var isBlank: Bool { if case .unknown = form { true } else { false } }

    /// Says that the file ended before its end, so that nothing may be concluded from absence.
    mutating func noteBreak() { sink.isBroken = true }
}

/// Puts records into a ledger and keeps what is wrong with them.
struct DeviceSink: RecordReceiver {
    var ledger: SourceLedger
    let file: UInt16
    var problems = RecordProblems()
    var paging = Paging()
    var noun = "line"
    var isBroken = false

    init(ledger: SourceLedger, file: UInt16) {
        self.ledger = ledger
        self.file = file
    }

    mutating func record(_ bytes: Span<UInt8>, at locator: RecordLocator, offset: Int) {
        if case .element = locator { noun = "element" }
        do throws(RecordError) {
            try ledger.append(record: bytes, file: file, number: UInt32(clamping: locator.number))
        } catch {
            refuse(error, at: "\(locator)")
        }
    }

    mutating func page(_ bytes: Span<UInt8>, at locator: RecordLocator) {
        guard let value = try? JSONValue(parsing: bytes, limits: .record) else { return }
        paging.take(value)
    }

    mutating func problem(_ problem: RecordProblem) {
        if problem.reason == .truncated || problem.reason == .lostStructure { isBroken = true }
        problems.add(problem.reason.rawValue, at: "\(problem.locator)", detail: "byte \(problem.offset)")
    }

    mutating func refuse(_ error: RecordError, at place: String) {
        if case .json(let fault) = error {
            problems.add("not JSON: \(fault.reason.words)", at: place, detail: "byte \(fault.offset)")
        } else {
            problems.add("\(error)", at: place)
        }
    }
}
