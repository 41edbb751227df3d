package import CaseReading
package import Casework
import ProbeKit

/// What layer 6 looks at: the callbacks that the tenant says it made, those that the MDM says it got, and how the
/// MDM itself serves devices and Apple.
package struct CallbackFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    /// The MDM of this case, `jamf-pro`; `nil` where the case does not say.
    package var vendor: String?
    /// Callbacks from the tenant to the MDM, in rising time.
    package var events = CallbackEvents()
    /// Enrolments that devices themselves say they began, in rising time.
    package var starts: [SessionStart] = []
    /// What arrived, in the order of the source.
    package var deliveries = CallbackDeliveries()
    /// When the deliveries were collected; what was sent after that can not be among them.
    package var deliveriesCollectedAt: Instant?
    package var queue: [QueueSample] = []
    /// CIDR ranges that callbacks come from, as the case writes them.
    package var expectedRanges: [String] = []
    /// How the MDM's endpoints answered, one for each witness and path.
    package var endpoints: [EndpointTally] = []
    /// Where requests to the web server before the MDM came from.
    package var frontEnd = FrontEnd()
    /// Callbacks that only an access log tells, by the device in their path.
    package var arrivalsByPath = CallbackDeliveries()
    /// Who tells when the MDM polled the ADE service.
    package var polls: [PollWitness] = []
    /// The MDM's sync interval; `nil` where nobody says.
    package var pollMinutes: Int?
    package var beginnings = Beginnings()
    package var pushCertificates: [PushCertificate] = []
    /// Files with the role of a push certificate in which there is none.
    package var unreadablePushFiles: [Citation] = []
    package var topicUses: [TopicUse] = []
    package var pushComplaints: [PushComplaint] = []
    package var refusals: [EnrolmentRefusal] = []
    /// Whether a source could have shown a refusal.
    package var canShowRefusals = false
    /// The files that events and deliveries point into.
    package var sources: [SourceFile] = []

    package init() {}

    /// Requests by where they came from.
    package struct FrontEnd: Sendable, Hashable {
        /// From the ranges that callbacks come from.
        package var expected = 0
        /// From other public addresses.
        package var elsewhere = 0
        /// From private networks, or from nowhere that the log tells.
        package var hidden = 0
        package var files: [Citation] = []

        package init() {}
    }

    /// Whether somebody kept the deliveries themselves.
    var hasDeliveries: Bool { supplied.contains { $0.kind == .callbacks } }

    /// The deliveries, else what an access log tells of them.
    var arrivals: CallbackDeliveries { hasDeliveries ? deliveries : arrivalsByPath }

    /// An enrolment that a device's own log tells.
    package struct SessionStart: Sendable, Hashable {
        package let device: Int
        package let at: Instant
        package let citation: Citation

        package init(device: Int, at: Instant, citation: Citation) {
            (self.device, self.at, self.citation) = (device, at, citation)
        }
    }

    /// How long the MDM may go without a poll.
    var pollLimit: Interval {
        guard let pollMinutes else { return .minutes(thresholds.pollStaleMinutes) }
        let (minutes, overflow) = pollMinutes.multipliedReportingOverflow(by: thresholds.pollStaleIntervals)
        // Right after a sync was due nobody knows yet whether it is late.
        return .minutes(overflow ? .max : max(minutes, thresholds.graceMinutes))
    }
}

extension CallbackFacts {
    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        vendor = evidence.profile.vendor
        // The seeds know `/enroll` in both directions (FG-9.11); only what the tenant sends is a callback.
        events = evidence.audit.callbacks.without(direction: "from-mdm")
        deliveries = evidence.callbacks
        deliveriesCollectedAt = evidence.sources.filter { $0.kind == .callbacks }.compactMap(\.collectedAt)
            .max()
        queue = evidence.queue.sorted { $0.at < $1.at }
        expectedRanges = evidence.profile.callbackRanges
        sources = evidence.sources
        takeStarts(of: evidence)
        takeEndpoints(of: evidence)
        takePolls(of: evidence)
        takeServers(of: evidence)
        takeBeginnings(of: evidence)
        takeAccessLogs(of: evidence)
        takePush(of: evidence)
        takeRefusals(of: evidence)
    }

    /// What a device's log says when an enrolment begins.
    ///
    /// Source: FG-5.4, FG-7.2.
    static let startSentence = "enrollment initiated via dep"

    private mutating func takeStarts(of evidence: CaseEvidence) {
        starts = evidence.deviceLog.compactMap { line in
            guard let device = line.device, let at = line.at,
                line.text.lowercased().contains(Self.startSentence)
            else { return nil }
            return SessionStart(device: device, at: at, citation: line.citation)
        }.sorted { $0.at < $1.at }
    }

    /// Cites the line of an audit event.
    func citation(_ event: AuditTrail.CallbackEvent) -> Citation {
        let session = event.session.map { " of \($0)" } ?? ""
        return cite(event.file, event.line, "ENROLLMENT_CALLBACK\(session): \(event.outcome)", event.at)
    }

    /// Cites what tells of a session.
    func citation(_ session: EnrolmentSessions.Session) -> Citation {
        switch session.origin {
        case .audit(let place): citation(events[place])
        case .deviceLog(let place): starts[place].citation
        }
    }

    /// Cites the line of a delivery.
    func citation(_ delivery: CallbackDelivery) -> Citation {
        let status = delivery.status.map { ", answered \($0)" } ?? ""
        return cite(
            delivery.file, delivery.line, "from \(delivery.remoteAddress ?? "an unknown address")\(status)",
            delivery.receivedAt)
    }

    private func cite(_ file: Int, _ line: Int, _ excerpt: String, _ at: Instant?) -> Citation {
        guard sources.indices.contains(file) else {
            return Citation(file: "?", locator: "line \(line)", excerpt: excerpt, observedAt: at)
        }
        return sources[file].citation("line \(line)", excerpt: excerpt, at: at)
    }
}
