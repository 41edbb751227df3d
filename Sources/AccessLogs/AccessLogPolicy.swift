package import Casework

/// How an access log is read and where its counts end.
///
/// Units: bytes for lengths, rows for tables.
package struct AccessLogPolicy: Sendable, Hashable {
    /// Which address of a line is the client's.
    package enum ClientAddress: String, Sendable, Hashable, CaseIterable {
        /// The other end of the connection.
        case connection
        /// The last public address of `X-Forwarded-For`, where a load balancer stands before the server.
        ///
        /// Source: the list grows to the right; what stands left of a trusted proxy's entry is the client's claim.
        case forwarded = "x-forwarded-for"
    }

    /// Which address counts as the source.
    package var clientAddress = ClientAddress.connection
    /// The ranges that expected callers come from; empty where nobody asks.
    package var expectedRanges: [AddressRange] = []
    /// Seconds east of UTC of times that name no zone.
    package var zoneSeconds = 0
    /// A request that took at least this long is slow.
    ///
    /// Source: ours: far beyond what a check-in needs, well below the 28 s of a stalled handshake (FG-3.2).
    package var slowMicroseconds: Int64 = 10_000_000
    /// The longest line: what servers write stays below twice the longest request line (8 KiB).
    package var lineBytes = 1 << 20
    /// How many endpoints are told apart; the rest is counted together.
    package var endpoints = 1 << 16
    /// How many networks of sources are told apart.
    package var networks = 1 << 18
    /// How many hours are told apart: eleven years.
    package var hours = 100_000
    /// How many networks are named in the result.
    package var namedNetworks = 50
    /// How many line numbers are named of one kind of damage.
    package var damagePlaces = 5

    package init() {}
}
