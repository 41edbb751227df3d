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
    package private(set) var shape: RecordShape?
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
        return Double(columns.bytesPerRow + 8) + Double(udidBytes) / Double(count)
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
        tree = KeyTree(rules)
    }

    /// Appends one record.
    ///
    /// Throws: `RecordError`; the record is then counted as rejected, and the ledger is as before.
    package mutating func append(
        record bytes: Span<UInt8>, file: UInt16, number: UInt32
    ) throws(RecordError) {
        reading = number
        do {
            if shape == nil { try recognise(bytes) }
            draft.reset()
            try read(bytes)
            try commit(file: file, number: number)
        } catch {
            rejected += 1
            throw error
        }
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
        for (index, code) in draft.words.enumerated() { words[index].count(Int(code)) }
        for (index, code) in draft.names.enumerated() { names[index].count(Int(code)) }
        columns.append(draft, file: file, record: number)
    }

    /// Draws what one value of the record says about another: whether the device is enrolled.
    private mutating func conclude() {
        guard draft.answers[.enrolled] == .unsaid, roles.contains(.mdm) || roles.contains(.device) else {
            return
        }
        switch draft.words[WordField.status.rawValue] {
        case KnownWords.Status.enrolled: draft.answers[.enrolled] = .yes
        case KnownWords.Status.notEnrolled, KnownWords.Status.unenrolled, KnownWords.Status.removed,
            KnownWords.Status.waitingForProfile:
            draft.answers[.enrolled] = .no
        default:
            guard tree.hasProof else { return }
            if draft.times[TimeField.enrolledAt.rawValue] != DeviceColumns.noTime {
                draft.answers[.enrolled] = .yes
            } else if draft.nullTimes & 1 << UInt8(TimeField.enrolledAt.rawValue) != 0 {
                draft.answers[.enrolled] = .no
            }
        }
    }
}
