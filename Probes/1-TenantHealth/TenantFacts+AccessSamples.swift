import CaseReading
import Casework
import ProbeKit

// Small facts of Apple's published services, for worked cases.
extension TenantFacts {
    private static let start = Instant(microseconds: 1_776_400_000_000_000)

    /// One call of Apple's API with these tokens; times in minutes.
    static func bearing(
        _ tokens: [TokenClaims], at minute: Int, asOf: Int? = nil, status: Int = 200, isOwn: Bool = false
    ) -> Self {
        .exchanged([.axm("/v1/orgDevices", status, minute: minute, tokens: tokens, isOwn: isOwn)]) {
            $0.asOf = start + .minutes(asOf ?? minute)
        }
    }

    static func integrating(_ integration: Integration) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.integrations, .tenant)]
        facts.integrations = [integration]
        return facts
    }

    static func serving(_ servers: [MDMServer], _ change: (inout Self) -> Void = { _ in }) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.mdmServers, .tenant)]
        facts.asOf = start
        facts.servers = servers
        change(&facts)
        return facts
    }

    static func acting(_ activities: [DeviceActivity]) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.activities, .tenant)]
        facts.asOf = start
        facts.activities = activities
        return facts
    }

    /// Apple's audit log with a hundred events, of which these failed.
    static func changing(_ failures: [(type: String, device: Int?)]) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.audit, .tenant)]
        facts.audit.publishedEvents = 100
        facts.audit.failures = failures.enumerated().map { minute, failure in
            AuditTrail.FailureEvent(
                at: start + .minutes(minute), type: failure.type, device: failure.device,
                citation: Citation(file: "tenant/audit-events.json", locator: "element \(minute + 1)"))
        }
        return facts
    }
}

extension TokenClaims {
    private static let start = Instant(microseconds: 1_776_400_000_000_000)

    static func bearer(from: Int, to: Int) -> Self {
        Self(.bearer, identity: 1, issuedAt: start + .minutes(from), expiresAt: start + .minutes(to))
    }

    static func assertion(from: Int, to: Int) -> Self {
        Self(
            .assertion, identity: 2, issuedAt: start + .minutes(from), expiresAt: start + .minutes(to),
            audience: IsLetIn.audience)
    }
}

extension MDMServer {
    /// - Parameter hours: how long ago Apple last heard of it.
    static func mdm(_ id: String, status: String? = nil, hours: Int? = nil, devices: Int = 40) -> Self {
        var server = Self(id: id, citation: Citation(file: "tenant/mdm-servers.json", locator: "element 1"))
        server.name = "MDM \(id)"
        server.type = "MDM"
        server.status = status
        server.deviceCount = devices
        server.lastConnectedAt = hours.map {
            Instant(microseconds: 1_776_400_000_000_000) + -Interval.hours($0)
        }
        return server
    }
}

extension DeviceActivity {
    private static let start = Instant(microseconds: 1_776_400_000_000_000)
    private static let citation = Citation(file: "tenant/activities.json", locator: "element 1")

    static func running(minutes: Int) -> Self {
        var activity = Self(id: "a-\(minutes)", citation: citation)
        activity.status = "IN_PROGRESS"
        activity.createdAt = start + -Interval.minutes(minutes)
        return activity
    }

    static func ended(_ subStatus: String?, status: String = "COMPLETED", failing serials: [String] = [])
        -> Self
    {
        var activity = Self(id: "a-1", citation: citation)
        (activity.status, activity.subStatus) = (status, subStatus)
        activity.createdAt = start
        guard !serials.isEmpty else { return activity }
        activity.results = Results(
            rows: 10,
            failures: serials.enumerated().map {
                Failure(serial: $1, device: $0, reason: "DEVICE_NOT_FOUND")
            },
            citation: Citation(file: "tenant/activities.csv"))
        return activity
    }
}

extension String {
    /// An error document of Apple's API.
    static func faults(_ code: String) -> Self { #"{"errors":[{"status":"4xx","code":"\#(code)"}]}"# }
}

extension HTTPExchange {
    private static let start = Instant(microseconds: 1_776_400_000_000_000)

    /// A call of Apple's Business Manager API.
    static func axm(
        _ path: String, _ status: Int, _ headers: [String: String] = [:], minute: Int? = nil,
        got: String? = nil,
        tokens: [TokenClaims] = [], isOwn: Bool = false
    ) -> Self {
        call(
            "https://api-business.apple.com\(path)", status, headers, minute: minute, got: got,
            tokens: tokens,
            isOwn: isOwn)
    }

    static func oauth(_ status: Int, _ got: String? = nil) -> Self {
        call("https://account.apple.com/auth/oauth2/token", status, got: got)
    }

    static func ade(_ path: String, _ status: Int, _ got: String? = nil, minute: Int) -> Self {
        call("https://mdmenrollment.apple.com\(path)", status, minute: minute, got: got)
    }

    static func call(
        _ url: String, _ status: Int, _ headers: [String: String] = [:], minute: Int? = nil,
        got: String? = nil,
        tokens: [TokenClaims] = [], isOwn: Bool = false
    ) -> Self {
        Self(
            at: minute.map { start + .minutes($0) }, url: url, status: status,
            responseHeaders: headers.map { HTTPHeader($0.key, $0.value) }, responseBody: got,
            credentials: tokens,
            isOwn: isOwn, citation: Citation(file: "tenant/exchanges.har", locator: "entry 1"))
    }
}
