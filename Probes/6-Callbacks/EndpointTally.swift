import CaseReading
package import Casework

/// How one endpoint of the MDM answered, as one source tells it.
package struct EndpointTally: Sendable, Hashable {
    /// Who wrote it down.
    package enum Witness: String, Sendable, Hashable, CaseIterable {
        case accessLog = "access log"
        case callbacks = "webhook store"
        case exchanges = "recorded exchanges"
    }

    package let witness: Witness
    /// Without what changes from device to device.
    package let path: String
    package let role: EndpointRole
    /// Counts by HTTP status; 0 where no answer came.
    package private(set) var answers: [Int: Int] = [:]
    package private(set) var devices = DeviceSet()
    package private(set) var moments: [Int: Instant] = [:]
    package private(set) var failing: TimeWindow?
    /// The first failures.
    package private(set) var evidence: [Citation] = []

    package init(_ witness: Witness, _ path: String, _ role: EndpointRole) {
        (self.witness, self.path, self.role) = (witness, path, role)
    }

    private static let citedFailures = 3

    /// Whether a status tells that the request was not served.
    ///
    /// 401 asks for credentials first where the endpoint says so; that is the caller's to leave out.
    package static func isFailure(_ status: Int) -> Bool { status == 0 || (400..<600).contains(status) }

    /// Statuses that say that somebody waited in vain: of a server, of nginx's client, of a gateway.
    static func isTimeOut(_ status: Int) -> Bool { [0, 408, 499, 504].contains(status) }

    package mutating func add(
        status: Int, count: Int = 1, device: Int? = nil, at: Instant? = nil, window: TimeWindow? = nil,
        citation: @autoclosure () -> Citation?
    ) {
        guard count > 0 else { return }
        let (sum, overflow) = answers[status, default: 0].addingReportingOverflow(count)
        answers[status] = overflow ? .max : sum
        guard Self.isFailure(status) else { return }
        if let device {
            devices.insert(device)
            if let at { moments[device] = min(moments[device] ?? at, at) }
        }
        for time in [at, window?.start, window?.end].compactMap(\.self) {
            failing =
                failing.map { TimeWindow(min($0.start, time), max($0.end, time)) } ?? TimeWindow(time, time)
        }
        if evidence.count < Self.citedFailures, let place = citation() { evidence.append(place) }
    }

    package var requests: Int { Self.sum(answers.values) }
    package var failures: Int { Self.sum(answers.filter { Self.isFailure($0.key) }.values) }
    package var timeOuts: Int { Self.sum(answers.filter { Self.isTimeOut($0.key) }.values) }

    static func sum(_ counts: some Sequence<Int>) -> Int {
        counts.reduce(0) { whole, next in
            let (sum, overflow) = whole.addingReportingOverflow(next)
            return overflow ? .max : sum
        }
    }

    /// `404 (12), 503 (3)`, the most frequent first.
    static func words(_ answers: [Int: Int]) -> String {
        let failures = answers.filter { isFailure($0.key) }
        let sorted = failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(5).map { status, count in
            "\(status == 0 ? "no answer" : "\(status)") (\(count.grouped))"
        }.joined(separator: ", ")
    }
}
