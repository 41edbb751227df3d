/// Cuts a stream of bytes into records.
public struct RecordFramer: Sendable {
    /// What a peer sent that speaks no TLS.
    public enum Failure: Error, Hashable, Sendable {
        case notTLS
        case deviation(Deviation)
    }

    private var buffer: [UInt8] = []
    private var head = 0
    /// Bytes of the stream before `buffer`.
    private var streamOffset = 0
    private var hasSeenRecord = false

    public init() {}

    public var bufferedCount: Int { buffer.count - head }

    /// Where the next record begins: bytes from the start of the stream.
    public var offset: Int { streamOffset + head }

    /// The first bytes that are in no record yet.
    func waiting(_ count: Int) -> [UInt8] { Array(buffer[head...].prefix(count)) }

    public mutating func append(_ bytes: some Collection<UInt8>) {
        if head > 0 {
            streamOffset += head
            buffer.removeFirst(head)
            head = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole record, or `nil` until more bytes come.
    public mutating func next() throws(Failure) -> Record? {
        let waiting = buffer[head...]
        try checkKind(of: waiting)
        guard waiting.count >= RecordLimits.headerLength else { return nil }
        let type = ContentType(rawValue: buffer[head])
        let version = ProtocolVersion(rawValue: UInt16(buffer[head + 1]) << 8 | UInt16(buffer[head + 2]))
        let length = Int(buffer[head + 3]) << 8 | Int(buffer[head + 4])
        let limit = type == .applicationData ? RecordLimits.ciphertext : RecordLimits.plaintext
        guard length <= limit else {
            throw .deviation(
                Deviation(
                    "the length of a record is \(length), more than \(limit)", in: .record, at: offset + 3,
                    alert: .recordOverflow))
        }
        guard waiting.count >= RecordLimits.headerLength + length else { return nil }
        let start = head + RecordLimits.headerLength
        let record = Record(
            type: type, version: version, fragment: Array(buffer[start..<start + length]), offset: offset)
        head = start + length
        hasSeenRecord = true
        return record
    }

    /// Looks at the first two bytes of a header; every version from SSL 3 on has 3 as the second half of it.
    private func checkKind(of waiting: ArraySlice<UInt8>) throws(Failure) {
        guard let first = waiting.first else { return }
        let isKnown = (20...23).contains(first)
        let isVersion3 = waiting.dropFirst().first.map { $0 == 3 } ?? true
        guard !isKnown || !isVersion3 else { return }
        guard hasSeenRecord else { throw .notTLS }
        let what =
            isKnown ? "the version of a record does not begin with 3" : "no record begins with \(first)"
        throw .deviation(
            Deviation(what, in: .record, at: offset + (isKnown ? 1 : 0), alert: .unexpectedMessage))
    }
}
