/// Joins fragments of records to whole handshake messages.
///
/// Source: RFC 8446 section 5.1.
public struct HandshakeAssembler: Sendable {
    private var buffer: [UInt8] = []
    private var head = 0

    public init() {}

    public var isEmpty: Bool { buffer.count == head }
    public var bufferedCount: Int { buffer.count - head }

    public mutating func append(_ fragment: [UInt8]) {
        if head > 0 {
            buffer.removeFirst(head)
            head = 0
        }
        buffer.append(contentsOf: fragment)
    }

    /// The next whole message, or `nil` until more fragments come.
    ///
    /// A message that is too long is refused as soon as its header is there.
    public mutating func next() throws(Deviation) -> HandshakeMessage? {
        let count = buffer.count - head
        guard count >= HandshakeMessage.headerLength else { return nil }
        let type = HandshakeType(rawValue: buffer[head])
        let length = Int(buffer[head + 1]) << 16 | Int(buffer[head + 2]) << 8 | Int(buffer[head + 3])
        let isChain = type == .certificate || type == .compressedCertificate
        let limit = isChain ? RecordLimits.certificateMessage : RecordLimits.message
        guard length <= limit else {
            throw Deviation(
                "the message says it has \(length) bytes, more than \(limit)", in: .message(type), at: 1,
                alert: isChain ? .badCertificate : .decodeError)
        }
        let end = head + HandshakeMessage.headerLength + length
        guard buffer.count >= end else { return nil }
        let message = HandshakeMessage(type: type, bytes: Array(buffer[head..<end]))
        head = end
        return message
    }
}
