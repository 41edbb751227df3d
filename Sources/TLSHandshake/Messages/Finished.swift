/// The proof that both sides saw the same handshake.
///
/// Source: RFC 8446 section 4.4.4.
public struct Finished: HandshakeBody {
    public static let type = HandshakeType.finished

    /// As long as the hash of the suite: 32 or 48 bytes.
    public let verifyData: [UInt8]

    public init(verifyData: [UInt8]) { self.verifyData = verifyData }

    public init(reading reader: inout WireReader) throws(WireError) {
        verifyData = reader.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(verifyData)
    }
}
