/// How much one reflector takes on.
package struct ReflectorLimits: Sendable {
    /// Connections at a time; one has about 60 KB of buffers and TLS state.
    package var connections = 256
    /// Connections at a time from one address: no small share, because a gateway has one address for all its
    /// users, but not all of it.
    package var connectionsPerAddress = 192
    /// How long one connection may last.
    package var lifetime: Duration = .seconds(20)
    /// How long nothing may come.
    package var silence: Duration = .seconds(10)
    /// Bytes until the ClientHello is whole, records included; a real one has less than 2,000.
    package var helloBytes = 65_536
    /// Bytes of one HTTP request head; what most servers take by default.
    package var requestBytes = 16_384
    /// Records that are kept for later questions.
    package var keptRecords = 1_024
    /// Bytes of ClientHellos, in Base64, among the kept records: 1,024 real ones have a quarter of it.
    package var keptBytes = 8 << 20
    /// How long a record is told to later connections.
    package var keptFor: Duration = .seconds(60)
    /// Records told beside the connection's own.
    package var toldRecords = 8
    /// Bytes of one answer; nine records of real ClientHellos have less than 100,000.
    package var answerBytes = 192 << 10
    /// Bytes of lines that wait to be written; more is dropped and counted.
    package var waitingBytes = 16 << 20
    /// How long connections may go on after the reflector was told to stop.
    package var farewell: Duration = .seconds(2)

    package init() {}
}
