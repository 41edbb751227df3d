extension HandshakeTranscript {
    /// How the handshake ended.
    public struct Outcome: RawRepresentable, Hashable, Sendable, Codable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let completed = Outcome(rawValue: "completed")
        public static let stalled = Outcome(rawValue: "stalled")
        public static let reset = Outcome(rawValue: "reset")
        public static let closed = Outcome(rawValue: "closed")
        public static let alert = Outcome(rawValue: "alert")
        public static let refused = Outcome(rawValue: "refused")
        public static let unreachable = Outcome(rawValue: "unreachable")
        public static let unresolved = Outcome(rawValue: "unresolved")
        public static let proxyRefused = Outcome(rawValue: "proxy-refused")
        public static let proxyAuth = Outcome(rawValue: "proxy-auth")
        public static let protocolError = Outcome(rawValue: "protocol-error")
        /// Given up by this side before it could come to anything, which says nothing of the path.
        public static let cancelled = Outcome(rawValue: "cancelled")
    }

    /// A point that a handshake reached.
    public struct StageName: RawRepresentable, Hashable, Sendable, Codable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let resolve = StageName(rawValue: "resolve")
        public static let connect = StageName(rawValue: "connect")
        public static let proxy = StageName(rawValue: "proxy")
        public static let clientHello = StageName(rawValue: "client-hello")
        public static let serverHello = StageName(rawValue: "server-hello")
        public static let helloRetry = StageName(rawValue: "hello-retry")
        public static let encryptedExtensions = StageName(rawValue: "encrypted-extensions")
        public static let certificateRequest = StageName(rawValue: "certificate-request")
        public static let certificate = StageName(rawValue: "certificate")
        public static let certificateVerify = StageName(rawValue: "certificate-verify")
        public static let serverFinished = StageName(rawValue: "server-finished")
        public static let clientFinished = StageName(rawValue: "client-finished")
        public static let ticket = StageName(rawValue: "ticket")
        public static let alert = StageName(rawValue: "alert")
        public static let close = StageName(rawValue: "close")
        /// The answer of a service that is no TLS.
        public static let answer = StageName(rawValue: "answer")
    }

    /// A point and when it was reached.
    public struct Stage: Codable, Hashable, Sendable {
        public var name: StageName
        /// Milliseconds since the start, of a clock that never goes back.
        public var atMs: Double?

        public init(_ name: StageName, atMs: Double?) {
            self.name = name
            self.atMs = atMs
        }
    }
}
