import CaseReading
import Casework

/// How a device's request for its configuration failed, as one line of it tells.
enum ConfigurationFailure: Hashable {
    /// The service says that the device is not in automated enrolment.
    case notEnrolled
    /// The server could not be verified: a matter of trust.
    case distrusted
    /// A code of the service, `CloudConfigurationError`.
    case code(Int)

    /// Codes that say that the server was not trusted.
    ///
    /// Source: AE 6.5.
    static let distrustCodes: Set<Int> = [34008, 34011]
    static let notEnrolledCode = 33005
    private static let domains: Set<String> = ["MCCloudConfigurationErrorDomain", "MCCloudConfigErrorDomain"]

    /// Reads a line; `nil` for one that tells of no failure.
    init?(_ line: DeviceLogLine) {
        let text = line.text
        if text.contains("Client is not DEP enabled") {
            self = .notEnrolled
            return
        }
        let mentions = ErrorMention.all(in: text)
        var codes = mentions.filter { Self.domains.contains($0.domain) }.map(\.code)
        if codes.isEmpty, let bare = Self.bareCode(in: text) { codes = [bare] }
        guard !codes.isEmpty else { return nil }
        let isDistrusted =
            codes.contains(where: Self.distrustCodes.contains)
            || mentions.contains { TrustFailure.isDistrust($0) }
        if isDistrusted {
            self = .distrusted
        } else if codes.contains(Self.notEnrolledCode) {
            self = .notEnrolled
        } else {
            // 33001 wraps the code that says more.
            self = .code(codes.last { $0 >= 34000 } ?? codes.last { $0 != 33001 } ?? 33001)
        }
    }

    /// `profiles` writes `Device Enrollment configuration: (34000) …` where it names no domain.
    private static func bareCode(in text: String) -> Int? {
        guard text.contains("Error fetching Device Enrollment configuration"),
            let open = text.firstIndex(of: "(")
        else { return nil }
        let digits = text[text.index(after: open)...].prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 5, let code = Int(digits), (33000..<35000).contains(code) else { return nil }
        return code
    }
}

/// The last failure of each device that nothing after it made good.
struct OpenFailures<Failure> {
    struct Hit {
        let log: BootTrustFacts.DeviceLog
        let line: DeviceLogLine
        let failure: Failure
    }

    private(set) var hits: [Hit] = []
    /// Failures that an enrolment or a configuration made good.
    private(set) var settled = 0

    /// - Parameter read: what a line tells, if it tells of a failure.
    init(_ logs: [BootTrustFacts.DeviceLog], read: (DeviceLogLine) -> Failure?) {
        for log in logs {
            var last: (place: Int, failure: Failure)?
            for (place, line) in log.lines.enumerated() {
                if let failure = read(line) { last = (place, failure) }
            }
            guard let last else { continue }
            if Recovery(log).follows(last.place, log.lines[last.place]) {
                settled += 1
            } else {
                hits.append(Hit(log: log, line: log.lines[last.place], failure: last.failure))
            }
        }
    }
}

/// What shows that an earlier failure of a device no longer holds: a configuration, or an installed profile.
struct Recovery {
    /// The last line that shows one.
    private let lastPlace: Int?
    private let enrolledAt: Instant?

    /// Complexity: O(lines).
    init(_ log: BootTrustFacts.DeviceLog) {
        let installed = log.lines.lastIndex { line in
            EnrollmentAttempt.installs.contains { line.text.contains($0) }
        }
        let found = CloudConfiguration(log.lines).statements.last { $0.word == .present }
        let configured = found.flatMap { statement in log.lines.lastIndex(of: statement.line) }
        lastPlace = [installed, configured].compactMap(\.self).max()
        enrolledAt = log.enrolledAt
    }

    /// Whether it stands behind a line of the same log.
    func follows(_ place: Int, _ line: DeviceLogLine) -> Bool {
        if let lastPlace, lastPlace > place { return true }
        guard let failed = line.at, let enrolledAt else { return false }
        return enrolledAt > failed
    }
}
