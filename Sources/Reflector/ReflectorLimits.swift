import NIOSSL

/// How much one reflector takes on.
package struct ReflectorLimits: Sendable {
    /// Connections at a time.
    package var connections = 256
    /// Seconds that one connection may last.
    package var seconds = 20
    /// Bytes of one ClientHello, records included; a real one has less than 2,000.
    package var helloBytes = 65_536
    /// Bytes of one HTTP request head.
    package var requestBytes = 16_384

    package init() {}
}
