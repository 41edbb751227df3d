import CaseReading
import Casework
import ProbeKit

/// How to get the tenant's audit log, for `unknown` answers.
let howToGetTheAuditLog =
    "the tenant's audit log: GraphQL tenantAuditLog, or GET /v2/tenants/{id}/audit_events"

let needsTenantDevices = Need(
    Supply(.devices, .tenant), how: "the tenant's device list: GraphQL devices, or an export of the portal")

let needsMDMDevices = Need(
    Supply(.devices, .mdm), how: "the MDM's device list as a devices entry with role mdm")

// Small facts for worked cases.
extension TenantFacts {
    enum Log {
        case throttle(minute: Int)
        case drop(Int, minute: Int)
        case send(Int, minute: Int)
        case assign(Int, tokens: Double?, minute: Int)
    }

    private static let start = Instant(microseconds: 1_776_400_000_000_000)
    private static let citation = Citation(file: "tenant/audit.ndjson", locator: "line 1")

    static func audited(_ log: [Log]) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.audit)]
        for event in log {
            switch event {
            case .throttle(let minute):
                facts.audit.throttles.append(
                    .init(at: start + .minutes(minute), tier: "burst", citation: citation))
            case .drop(let device, let minute):
                facts.audit.callbacks.append(
                    .init(
                        at: start + .minutes(minute), device: device, session: "es_\(device)",
                        outcome: "dropped",
                        throttled: true))
            case .send(let device, let minute):
                facts.audit.callbacks.append(
                    .init(
                        at: start + .minutes(minute), device: device, session: "es_\(device)", outcome: "sent"
                    ))
            case .assign(let count, let tokens, let minute):
                facts.audit.assignments.append(
                    .init(
                        at: start + .minutes(minute), endpoint: "/v2/devices/bulk-assign", deviceCount: count,
                        tokensConsumed: tokens, citation: citation))
            }
        }
        return facts
    }

    static func limits(_ samples: [RateLimitSample]) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.rateLimits)]
        facts.rateLimits = samples
        return facts
    }

    static func exchanged(_ exchanges: [HTTPExchange], _ change: (inout Self) -> Void = { _ in }) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.exchanges)]
        facts.exchanges = exchanges
        change(&facts)
        return facts
    }

    static func fleet(of count: Int, _ change: (inout Self) -> Void) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.devices, .tenant), Supply(.devices, .mdm)]
        facts.views.total = count
        change(&facts)
        return facts
    }

    static func pending(hours: [Int]) -> Self {
        fleet(of: hours.count) { facts in
            facts.asOf = start
            facts.views.pendingSince = hours.enumerated().map { device, hours in
                Extent.Moment(device: device, at: start + -Interval.hours(hours))
            }
        }
    }

    static func scored(tls: Double? = nil, delivery: Double? = nil) -> Self {
        var facts = Self()
        facts.compliance.tlsSuccess = tls
        facts.compliance.deliverySLA = delivery
        return facts
    }
}

extension RateLimitSample {
    static func left(burst: Double?, hour: Double?, day: Double?, minute: Int = 0) -> Self {
        Self(
            at: Instant(microseconds: 1_776_400_000_000_000) + .minutes(minute), remainingBurst: burst,
            remainingHour: hour, remaining24h: day, citation: Citation(file: "tenant/rate-limits.json"))
    }
}

extension HTTPExchange {
    static func get(_ path: String, _ status: Int) -> Self { call("GET", path, status) }
    static func post(_ path: String, _ status: Int) -> Self { call("POST", path, status) }
    static func put(_ path: String, _ status: Int, sent: String? = nil, got: String? = nil) -> Self {
        call("PUT", path, status, sent: sent, got: got)
    }

    private static func call(
        _ method: String, _ path: String, _ status: Int, sent: String? = nil, got: String? = nil
    ) -> Self {
        Self(
            method: method, url: "https://api.business.apple.com\(path)", status: status, requestBody: sent,
            responseBody: got, citation: Citation(file: "tenant/exchanges.har", locator: "entry 1"))
    }
}
