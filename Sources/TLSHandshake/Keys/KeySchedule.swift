// The three secrets of RFC 8446 section 7.1, each a type that only its predecessor can make:
//
//     0 or PSK -> EarlySecret -- (EC)DHE --> HandshakeSecret -- 0 --> MainSecret
//
// so that nothing can ask for application keys before the server has answered.

/// The first secret: of a pre-shared key, or of nothing.
public struct EarlySecret: Hashable, Sendable {
    public let hash: HashAlgorithm
    public let bytes: [UInt8]

    /// Without a pre-shared key, zeros stand in for it.
    public init(hash: HashAlgorithm, preSharedKey: [UInt8]? = nil) {
        self.hash = hash
        let zeros = [UInt8](repeating: 0, count: hash.length)
        bytes = hash.extract(salt: zeros, from: preSharedKey ?? zeros)
    }

    /// The salt of the next secret.
    public var derived: [UInt8] {
        hash.deriveSecret("derived", transcriptHash: hash.digest([]), secret: bytes)
    }

    /// The key of the binders of a pre-shared key that came from a ticket.
    public var resumptionBinderKey: TrafficSecret {
        TrafficSecret(
            hash: hash,
            bytes: hash.deriveSecret("res binder", transcriptHash: hash.digest([]), secret: bytes))
    }

    /// The key of the binders of a pre-shared key that both sides were given.
    public var externalBinderKey: TrafficSecret {
        TrafficSecret(
            hash: hash,
            bytes: hash.deriveSecret("ext binder", transcriptHash: hash.digest([]), secret: bytes))
    }

    public func handshakeSecret(sharedSecret: [UInt8]) -> HandshakeSecret {
        HandshakeSecret(hash: hash, bytes: hash.extract(salt: derived, from: sharedSecret))
    }
}

/// The second secret: with the key exchange mixed in.
public struct HandshakeSecret: Hashable, Sendable {
    public let hash: HashAlgorithm
    public let bytes: [UInt8]

    fileprivate init(hash: HashAlgorithm, bytes: [UInt8]) {
        self.hash = hash
        self.bytes = bytes
    }

    /// The transcript ends with ServerHello.
    public func client(transcriptHash: [UInt8]) -> TrafficSecret { derive("c hs traffic", transcriptHash) }

    /// The transcript ends with ServerHello.
    public func server(transcriptHash: [UInt8]) -> TrafficSecret { derive("s hs traffic", transcriptHash) }

    public var mainSecret: MainSecret {
        let derived = hash.deriveSecret("derived", transcriptHash: hash.digest([]), secret: bytes)
        let zeros = [UInt8](repeating: 0, count: hash.length)
        return MainSecret(hash: hash, bytes: hash.extract(salt: derived, from: zeros))
    }

    private func derive(_ label: String, _ transcriptHash: [UInt8]) -> TrafficSecret {
        TrafficSecret(
            hash: hash, bytes: hash.deriveSecret(label, transcriptHash: transcriptHash, secret: bytes))
    }
}

/// The third secret: of the application's data.
public struct MainSecret: Hashable, Sendable {
    public let hash: HashAlgorithm
    public let bytes: [UInt8]

    fileprivate init(hash: HashAlgorithm, bytes: [UInt8]) {
        self.hash = hash
        self.bytes = bytes
    }

    /// The transcript ends with the server's Finished.
    public func client(transcriptHash: [UInt8]) -> TrafficSecret { derive("c ap traffic", transcriptHash) }

    /// The transcript ends with the server's Finished.
    public func server(transcriptHash: [UInt8]) -> TrafficSecret { derive("s ap traffic", transcriptHash) }

    /// The transcript ends with the server's Finished.
    public func exporter(transcriptHash: [UInt8]) -> TrafficSecret { derive("exp master", transcriptHash) }

    /// The transcript ends with the client's Finished.
    public func resumption(transcriptHash: [UInt8]) -> TrafficSecret { derive("res master", transcriptHash) }

    private func derive(_ label: String, _ transcriptHash: [UInt8]) -> TrafficSecret {
        TrafficSecret(
            hash: hash, bytes: hash.deriveSecret(label, transcriptHash: transcriptHash, secret: bytes))
    }
}

extension TrafficSecret {
    /// The pre-shared key of a ticket, when this is the resumption secret.
    ///
    /// Source: RFC 8446 section 4.6.1.
    public func preSharedKey(ticketNonce: [UInt8]) -> [UInt8] {
        hash.expandLabel("resumption", context: ticketNonce, secret: bytes, length: hash.length)
    }
}
