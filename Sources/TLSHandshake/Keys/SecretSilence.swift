// Whatever prints or dumps a handshake, a failing test for one, shows none of its secrets.

/// A value whose descriptions and mirror say what it is and nothing of its content.
protocol SecretSilence: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What it is, in two or three words.
    var kindOfSecret: String { get }
}

extension SecretSilence {
    public var description: String { "\(kindOfSecret), not shown" }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [("kind", kindOfSecret)]) }
}

extension EarlySecret: SecretSilence {
    var kindOfSecret: String { "early secret of \(hash)" }
}

extension HandshakeSecret: SecretSilence {
    var kindOfSecret: String { "handshake secret of \(hash)" }
}

extension MainSecret: SecretSilence {
    var kindOfSecret: String { "main secret of \(hash)" }
}

extension TrafficSecret: SecretSilence {
    var kindOfSecret: String { "traffic secret of \(hash)" }
}

extension TrafficKeys: SecretSilence {
    var kindOfSecret: String { "traffic keys of \(aead)" }
}

extension KeyExchange: SecretSilence {
    var kindOfSecret: String { "private key of \(group)" }
}
