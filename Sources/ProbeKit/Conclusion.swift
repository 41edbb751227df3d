public import Casework

/// One thing that a probe holds to be true, in the terms of its cards; the kit makes a `Finding` of it.
public struct Claim: Sendable, Hashable {
    public var code: FindingCode
    /// The few words that a layer's line shows: "5,254 callbacks dropped".
    public var brief: String
    /// One or more sentences with the figures.
    public var detail: String
    public var subject: Subject
    /// How many subjects it concerns, exactly.
    public var count: Int
    public var devices: DeviceSet?
    public var extent: Extent
    public var paths: [PathScope]
    public var values: [String: Figure]
    public var evidence: [Citation]
    /// What speaks against the claim, as sentences.
    public var against: [String]
    /// Set where the rule of the code asks for another severity than the card's.
    public var severity: Severity?
    /// Set where this claim rests on another basis than the card's.
    public var basis: Basis?
    /// Set where the evidence decides who must act: an error code that the card's own remedy does not fit.
    public var remedy: Remedy?

    public init(
        _ code: FindingCode, brief: String, detail: String, subject: Subject, count: Int = 1,
        devices: DeviceSet? = nil, extent: Extent = .unknown, paths: [PathScope] = [],
        values: [String: Figure] = [:], evidence: [Citation] = [], against: [String] = [],
        severity: Severity? = nil, basis: Basis? = nil,
        remedy: Remedy? = nil
    ) {
        self.code = code
        self.brief = brief
        self.detail = detail
        self.subject = subject
        self.count = count
        self.devices = devices
        self.extent = extent
        self.paths = paths
        self.values = values
        self.evidence = evidence
        self.against = against
        self.severity = severity
        self.basis = basis
        self.remedy = remedy
    }
}

/// A probe's answer.
public struct Conclusion: Sendable, Hashable {
    public enum Answer: Sendable, Hashable {
        /// Measured and in order; the words stand in the layer's line.
        case sound(String)
        /// What is wrong, or worth knowing.
        case found([Claim])
        /// Could not be measured: why, and what to supply.
        case cannotTell(because: String, supply: String)
    }

    public let answer: Answer
    /// Figures that the report keeps whatever the answer, such as the parts of a score.
    public let measures: [String: Figure]

    public static func sound(_ words: String, measures: [String: Figure] = [:]) -> Self {
        Self(answer: .sound(words), measures: measures)
    }

    /// One claim, or several; no claim at all is a mistake of the probe's author and counts as an empty answer.
    public static func found(_ claims: [Claim], measures: [String: Figure] = [:]) -> Self {
        Self(answer: .found(claims), measures: measures)
    }

    public static func found(_ claim: Claim, measures: [String: Figure] = [:]) -> Self {
        Self(answer: .found([claim]), measures: measures)
    }

    public static func cannotTell(
        because reason: String, supply: String, measures: [String: Figure] = [:]
    ) -> Self {
        Self(answer: .cannotTell(because: reason, supply: supply), measures: measures)
    }

    /// The claims where there are any, else the words for a sound state.
    public static func found(
        _ claims: [Claim], orSound words: @autoclosure () -> String, measures: [String: Figure] = [:]
    ) -> Self {
        claims.isEmpty ? .sound(words(), measures: measures) : .found(claims, measures: measures)
    }
}
