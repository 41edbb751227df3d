extension HandshakeTranscript {
    /// Whether the way ended at the proxy, before a byte could be said to the host.
    public var endedAtProxy: Bool {
        proxy != nil && outcome != .completed && !(stages ?? []).contains { $0.name == .proxy }
    }
}
