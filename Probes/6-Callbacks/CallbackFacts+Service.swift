import CaseReading
import Casework

/// How the MDM serves devices and asks Apple, drawn from a case.
extension CallbackFacts {
    /// Apple's own hosts: what they answer is not the MDM's doing.
    static func isApple(_ host: String) -> Bool { host == "apple.com" || host.hasSuffix(".apple.com") }

    /// The host that MDMs poll.
    ///
    /// Source: AE 2.2.
    static let serviceHost = "mdmenrollment.apple.com"

    /// The endpoint of the MDM that an exchange came to.
    static func endpoint(_ exchange: HTTPExchange) -> (path: EndpointPath, role: EndpointRole)? {
        guard !isApple(exchange.host) else { return nil }
        let path = EndpointPath(exchange.path)
        return EndpointRole(path: path.text).map { (path, $0) }
    }

    mutating func takeEndpoints(of evidence: CaseEvidence) {
        var tallies: [String: EndpointTally] = [:]
        for delivery in evidence.callbacks {
            guard let status = delivery.status else { continue }
            let path = delivery.path ?? "webhook"
            tallies[path, default: EndpointTally(.callbacks, path, .callback)].add(
                status: status, device: delivery.device, at: delivery.receivedAt, citation: citation(delivery)
            )
        }
        endpoints += tallies.values.sorted { $0.path < $1.path }
        tallies = [:]
        for exchange in evidence.exchanges {
            guard let (path, role) = Self.endpoint(exchange), !Self.isRefusal(exchange, role) else {
                continue
            }
            tallies[path.text, default: EndpointTally(.exchanges, path.text, role)].add(
                status: exchange.status, device: Self.device(of: exchange, path, evidence.fleet),
                at: exchange.at,
                citation: exchange.citation)
        }
        endpoints += tallies.values.sorted { $0.path < $1.path }
    }

    /// A 401 or 403 of a device's endpoint is a refusal and stands with those; of a webhook it is a failure.
    private static func isRefusal(_ exchange: HTTPExchange, _ role: EndpointRole) -> Bool {
        role != .callback && [401, 403].contains(exchange.status)
    }

    /// A first 401 asks for credentials; a required update sends the device away for a while.
    static func isExpectedRefusal(_ exchange: HTTPExchange) -> Bool {
        if exchange.status == 401 { return exchange.response("www-authenticate") != nil }
        return exchange.status == 403
            && exchange.responseBody.flatMap(RefusalReason.told(in:))?.isUpdate ?? false
    }

    static func device(of exchange: HTTPExchange, _ path: EndpointPath, _ fleet: Fleet) -> Int? {
        if let checkin = DeviceCheckin(exchange) {
            return checkin.serial.flatMap(fleet.ordinalOfSerial) ?? checkin.udid.flatMap(fleet.ordinalOfUDID)
        }
        return path.device.flatMap { fleet.ordinalOfUDID($0) ?? fleet.ordinalOfSerial($0) }
    }

    mutating func takePolls(of evidence: CaseEvidence) {
        pollMinutes = evidence.profile.syncIntervalMinutes ?? PollInterval.minutes(of: vendor)
        let lines = evidence.mdmLog.filter { $0.at != nil && PollPhrase.tells($0.text) }
        if let newest = lines.max(by: { ($0.at ?? asOf) < ($1.at ?? asOf) }), let at = newest.at {
            polls.append(
                PollWitness(
                    "the MDM's log", newest: at, reachesTo: evidence.mdmLogCovers?.end ?? at,
                    citation: newest.citation))
        }
        let calls = evidence.exchanges.filter { $0.host == Self.serviceHost && $0.at != nil }
        // Calls prove that the MDM polled; a recording that ends proves nothing of what came after.
        if let newest = calls.max(by: { ($0.at ?? asOf) < ($1.at ?? asOf) }), let at = newest.at {
            polls.append(
                PollWitness(
                    "the recorded exchanges", newest: at, reachesTo: at, showsSilence: false,
                    citation: newest.citation))
        }
        if let newest = ownIntegrations(evidence).max(by: {
            ($0.lastSyncAt ?? asOf) < ($1.lastSyncAt ?? asOf)
        }),
            let at = newest.lastSyncAt
        {
            polls.append(
                PollWitness(
                    "the tenant's integration", newest: at, reachesTo: end(of: newest.citation.file),
                    citation: newest.citation))
        }
    }

    /// The integrations of the case's MDM that tell a sync; all of them where none bears its name.
    private func ownIntegrations(_ evidence: CaseEvidence) -> [Integration] {
        func folded(_ name: String) -> String {
            String(name.lowercased().filter { $0.isLetter || $0.isNumber })
        }
        let known = evidence.integrations.filter { $0.lastSyncAt != nil }
        guard let vendor else { return known }
        let own = known.filter { $0.vendor.map { folded($0) == folded(vendor) } ?? false }
        return own.isEmpty ? known : own
    }

    /// How far a file reaches that shows a state and not a course: to its collection, else to the case's clock.
    func end(of file: String) -> Instant {
        sources.first { $0.path == file }?.collectedAt ?? asOf
    }

    mutating func takeBeginnings(of evidence: CaseEvidence) {
        var found = Beginnings()
        for delivery in evidence.callbacks where delivery.checkin == .authenticate {
            guard let device = delivery.device, let at = delivery.receivedAt else { continue }
            found.add(device: device, at: at, citation: citation(delivery))
        }
        var known: Set<String> = []
        var once: DeviceSet = []
        var often: DeviceSet = []
        for brief in events.briefs {
            guard let device = brief.device else { continue }
            if once.contains(device) { often.insert(device) } else { once.insert(device) }
        }
        for place in events.indices {
            let brief = events.brief(place)
            let outcome = brief.outcome.lowercased()
            guard outcome == "sent" || outcome == "started", let device = brief.device else { continue }
            // Most devices are called once: their sessions need no comparison.
            guard often.contains(device) else {
                found.add(device: device, at: brief.at, citation: citation(events[place]))
                continue
            }
            let event = events[place]
            guard event.httpStatus.map({ (200..<300).contains($0) }) ?? true else { continue }
            if let session = event.session, !known.insert(session).inserted { continue }
            found.add(device: device, at: event.at, citation: citation(event))
        }
        for exchange in evidence.exchanges {
            guard let checkin = DeviceCheckin(exchange), checkin.message == .authenticate,
                let at = exchange.at,
                let device = Self.device(of: exchange, EndpointPath(exchange.path), evidence.fleet)
            else { continue }
            found.add(device: device, at: at, citation: exchange.citation)
        }
        beginnings = found
    }
}
