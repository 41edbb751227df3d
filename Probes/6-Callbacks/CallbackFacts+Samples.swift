import CaseReading
import Casework
import ProbeKit

/// How to get what this layer compares, for `unknown` answers.
let needsTheAuditLog = Need(
    Supply(.audit),
    how: "the tenant's audit log: GraphQL tenantAuditLog, or GET /v2/tenants/{id}/audit_events, as kind audit"
)

let needsTheDeliveries = Need(
    Supply(.callbacks),
    how:
        "the MDM's webhook deliveries: its webhook store, or the log of the endpoint that ABM > Settings > "
        + "MDM Integration > Webhook Endpoint names, as kind callbacks")

let howToGetCallbackEvents =
    "an audit log of the field-guide dialect with its ENROLLMENT_CALLBACK events: GET "
    + "/v2/tenants/{id}/audit_events?eventType=ENROLLMENT_CALLBACK (the axm dialect has none)"

// Small facts for worked cases.
extension CallbackFacts {
    static let start = Instant(microseconds: 1_776_400_000_000_000)

    static func called(
        _ events: CallbackEvents, got deliveries: CallbackDeliveries,
        collected minute: Int? = nil, started: [(device: Int, minute: Int)] = [],
        ranges: [String] = ["17.253.128.0/18", "17.254.0.0/16"]
    ) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.audit), Supply(.callbacks)]
        facts.events = events
        facts.deliveries = deliveries
        facts.deliveriesCollectedAt = minute.map { start + .minutes($0) }
        facts.expectedRanges = ranges
        facts.starts = started.map { device, minute in
            SessionStart(
                device: device, at: start + .minutes(minute),
                citation: Citation(file: "device/\(device).log", locator: "line \(minute)"))
        }
        return facts
    }

    /// An access log in place of deliveries: devices that its paths name, and requests by where they came from.
    static func logged(
        _ events: CallbackEvents, byPath devices: [Int] = [], expected: Int = 0,
        elsewhere: Int = 0
    ) -> Self {
        var facts = called(events, got: [])
        facts.supplied = [Supply(.audit), Supply(.accessLog)]
        facts.arrivalsByPath = CallbackDeliveries(
            devices.map { CallbackDelivery(receivedAt: nil, device: $0, signature: .unsigned) })
        (facts.frontEnd.expected, facts.frontEnd.elsewhere) = (expected, elsewhere)
        return facts
    }

    static func got(_ deliveries: CallbackDeliveries) -> Self {
        var facts = called([], got: deliveries)
        facts.supplied = [Supply(.callbacks)]
        return facts
    }

    /// Samples every so many minutes; each a share in per mille of 1,000 callbacks.
    static func queued(every minutes: Int, _ queued: [Int], of total: Int = 1000) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.queue)]
        facts.queue = queued.enumerated().map { index, queued in
            QueueSample(
                at: start + .minutes(index * minutes), total: total, queued: queued,
                citation: Citation(file: "mdm/queue.ndjson", locator: "line \(index + 1)"))
        }
        return facts
    }
}

extension AuditTrail.CallbackEvent {
    static func sent(_ device: Int, again: Bool = false, minute: Int) -> Self {
        event("sent", device, again, minute)
    }

    static func dropped(_ device: Int, minute: Int) -> Self { event("dropped", device, false, minute) }

    static func rejected(_ device: Int, minute: Int) -> Self { event("rejected", device, false, minute) }

    private static func event(_ outcome: String, _ device: Int, _ again: Bool, _ minute: Int) -> Self {
        Self(
            at: CallbackFacts.start + .minutes(minute), device: device,
            session: CallbackDelivery.session(device, again), outcome: outcome,
            httpStatus: outcome == "rejected" ? 401 : nil, line: minute)
    }
}

extension CallbackDelivery {
    static func of(
        _ device: Int, again: Bool = false, session named: Bool = true, needed: Bool = true,
        from address: String? = "17.254.10.12", status: Int? = 200, signature: SignatureCheck = .unchecked,
        mark: UInt64? = nil, minute: Int = 5
    ) -> Self {
        Self(
            receivedAt: CallbackFacts.start + .minutes(minute), remoteAddress: address, status: status,
            session: named ? session(device, again) : nil, device: device, needsSession: needed,
            signature: signature, mark: mark, line: minute)
    }

    static func session(_ device: Int, _ again: Bool) -> String { "es_\(device)\(again ? "_again" : "")" }
}
