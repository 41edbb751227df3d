/// Where in the evidence a statement stands, so that anybody can look it up.
public struct Citation: Sendable, Hashable {
    /// Path relative to the case.
    public let file: String
    /// What finds the place inside the file: `line 118`, `element 3`, `entry 12`.
    public let locator: String?
    /// SHA-256 of the whole file as it lies in the case, lower-case hex.
    public let sha256: String?
    /// The words themselves, shortened; never a secret.
    public let excerpt: String?
    public let observedAt: Instant?

    public init(
        file: String, locator: String? = nil, sha256: String? = nil, excerpt: String? = nil,
        observedAt: Instant? = nil
    ) {
        self.file = file
        self.locator = locator
        self.sha256 = sha256
        self.excerpt = excerpt
        self.observedAt = observedAt
    }

    /// The form that a terminal makes clickable: `tenant/audit.ndjson:118`.
    public var short: String {
        guard let locator else { return file }
        let line = "line "
        return locator.hasPrefix(line) ? "\(file):\(locator.dropFirst(line.count))" : "\(file) \(locator)"
    }
}
