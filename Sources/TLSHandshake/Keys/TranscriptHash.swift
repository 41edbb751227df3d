internal import Crypto

/// The running hash of all handshake messages.
///
/// Until the server has chosen the suite, the messages themselves are kept. Source: RFC 8446 section 4.4.1.
public struct TranscriptHash: Sendable {
    private enum Stage {
        case waiting([UInt8])
        case sha256(SHA256)
        case sha384(SHA384)
    }

    private var stage: Stage = .waiting([])

    public init() {}

    public mutating func append(_ message: HandshakeMessage) { append(message.bytes) }

    /// Adds bytes of messages, whole or not.
    public mutating func append(_ bytes: [UInt8]) {
        switch stage {
        case .waiting(let earlier):
            stage = .waiting(earlier + bytes)
        case .sha256(var hash):
            hash.update(data: bytes)
            stage = .sha256(hash)
        case .sha384(var hash):
            hash.update(data: bytes)
            stage = .sha384(hash)
        }
    }

    /// Starts hashing; does nothing when the hash is already chosen.
    public mutating func choose(_ algorithm: HashAlgorithm) {
        guard case .waiting(let bytes) = stage else { return }
        switch algorithm {
        case .sha256: stage = .sha256(SHA256())
        case .sha384: stage = .sha384(SHA384())
        }
        append(bytes)
    }

    /// Puts the hash of the first ClientHello in its place, as a HelloRetryRequest demands.
    public mutating func restartForRetry(_ algorithm: HashAlgorithm) {
        guard case .waiting(let hello) = stage else { return }
        let digest = algorithm.digest(hello)
        stage = .waiting([])
        choose(algorithm)
        append(HandshakeMessage(type: .messageHash) { $0.write(digest) })
    }

    /// The hash so far; empty until the hash is chosen.
    public var current: [UInt8] {
        switch stage {
        case .waiting: []
        case .sha256(let hash): Array(hash.finalize())
        case .sha384(let hash): Array(hash.finalize())
        }
    }
}
