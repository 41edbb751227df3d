/// What a finding is about.
public struct Subject: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case tenant, device, fleet, host, path, certificate, token, profile, webhook, evidence
    }

    public let kind: Kind
    public let id: String

    public init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    public static let fleet = Self(.fleet, "fleet")
}
