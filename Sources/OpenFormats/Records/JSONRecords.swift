/// A reason why a stretch of a stream holds no record.
public struct RecordProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with the stretch.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The record is longer than the limit and was skipped to its end.
        case tooLong = "record longer than the limit"
        /// The value at the place of a record or page is neither an object nor an array.
        case notARecord = "expected an object or an array"
        /// A comma between two elements is missing or stands too much.
        case misplacedComma = "comma missing or misplaced"
        /// Brackets that do not match: what follows cannot be told apart.
        case lostStructure = "brackets do not match; the rest of the file is not read"
        /// The file ends inside a record or list.
        case truncated = "the file ends too early"
    }

    public let reason: Reason
    public let locator: RecordLocator
    /// Where it starts, in bytes from the start of the file.
    public let offset: Int

    public init(reason: Reason, locator: RecordLocator, offset: Int) {
        self.reason = reason
        self.locator = locator
        self.offset = offset
    }

    public var description: String { "\(locator) (byte \(offset)): \(reason.rawValue)" }
}

/// The receiver of what a record stream holds.
///
/// The bytes of a record are valid during the call only. A record is one JSON value, cut out and not yet
/// checked: whether it is JSON is found by the reader that it is handed to.
public protocol RecordReceiver {
    /// Takes one record.
    mutating func record(_ bytes: Span<UInt8>, at locator: RecordLocator, offset: Int)
    /// Takes a response page with its list emptied: paging facts stand in it.
    mutating func page(_ bytes: Span<UInt8>, at locator: RecordLocator)
    /// Takes a stretch that holds no record.
    mutating func problem(_ problem: RecordProblem)
}

extension RecordReceiver {
    public mutating func page(_ bytes: Span<UInt8>, at locator: RecordLocator) {}
}

/// Cuts a stream of chunks into JSON records, whatever holds them.
///
/// Read are: one record a line; one array; one object with the list under a known key, also nested
/// (`log.entries`); several such arrays or pages one after another, on one line each or spread over many; and
/// records one after another without lines. Which it is, the first bytes tell (`container`).
/// Complexity: one pass; a record inside one chunk is not copied. Memory: one record.
public struct JSONRecords: Sendable {
    /// What holds the records.
    public enum Container: String, Sendable, Hashable {
        /// One record a line; a broken line costs that line.
        case lines
        /// Arrays, pages or bare values, told apart by their brackets.
        case nested
    }

    /// The keys under which the sources of this field put their lists.
    public static let usualListKeys = [
        "devices", "results", "data", "items", "value", "hosts", "log.entries", "data.devices",
        "data.tenant.devices",
    ]
    /// As far as the first line is looked at before its container is told: longer than any sensible record.
    static let sniffedBytes = 1 << 20

    /// What holds the records; nil until the first bytes have told.
    public private(set) var container: Container?
    private let listKeys: [[[UInt8]]]
    private let maximumLength: Int
    private var head: [UInt8] = []
    private var lines: LineSplitter
    private var nested: NestedRecords

    /// A reader that finds lists under the given keys, `.` between nested ones.
    public init(
        listKeys: [String] = JSONRecords.usualListKeys,
        maximumLength: Int = LineSplitter.defaultMaximumLength
    ) {
        self.listKeys = listKeys.map { $0.split(separator: ".").map { Array($0.utf8) } }
        self.maximumLength = maximumLength
        lines = LineSplitter(maximumLength: maximumLength)
        nested = NestedRecords(listKeys: self.listKeys, maximumLength: maximumLength)
    }

    /// Takes the next chunk and hands over what it completes.
    public mutating func read(_ chunk: Span<UInt8>, into receiver: inout some RecordReceiver) {
        guard container == nil else {
            pass(chunk, to: &receiver)
            return
        }
        // The usual chunk is long enough to tell without keeping it.
        if head.isEmpty, let told = ContainerSniffer.container(of: chunk, listKeys: listKeys) {
            container = told
            pass(chunk, to: &receiver)
            return
        }
        head.append(contentsOf: chunk.array(0..<chunk.count))
        if let told = ContainerSniffer.container(of: head.span, listKeys: listKeys) {
            release(as: told, to: &receiver)
        } else if head.count > Self.sniffedBytes {
            release(as: .nested, to: &receiver)
        }
    }

    /// Hands over what the end of the stream completes.
    public mutating func finish(into receiver: inout some RecordReceiver) {
        if container == nil {
            let told = ContainerSniffer.container(of: (head + [0x0A]).span, listKeys: listKeys)
            // One line cut inside a text may be a page that holds whole records.
            release(as: ContainerSniffer.isCut(head.span) ? .nested : told ?? .nested, to: &receiver)
        }
        switch container {
        case .lines:
            var tooLong: [LineLocator] = []
            lines.finish {
                Self.hand($0, $1, to: &receiver)
            } tooLong: {
                tooLong.append($0)
            }
            Self.report(tooLong, to: &receiver)
        case .nested, nil: nested.finish(into: &receiver)
        }
    }

    private mutating func release(as told: Container, to receiver: inout some RecordReceiver) {
        container = told
        let kept = head
        head = []
        pass(kept.span, to: &receiver)
    }

    private mutating func pass(_ chunk: Span<UInt8>, to receiver: inout some RecordReceiver) {
        guard container == .lines else {
            nested.read(chunk, into: &receiver)
            return
        }
        var tooLong: [LineLocator] = []
        lines.read(chunk) {
            Self.hand($0, $1, to: &receiver)
        } tooLong: {
            tooLong.append($0)
        }
        Self.report(tooLong, to: &receiver)
    }

    private static func report(_ tooLong: [LineLocator], to receiver: inout some RecordReceiver) {
        for line in tooLong {
            receiver.problem(
                RecordProblem(reason: .tooLong, locator: .line(line.number), offset: line.offset))
        }
    }

    private static func hand(
        _ line: Span<UInt8>, _ locator: LineLocator, to receiver: inout some RecordReceiver
    ) {
        var isBlank = true
        for index in 0..<line.count where line[index] != 0x20 && line[index] != 0x09 {
            isBlank = false
            break
        }
        guard !isBlank else { return }
        receiver.record(line, at: .line(locator.number), offset: locator.offset)
    }
}
