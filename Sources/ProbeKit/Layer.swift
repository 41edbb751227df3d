/// The seven layers between a tenant and an enrolled device, from the bottom up; 0 is the run itself.
public enum Layer: Int, Sendable, Hashable, Comparable, CaseIterable {
    case run = 0
    case tenantHealth, deviceState, tlsPath, adeToken, bootTrust, callbacks, supervision

    /// The layers that a verdict speaks of.
    public static let ladder = allCases.filter { $0 != .run }

    /// The name of API and file names.
    public var id: String {
        switch self {
        case .run: "run"
        case .tenantHealth: "tenant-health"
        case .deviceState: "device-state"
        case .tlsPath: "tls-path"
        case .adeToken: "ade-token"
        case .bootTrust: "boot-trust"
        case .callbacks: "callbacks"
        case .supervision: "supervision"
        }
    }

    /// The name that people read.
    public var name: String {
        switch self {
        case .run: "Run"
        case .tenantHealth: "Tenant health"
        case .deviceState: "Device state"
        case .tlsPath: "TLS path"
        case .adeToken: "ADE token"
        case .bootTrust: "Boot trust"
        case .callbacks: "Callbacks"
        case .supervision: "Supervision"
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
