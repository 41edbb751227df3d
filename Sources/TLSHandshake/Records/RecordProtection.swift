/// Seals and opens the records of one direction.
///
/// Source: RFC 8446 sections 5.2 to 5.4.
public struct RecordProtection: Sendable {
    private let keys: TrafficKeys
    public private(set) var sequence: UInt64 = 0

    public init(_ keys: TrafficKeys) { self.keys = keys }

    /// One protected record; `fragment` is at most 2^14 bytes.
    public mutating func seal(_ fragment: some Collection<UInt8>, as type: ContentType, padding: Int = 0)
        -> [UInt8]
    {
        let plaintext = Array(fragment) + [type.rawValue] + [UInt8](repeating: 0, count: padding)
        var header = WireWriter()
        header.write(ContentType.applicationData.rawValue)
        header.write(ProtocolVersion.tls12)
        header.write(UInt16(truncatingIfNeeded: plaintext.count + AEADAlgorithm.tagLength))
        let sealed = keys.aead.seal(plaintext, key: keys.key, nonce: nonce, header: header.bytes)
        sequence &+= 1
        return header.bytes + (sealed ?? [])
    }

    /// What a protected record holds: its true content type and its fragment without padding.
    public mutating func open(_ record: Record) throws(Deviation) -> (type: ContentType, fragment: [UInt8]) {
        let plaintext = keys.aead.open(
            record.fragment[...], key: keys.key, nonce: nonce, header: record.header)
        guard var plaintext else {
            throw Deviation(
                "record \(sequence) does not decrypt", in: .record, at: record.offset, alert: .badRecordMAC)
        }
        sequence &+= 1
        guard plaintext.count <= RecordLimits.innerPlaintext else {
            throw Deviation(
                "a record holds \(plaintext.count) bytes, more than \(RecordLimits.innerPlaintext)",
                in: .record, at: record.offset, alert: .recordOverflow)
        }
        guard let end = plaintext.lastIndex(where: { $0 != 0 }) else {
            throw Deviation(
                "a record has no content type, only padding", in: .record, at: record.offset,
                alert: .unexpectedMessage)
        }
        let type = ContentType(rawValue: plaintext[end])
        plaintext.removeSubrange(end...)
        return (type, plaintext)
    }

    /// The initialisation vector with the sequence number mixed into its last eight bytes.
    private var nonce: [UInt8] {
        var nonce = keys.iv
        for (step, index) in nonce.indices.reversed().prefix(8).enumerated() {
            nonce[index] ^= UInt8(truncatingIfNeeded: sequence >> (8 * UInt64(step)))
        }
        return nonce
    }
}
