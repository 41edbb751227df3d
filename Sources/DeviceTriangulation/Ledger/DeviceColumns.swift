/// The values of one record before they are appended.
struct RecordDraft: Sendable {
    var serial: UInt64 = 0
    var udid: Range<Int>?
    // Vectors for their fixed room: an array would be asked for its owners at each value. There are fewer than
    // sixteen fields of each sort.
    var words = SIMD16<UInt8>(repeating: 0)
    var names = SIMD16<UInt16>(repeating: 0)
    var times = SIMD16<Int64>(repeating: DeviceColumns.noTime)
    /// Times that were explicitly null, a bit each.
    var nullTimes: UInt16 = 0
    var answers = Answers()
    var clockOffset = DeviceColumns.noOffset

    /// The fields that the kind of record can say; the others are never touched.
    var fields = FieldSet([])

    /// Forgets the values.
    mutating func reset() {
        serial = 0
        udid = nil
        words = SIMD16(repeating: 0)
        names = SIMD16(repeating: 0)
        times = SIMD16(repeating: DeviceColumns.noTime)
        nullTimes = 0
        answers = Answers()
        clockOffset = DeviceColumns.noOffset
    }

    /// Forgets a value that a repeated key replaces.
    mutating func clear(_ field: DeviceField) {
        switch field {
        case .serial: serial = 0
        case .udid: udid = nil
        case .word(let word): words[word.rawValue] = 0
        case .name(let name):
            names[name.rawValue] = 0
            if name == .profileID { answers[.hasProfile] = .unsaid }
            if name == .server { answers[.hasServer] = .unsaid }
        case .time(let time):
            times[time.rawValue] = DeviceColumns.noTime
            nullTimes &= ~(1 << UInt16(time.rawValue))
        case .flag(let flag): answers[flag] = .unsaid
        case .clockOffset: clockOffset = DeviceColumns.noOffset
        case .mark: break
        }
    }
}

/// The values of many records, one column a field.
///
/// Shape: row = record, in the order of appending. Only the fields that the kind of record can say are touched.
struct DeviceColumns: Sendable {
    /// The time that stands for "not said".
    static let noTime = Int64.min
    /// The clock offset that stands for "not said".
    static let noOffset = Int32.min

    private(set) var count = 0
    private var words = WordField.allCases.map { _ in Column<UInt8>() }
    private var names = NameField.allCases.map { _ in CodeColumn() }
    private var times = TimeField.allCases.map { _ in TimeColumn() }
    private var answers = AnswerColumn()
    /// The offset from `noOffset`, so that none is zero.
    private var clockOffsets = Column<UInt32>()
    private var origins = OriginRuns()
    /// The words that a record has said so far, as places and as a mask.
    private(set) var wordsWritten: [Int] = []
    private var writtenWords = SIMD16<UInt8>(repeating: 0)

    /// Words may follow from other words: a column is written once a record has said its word.
    private mutating func beginWords(_ values: SIMD16<UInt8>) {
        for index in words.indices where values[index] != 0 && writtenWords[index] == 0 {
            writtenWords[index] = .max
            wordsWritten.append(index)
        }
    }

    mutating func append(_ draft: RecordDraft, file: UInt16, record: UInt32) {
        let row = count
        let fields = draft.fields
        if any(draft.words & ~writtenWords .!= 0) { beginWords(draft.words) }
        for index in wordsWritten { words[index].append(draft.words[index], row: row) }
        for index in fields.names { names[index].append(draft.names[index], row: row) }
        for index in fields.times { times[index].append(draft.times[index], row: row) }
        answers.append(draft.answers, row: row)
        if fields.hasClockOffset {
            clockOffsets.append(UInt32(bitPattern: draft.clockOffset &- Self.noOffset), row: row)
        }
        origins.append(file: file, number: record, row: row)
        count = row + 1
    }

    /// Takes up the rows of another ledger, its codes seen through tables and its record numbers counted on.
    mutating func append(
        _ other: DeviceColumns, words wordCodes: [[UInt8]], names nameCodes: [[UInt16]], base: UInt32
    ) {
        let (more, rows) = (other.count, count)
        for index in words.indices {
            words[index].append(other.words[index], count: more, after: rows, through: wordCodes[index])
        }
        for index in names.indices {
            names[index].append(other.names[index], count: more, after: rows, through: nameCodes[index])
        }
        for index in times.indices { times[index].append(other.times[index], count: more, after: rows) }
        answers.append(other.answers, count: more, after: rows)
        clockOffsets.append(other.clockOffsets, count: more, after: rows)
        origins.append(other.origins, after: rows, base: base)
        count = rows + more
    }

    /// Forgets the rows and keeps their room.
    mutating func removeAll() {
        for index in words.indices { words[index].removeAll() }
        for index in names.indices { names[index].removeAll() }
        for index in times.indices { times[index].removeAll() }
        answers.removeAll()
        clockOffsets.removeAll()
        origins.removeAll()
        count = 0
    }

    @inline(__always)
    func word(_ field: WordField, _ row: Int) -> UInt8 { words[field.rawValue][row] }
    @inline(__always)
    func name(_ field: NameField, _ row: Int) -> UInt16 { names[field.rawValue][row] }
    @inline(__always)
    func time(_ field: TimeField, _ row: Int) -> Int64 { times[field.rawValue][row] }
    @inline(__always)
    func answers(_ row: Int) -> Answers { answers[row] }
    /// Seconds that the device's clock is ahead; `noOffset` where not said.
    func clockOffset(_ row: Int) -> Int32 { Int32(bitPattern: clockOffsets[row]) &+ Self.noOffset }
    /// Where the record stands.
    func origin(_ row: Int) -> RecordOrigin { origins[row] }

    /// Brings what is asked of some rows into the cache, column by column.
    func touch(_ rows: [Int]) -> UInt64 {
        var sum = answers.touch(rows)
        for column in words { sum &+= column.touch(rows) }
        for column in names { sum &+= column.touch(rows) }
        for column in times { sum &+= column.touch(rows) }
        return sum
    }

    /// The latest time of a field; nil where no record says one.
    func latest(_ field: TimeField) -> Int64? { times[field.rawValue].latest(of: count) }

    /// Bytes a row, allocation slack and origins not counted.
    var bytesPerRow: Int {
        words.reduce(0) { $0 + $1.bytesPerRow } + names.reduce(0) { $0 + $1.bytesPerRow }
            + times.reduce(0) { $0 + $1.bytesPerRow } + answers.bytesPerRow + clockOffsets.bytesPerRow
    }

    /// Bytes that say where the records stand.
    var originBytes: Int { origins.bytes }
}
