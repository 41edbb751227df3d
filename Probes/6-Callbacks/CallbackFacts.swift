package import CaseReading
package import Casework
import ProbeKit

/// What layer 6 looks at: the callbacks that the tenant says it made, and those that the MDM says it got.
package struct CallbackFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    /// Callbacks from the tenant to the MDM, in rising time.
    package var events: [AuditTrail.CallbackEvent] = []
    /// What arrived, in the order of the source.
    package var deliveries: [CallbackDelivery] = []
    /// When the deliveries were collected; what was sent after that can not be among them.
    package var deliveriesCollectedAt: Instant?
    package var queue: [QueueSample] = []
    /// CIDR ranges that callbacks come from, as the case writes them.
    package var expectedRanges: [String] = []
    /// The files that events and deliveries point into.
    package var sources: [SourceFile] = []

    package init() {}
}

extension CallbackFacts {
    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        // The seeds know `/enroll` in both directions (FG-9.11); only what the tenant sends is a callback.
        events = evidence.audit.callbacks.filter { $0.direction != "from-mdm" }
        deliveries = evidence.callbacks
        deliveriesCollectedAt = evidence.sources.filter { $0.kind == .callbacks }.compactMap(\.collectedAt)
            .max()
        queue = evidence.queue.sorted { $0.at < $1.at }
        expectedRanges = evidence.profile.callbackRanges
        sources = evidence.sources
    }

    /// Cites the line of an audit event.
    func citation(_ event: AuditTrail.CallbackEvent) -> Citation {
        let session = event.session.map { " of \($0)" } ?? ""
        return cite(event.file, event.line, "ENROLLMENT_CALLBACK\(session): \(event.outcome)", event.at)
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
