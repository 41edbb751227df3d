/// How bad a finding is.
///
/// `critical`, `high` and `medium` make a probe fail, `low` makes it warn, `info` never changes a verdict.
public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
    case info, low, medium, high, critical

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }
}

/// What a probe, a layer or a run comes to.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case pass, warn, fail, unknown, blocked

    /// The outcome that findings of these severities amount to.
    public init(worst severities: some Sequence<Severity>) {
        switch severities.max() {
        case .critical, .high, .medium: self = .fail
        case .low: self = .warn
        case .info, nil: self = .pass
        }
    }

    /// Whether something was measured.
    public var isJudged: Bool {
        switch self {
        case .pass, .warn, .fail: true
        case .unknown, .blocked: false
        }
    }
}

/// How sure a conclusion is.
public enum Confidence: String, Sendable, Hashable, Comparable, CaseIterable {
    case low, medium, high

    /// One step less sure.
    public var lowered: Self { self == .high ? .medium : .low }

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }
}
