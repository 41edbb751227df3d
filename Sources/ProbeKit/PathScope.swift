public import Casework

/// Which network path a finding speaks of.
public struct PathScope: Sendable, Hashable {
    public let host: String
    public let role: HostRole
    /// `nil` where the evidence does not say where it was measured from.
    public let vantage: Vantage?
    /// The name of the way there: `direct`, a proxy, a gateway.
    public let via: String

    public init(host: String, role: HostRole? = nil, vantage: Vantage? = nil, via: String = "direct") {
        self.host = host.lowercased()
        self.role = role ?? HostRole(host: host)
        self.vantage = vantage
        self.via = via
    }
}
