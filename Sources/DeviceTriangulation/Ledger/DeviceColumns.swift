/// The values of one record before they are appended.
struct RecordDraft: Sendable {
    var serial: UInt64 = 0
    var udid: Range<Int>?
    var words = [UInt8](repeating: 0, count: WordField.allCases.count)
    var names = [UInt16](repeating: 0, count: NameField.allCases.count)
    var times = [Int64](repeating: DeviceColumns.noTime, count: TimeField.allCases.count)
    /// Times that were explicitly null, a bit each.
    var nullTimes: UInt8 = 0
    var answers = Answers()
    var clockOffset = DeviceColumns.noOffset

    mutating func reset() {
        serial = 0
        udid = nil
        for index in words.indices { words[index] = 0 }
        for index in names.indices { names[index] = 0 }
        for index in times.indices { times[index] = DeviceColumns.noTime }
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
            nullTimes &= ~(1 << UInt8(time.rawValue))
        case .flag(let flag): answers[flag] = .unsaid
        case .clockOffset: clockOffset = DeviceColumns.noOffset
        case .mark: break
        }
    }
}

/// The values of many records, one column a field.
///
/// Shape: row = record, in the order of appending.
struct DeviceColumns: Sendable {
    /// The time that stands for "not said".
    static let noTime = Int64.min
    /// The clock offset that stands for "not said".
    static let noOffset = Int32.min

    private(set) var count = 0
    private(set) var words = WordField.allCases.map { _ in Column<UInt8>(absent: 0) }
    private(set) var names = NameField.allCases.map { _ in Column<UInt16>(absent: 0) }
    private(set) var times = TimeField.allCases.map { _ in Column<Int64>(absent: noTime) }
    private(set) var answers = Column<UInt16>(absent: 0)
    private(set) var clockOffsets = Column<Int32>(absent: noOffset)
    private(set) var files = Column<UInt16>(absent: 0)
    private(set) var records: [UInt32] = []

    mutating func append(_ draft: RecordDraft, file: UInt16, record: UInt32) {
        for index in words.indices { words[index].append(draft.words[index]) }
        for index in names.indices { names[index].append(draft.names[index]) }
        for index in times.indices { times[index].append(draft.times[index]) }
        answers.append(draft.answers.bits)
        clockOffsets.append(draft.clockOffset)
        files.append(file)
        records.append(record)
        count += 1
    }

    mutating func append(_ other: DeviceColumns, words wordCodes: [[Int]], names nameCodes: [[Int]]) {
        for index in words.indices {
            let codes = wordCodes[index]
            words[index].append(other.words[index]) { Self.translate(Int($0), codes, UInt8.max) }
        }
        for index in names.indices {
            let codes = nameCodes[index]
            names[index].append(other.names[index]) { Self.translate(Int($0), codes, UInt16.max) }
        }
        for index in times.indices { times[index].append(other.times[index]) { $0 } }
        answers.append(other.answers) { $0 }
        clockOffsets.append(other.clockOffsets) { $0 }
        files.append(other.files) { $0 }
        records.append(contentsOf: other.records)
        count += other.count
    }

    private static func translate<Code: FixedWidthInteger>(_ code: Int, _ codes: [Int], _ overflow: Code)
        -> Code
    {
        code < codes.count ? Code(clamping: codes[code]) : overflow
    }

    @inline(__always)
    func word(_ field: WordField, _ row: Int) -> UInt8 { words[field.rawValue][row] }
    @inline(__always)
    func name(_ field: NameField, _ row: Int) -> UInt16 { names[field.rawValue][row] }
    @inline(__always)
    func time(_ field: TimeField, _ row: Int) -> Int64 { times[field.rawValue][row] }
    @inline(__always)
    func answers(_ row: Int) -> Answers { Answers(bits: answers[row]) }

    /// Bytes a row, allocation slack not counted.
    var bytesPerRow: Int {
        words.reduce(0) { $0 + $1.bytesPerRow } + names.reduce(0) { $0 + $1.bytesPerRow }
            + times.reduce(0) { $0 + $1.bytesPerRow } + answers.bytesPerRow + clockOffsets.bytesPerRow
            + files.bytesPerRow + 4
    }
}
