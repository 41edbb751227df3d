/// What a piece of evidence is, named as in a case file; an unknown kind survives and is reported.
public struct EvidenceKind: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public static let devices = Self("devices")
    public static let exchanges = Self("exchanges")
    public static let audit = Self("audit")
    public static let rateLimits = Self("rate-limits")
    public static let integrations = Self("integrations")
    public static let mdmServers = Self("mdm-servers")
    public static let activities = Self("activities")
    public static let serverToken = Self("server-token")
    public static let handshakes = Self("handshakes")
    public static let reflections = Self("reflections")
    public static let callbacks = Self("callbacks")
    public static let queue = Self("queue")
    public static let mdmLog = Self("mdm-log")
    public static let deviceLog = Self("device-log")
    public static let deviceProfiles = Self("device-profiles")
    public static let configurationProfile = Self("configuration-profile")
    public static let certificate = Self("certificate")
    public static let accessLog = Self("access-log")
    public static let adeAccount = Self("ade-account")
    public static let adeProfile = Self("ade-profile")
    public static let adeSync = Self("ade-sync")
    public static let deviceFiles = Self("device-files")
    public static let deviceCommands = Self("device-commands")

    /// The kinds that this version reads.
    public static let readable: [Self] = [
        .devices, .exchanges, .audit, .rateLimits, .integrations, .serverToken, .handshakes, .reflections,
        .callbacks,
        .queue,
        .mdmLog, .deviceLog, .deviceProfiles, .configurationProfile, .certificate,
        .accessLog,
        .adeAccount, .adeProfile, .adeSync, .deviceFiles, .deviceCommands,
        .mdmServers, .activities,
    ]

    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }

    public var description: String { name }
}

/// Whose view a piece of evidence is, named as in a case file.
public struct EvidenceRole: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public static let tenant = Self("tenant")
    public static let ade = Self("ade")
    public static let mdm = Self("mdm")
    public static let device = Self("device")
    public static let supervisionIdentity = Self("supervision-identity")
    /// The certificate with which the MDM pushes to devices.
    public static let push = Self("push")

    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }

    public var description: String { name }
}
