import Casework
import OpenFormats

/// Reads answers of `/rate_limits`.
///
/// Source: FG-1.3.
struct RateLimitHandler: RecordHandler {
    private var samples: [Uncited<RateLimitSample>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        samples.append(try Self.sample(JSONFields(bytes), at: nil, locator: "\(locator)"))
    }

    /// One answer; a time that the body does not tell may come from outside.
    static func sample(
        _ fields: JSONFields, at time: Instant?, locator: String
    ) throws(RecordFault) -> Uncited<RateLimitSample> {
        let at = try fields.instant("observedAt", "timestamp", "at") ?? time
        let burst = try fields.number("remainingBurst")
        let hour = try fields.number("remainingHour")
        let day = try fields.number("remaining24h")
        let consumed = try fields.number("consumed1h")
        guard burst != nil || hour != nil || day != nil || consumed != nil else {
            throw RecordFault("none of remainingBurst, remainingHour, remaining24h, consumed1h")
        }
        let limits = (
            try fields.number("burstLimit"), try fields.number("hourLimit"), try fields.number("limit24h")
        )
        return Uncited(locator: locator, at: at) { citation in
            RateLimitSample(
                at: at, remainingBurst: burst, remainingHour: hour, remaining24h: day, burstLimit: limits.0,
                hourLimit: limits.1, limit24h: limits.2, consumed1h: consumed, citation: citation)
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for sample in samples {
            draft.noteTime(sample.at)
            draft.rateLimits.append(sample.cited(in: source))
        }
    }
}
