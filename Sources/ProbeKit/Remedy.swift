/// Who must act.
public enum Owner: String, Sendable, Hashable, CaseIterable {
    case tenant, mdm, network, device, apple, nobody

    /// The person as reports name them.
    public var name: String {
        switch self {
        case .tenant: "tenant admin"
        case .mdm: "MDM admin"
        case .network: "network team"
        case .device: "whoever holds the device"
        case .apple: "Apple"
        case .nobody: "nobody"
        }
    }
}

/// What to do about a finding.
public struct Remedy: Sendable, Hashable {
    public let owner: Owner
    /// One sentence in the imperative.
    public let summary: String
    public let steps: [String]
    /// Commands that can be pasted as they stand.
    public let commands: [String]
    public let references: [String]

    public init(
        _ owner: Owner, _ summary: String, steps: [String] = [], commands: [String] = [],
        references: [String] = []
    ) {
        self.owner = owner
        self.summary = summary
        self.steps = steps
        self.commands = commands
        self.references = references
    }
}

/// The cheapest check that tells two possible causes apart.
public struct Check: Sendable, Hashable {
    public let text: String
    public let command: String?

    public init(_ text: String, command: String? = nil) {
        self.text = text
        self.command = command
    }
}
