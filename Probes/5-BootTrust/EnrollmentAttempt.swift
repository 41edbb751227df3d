import CaseReading
import Casework

/// The last enrolment that a device began, and what became of it.
///
/// Source: field guide FG-7.2 for the start; AE 6.2 for the lines that show an installed profile.
struct EnrollmentAttempt {
    enum Outcome: Hashable {
        /// A profile was installed this long after the start.
        case installed(after: Interval?)
        /// Nothing was installed until the end of the log.
        case stalled(observed: Interval, endsWithStart: Bool)
        /// The log ends too early to tell.
        case young
        /// The lines carry no times.
        case untimed
    }

    static let starts = ["Enrollment initiated via DEP", "rofile fetched", "etched profile"]
    static let installs = [
        "Installed configuration profile", "Processing server request", "MDM enrollment: Yes",
    ]

    let start: DeviceLogLine
    let outcome: Outcome

    /// `nil` where the log shows no start.
    init?(_ log: BootTrustFacts.DeviceLog, asOf: Instant, stallAfter: Interval) {
        guard let place = log.lines.lastIndex(where: { Self.says(Self.starts, $0) }) else { return nil }
        start = log.lines[place]
        let after = log.lines[(place + 1)...]
        if let installed = after.first(where: { Self.says(Self.installs, $0) }) {
            let took = start.at.flatMap { begun in installed.at.map { $0.since(begun) } }
            outcome = .installed(after: took)
            return
        }
        guard let begun = start.at else {
            outcome = .untimed
            return
        }
        if let enrolled = log.enrolledAt, enrolled >= begun {
            outcome = .installed(after: enrolled.since(begun))
            return
        }
        let lastLine = after.compactMap(\.at).max()
        // Where the start is the last that the log says, the case's own time bounds the silence.
        let end = [lastLine, log.end].compactMap(\.self).max() ?? asOf
        let observed = end.since(begun)
        let endsWithStart = lastLine == nil && log.end == nil
        outcome = observed >= stallAfter ? .stalled(observed: observed, endsWithStart: endsWithStart) : .young
    }

    private static func says(_ markers: [String], _ line: DeviceLogLine) -> Bool {
        markers.contains { line.text.contains($0) }
    }
}
