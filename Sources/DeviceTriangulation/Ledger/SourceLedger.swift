internal import OpenFormats

/// The device records of one source, or of a part of it, as columns.
///
/// Appending is streaming: a record is read once and leaves its values in columns, nothing else. Ledgers of
/// the parts of a file are filled independently of each other (one a thread) and joined by `FleetAssembly`.
/// Memory: 8 bytes for the serial, 17 to 21 for the UDID where there is one, 4 for the record number, 1 or 2
/// for each word or name and 8 for each time that differs between records: 25 to 60 bytes a record.
package struct SourceLedger: Sendable {
    /// The most records of one ledger.
    package static let maximumRecords = 1 << 27

    /// The views that the records give.
    package private(set) var roles: [SourceRole]
    /// The kind of record; nil until the first record told.
    package private(set) var shape: RecordShape? { didSet { draft.fields = FieldSet(shape?.rules ?? []) } }
    let namedRole: SourceRole
    let dialect: DeviceDialect?
    var tree: KeyTree
    var columns = DeviceColumns()
    var serials: [UInt64] = []
    var udidStarts: [UInt32] = []
    var udids: [UInt8] = []
    var texts: [String] = []
    var textIndex: [String: UInt64] = [:]
    var words: [Vocabulary]
    var names: [Vocabulary]
    var draft = RecordDraft()
    var entriesMet: [Int] = []
    /// What the words of this kind of record say besides themselves.
    var meanings: [WordImplications] = []
    /// Whether the profile that the record names, or lacks, is the status of its ADE profile.
    private var profileDecides = false
    /// Columns of a table that no rule names; each of its rows holds them.
    var strangeColumns: [String] = []
    /// Serials that a spreadsheet changed and that could be put right.
    package internal(set) var repairedSerials = 0
    /// The objects around the one that is being read.
    var openObjects: [OpenObject] = []
    /// Records that were not appended.
    package private(set) var rejected = 0
    /// Keys that were repeated inside their object; the last value stood.
    package internal(set) var duplicateKeys = 0
    /// Values that could not be read as their field asks, by path; the field then counts as not said.
    package internal(set) var oddValues: [String: Int] = [:]

    /// The number of the first record with an odd value, by path.
    package internal(set) var oddPlaces: [String: UInt32] = [:]
    /// The number of the record that is being read.
    var reading: UInt32 = 0

    static let noUDID = UInt32.max

    /// An empty ledger of a source.
    ///
    /// Without a shape or dialect the kind of record is told by the first record that has an identity.
    package init(role: SourceRole, dialect: DeviceDialect? = nil, shape: RecordShape? = nil) {
        namedRole = role
        roles = [role]
        self.dialect = dialect
        tree = KeyTree([])
        words = WordField.allCases.map {
            Vocabulary(known: KnownWords.words($0), aliases: KnownWords.aliases[$0] ?? [:], overflow: 255)
        }
        names = NameField.allCases.map { _ in Vocabulary(known: [], aliases: [:], overflow: 65_535) }
        if let shape = shape ?? (dialect?.shapes.count == 1 ? dialect?.shapes.first : nil) { settle(shape) }
    }

    /// The number of records.
    package var count: Int { serials.count }

    /// Bytes a record, allocation slack not counted.
    package var bytesPerRecord: Double {
        guard count > 0 else { return 0 }
        let udidBytes = udids.count + (udids.isEmpty ? 0 : 4 * count)
        return Double(columns.bytesPerRow + 8) + Double(udidBytes + columns.originBytes) / Double(count)
    }

    /// Keys that the dialect does not know, with the number of records that held them.
    package var unknownKeys: [(path: String, count: Int)] { tree.unknownKeys }

    /// Values of a column that the dialect does not know, with the number of records that held them.
    package func unknownWords(_ field: WordField) -> [(text: String, count: Int)] {
        words[field.rawValue].unknown
    }

    /// Takes the kind of record that the source holds.
    mutating func settle(_ shape: RecordShape) {
        self.shape = shape
        roles = shape.roles ?? [namedRole]
        var rules = shape.rules
        if shape.roles == nil, namedRole == .ade {
            // What the service says of a device is the status of its profile.
            rules = rules.map { $0.field == .word(.status) ? PathRule($0.path, .word(.adeStatus)) : $0 }
        }
        tree = KeyTree(rules, known: shape.known)
        meanings = WordImplications.list(shape.meanings)
        draft.fields = FieldSet(rules + shape.impliedRules)
        profileDecides = shape.rules.contains { $0.reading == .assignment }
    }

    /// Forgets the records and what was odd about them, and keeps what was learned about their form.
    package mutating func removeAll() {
        columns.removeAll()
        serials.removeAll(keepingCapacity: true)
        udidStarts.removeAll(keepingCapacity: true)
        udids.removeAll(keepingCapacity: true)
        if !texts.isEmpty {
            texts.removeAll()
            textIndex.removeAll()
        }
        for index in words.indices { words[index].removeCounts() }
        for index in names.indices { names[index].removeCounts() }
        tree.removeCounts()
        rejected = 0
        repairedSerials = 0
        duplicateKeys = 0
        oddValues.removeAll()
        oddPlaces.removeAll()
    }

    /// Appends one record.
    ///
    /// A record that only wraps others, such as an answer keyed by serial, gives those.
    /// Throws: `RecordError`; the record is then counted as rejected, and the ledger is as before.
    package mutating func append(
        record bytes: Span<UInt8>, file: UInt16, number: UInt32
    ) throws(RecordError) {
        do throws(RecordError) { try appendPlain(bytes, file, number) } catch {
            guard error.mayBeWrapping, let inner = WrappedRecords.unwrap(bytes) else {
                rejected += 1
                throw error
            }
            try appendWrapped(inner, file, number)
        }
    }

    /// Appends a record that holds a device itself.
    private mutating func appendPlain(
        _ bytes: Span<UInt8>, _ file: UInt16, _ number: UInt32
    ) throws(RecordError) {
        reading = number
        if shape == nil { try recognise(bytes) }
        draft.reset()
        try read(bytes)
        try commit(file: file, number: number)
    }

    /// Appends the records of a wrapping; the last error stands for all.
    private mutating func appendWrapped(
        _ inner: [[UInt8]], _ file: UInt16, _ number: UInt32
    ) throws(RecordError) {
        var failure: RecordError?
        for record in inner {
            do throws(RecordError) { try appendPlain(record.span, file, number) } catch {
                rejected += 1
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Appends one record.
    package mutating func append(record bytes: [UInt8], file: UInt16, number: UInt32) throws(RecordError) {
        try append(record: bytes.span, file: file, number: number)
    }

    mutating func reject() { rejected += 1 }

    private mutating func recognise(_ bytes: Span<UInt8>) throws(RecordError) {
        if let found = DeviceDialect.recognise(bytes, dialect: dialect) {
            settle(found)
            return
        }
        var scanner = JSONScanner()
        do {
            scanner.skipByteOrderMark(in: bytes)
            let kind = try scanner.kind(in: bytes)
            try scanner.skip(in: bytes)
            try scanner.finish(in: bytes)
            if kind != .object { throw RecordError.notAnObject }
        } catch let error as JSONError {
            throw .json(error)
        } catch {
            throw .notAnObject
        }
        throw dialect == nil ? .unrecognised : .noIdentity
    }

    /// Puts the draft into the columns.
    mutating func commit(file: UInt16, number: UInt32) throws(RecordError) {
        guard draft.serial != 0 || draft.udid != nil else { throw .noIdentity }
        guard count < Self.maximumRecords, udids.count < Int(UInt32.max) - 256 else { throw .ledgerFull }
        conclude()
        serials.append(draft.serial)
        if let range = draft.udid {
            if udidStarts.isEmpty, count > 1 {
                udidStarts = Array(repeating: Self.noUDID, count: count - 1)
            }
            udidStarts.append(UInt32(range.lowerBound))
        } else if !udidStarts.isEmpty {
            udidStarts.append(Self.noUDID)
        }
        columns.append(draft, file: file, record: number)
        for index in columns.wordsWritten { words[index].count(Int(draft.words[index])) }
        for index in draft.fields.names { names[index].count(Int(draft.names[index])) }
    }

    /// Draws what one value of the record says about another.
    private mutating func conclude() {
        for meaning in meanings { meaning.imply(&draft) }
        if profileDecides { concludeProfile() }
        guard roles.contains(.mdm) || roles.contains(.device) else { return }
        concludeCheckin()
        if draft.answers[.enrolled] == .unsaid { concludeEnrolment() }
    }

    /// A requested profile waits at Apple; without one there is none to wait.
    private mutating func concludeProfile() {
        guard draft.words[WordField.adeStatus.rawValue] == 0 else { return }
        switch draft.answers[.hasProfile] {
        case .yes: draft.words[WordField.adeStatus.rawValue] = KnownWords.ADEStatus.assigned
        case .no: draft.words[WordField.adeStatus.rawValue] = KnownWords.ADEStatus.empty
        case .unsaid: break
        }
    }

    private mutating func concludeEnrolment() {
        switch draft.words[WordField.status.rawValue] {
        case KnownWords.Status.enrolled: draft.answers[.enrolled] = .yes
        case KnownWords.Status.notEnrolled, KnownWords.Status.unenrolled, KnownWords.Status.removed,
            KnownWords.Status.waitingForProfile:
            draft.answers[.enrolled] = .no
        default:
            guard tree.hasProof else { return }
            if draft.times[TimeField.enrolledAt.rawValue] != DeviceColumns.noTime {
                draft.answers[.enrolled] = .yes
            } else if draft.nullTimes & 1 << UInt16(TimeField.enrolledAt.rawValue) != 0 {
                draft.answers[.enrolled] = .no
            }
        }
    }

    /// An `Authenticate` without a `TokenUpdate` after it is no enrolment, whatever else the record says.
    private mutating func concludeCheckin() {
        let begun = draft.times[TimeField.checkinBegunAt.rawValue]
        guard begun != DeviceColumns.noTime, draft.answers[.checkinIncomplete] == .unsaid else { return }
        let ended = draft.times[TimeField.enrolledAt.rawValue]
        let isNull = draft.nullTimes & 1 << UInt16(TimeField.enrolledAt.rawValue) != 0
        guard ended != DeviceColumns.noTime || isNull else { return }
        let isIncomplete =
            ended == DeviceColumns.noTime || (ended < begun && draft.answers[.enrolled] != .yes)
        draft.answers[.checkinIncomplete] = Answer(isIncomplete)
        if isIncomplete { draft.answers[.enrolled] = .no }
    }
}
