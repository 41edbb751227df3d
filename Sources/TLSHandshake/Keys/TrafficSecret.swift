/// The secret of one direction in one phase, from which its keys come.
///
/// Source: RFC 8446 sections 4.4.4, 7.2 and 7.3.
public struct TrafficSecret: Hashable, Sendable {
    public let hash: HashAlgorithm
    public let bytes: [UInt8]

    public init(hash: HashAlgorithm, bytes: [UInt8]) {
        self.hash = hash
        self.bytes = bytes
    }

    public func keys(for aead: AEADAlgorithm) -> TrafficKeys {
        TrafficKeys(
            aead: aead,
            key: hash.expandLabel("key", context: [], secret: bytes, length: aead.keyLength),
            iv: hash.expandLabel("iv", context: [], secret: bytes, length: AEADAlgorithm.nonceLength))
    }

    public var finishedKey: [UInt8] {
        hash.expandLabel("finished", context: [], secret: bytes, length: hash.length)
    }

    /// The content of the Finished that this side sends over a transcript.
    public func verifyData(transcriptHash: [UInt8]) -> [UInt8] {
        hash.authenticationCode(of: transcriptHash, key: finishedKey)
    }

    public func isValid(verifyData: [UInt8], transcriptHash: [UInt8]) -> Bool {
        hash.isValid(code: verifyData, of: transcriptHash, key: finishedKey)
    }

    /// The secret after a KeyUpdate.
    public var next: TrafficSecret {
        TrafficSecret(
            hash: hash,
            bytes: hash.expandLabel("traffic upd", context: [], secret: bytes, length: hash.length))
    }
}

/// The key and the initialisation vector of one direction.
public struct TrafficKeys: Hashable, Sendable {
    public let aead: AEADAlgorithm
    public let key: [UInt8]
    public let iv: [UInt8]
}
