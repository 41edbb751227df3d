/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
///
/// The resolution is that of the sharpest source (audit events); leap seconds are not counted, as in POSIX.
/// Arithmetic saturates, so that no time read from evidence can trap.
public struct Instant: Sendable, Hashable, Comparable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The time that passed since another instant, negative where that one is later.
    public func since(_ other: Self) -> Interval {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return Interval(microseconds: overflow ? (microseconds < 0 ? .min : .max) : difference)
    }

    public static func + (instant: Self, interval: Interval) -> Self {
        let (sum, overflow) = instant.microseconds.addingReportingOverflow(interval.microseconds)
        return Self(microseconds: overflow ? (interval.microseconds < 0 ? .min : .max) : sum)
    }
}

/// A length of time in microseconds.
public struct Interval: Sendable, Hashable, Comparable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static func seconds(_ count: Int) -> Self { scaled(count, by: 1_000_000) }
    public static func minutes(_ count: Int) -> Self { scaled(count, by: 60_000_000) }
    public static func hours(_ count: Int) -> Self { scaled(count, by: 3_600_000_000) }
    public static func days(_ count: Int) -> Self { scaled(count, by: 86_400_000_000) }

    public static prefix func - (interval: Self) -> Self {
        Self(microseconds: interval.microseconds == .min ? .max : -interval.microseconds)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    private static func scaled(_ count: Int, by unit: Int64) -> Self {
        let (product, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
        return Self(microseconds: overflow ? (count < 0 ? .min : .max) : product)
    }
}

/// A stretch of time with both ends inside it.
public struct TimeWindow: Sendable, Hashable {
    public let start: Instant
    public let end: Instant

    /// The ends may be given in either order.
    public init(_ one: Instant, _ other: Instant) {
        start = min(one, other)
        end = max(one, other)
    }

    public func contains(_ instant: Instant) -> Bool {
        start <= instant && instant <= end
    }

    public var length: Interval { end.since(start) }
}
