import CaseReading
import Casework

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the MDM refused, drawn from its answers and its log.
extension CallbackFacts {
    /// Lines of one failure that a log spreads over less than this.
    private static let sameFailure = Interval.seconds(1)
    private static let quotedBytes = 80

    mutating func takeRefusals(of evidence: CaseEvidence) {
        canShowRefusals = supplied.contains { $0.kind == .mdmLog }
        for exchange in evidence.exchanges where !Self.isApple(exchange.host) {
            let endpoint = Self.endpoint(exchange)
            if endpoint != nil { canShowRefusals = true }
            takeRefusal(exchange, endpoint, evidence.fleet)
        }
        takeChallenges(of: evidence)
        for line in evidence.mdmLog { takeRefusal(line, evidence.fleet) }
        refusals = JoinedRefusals(refusals).all
    }

    private mutating func takeRefusal(
        _ exchange: HTTPExchange, _ endpoint: (path: EndpointPath, role: EndpointRole)?, _ fleet: Fleet
    ) {
        let body = exchange.responseBody ?? ""
        if exchange.path.lowercased().hasSuffix("/troubleshootingevents") {
            canShowRefusals = true
            return takeEvents(body, exchange, fleet)
        }
        guard (400..<500).contains(exchange.status) else { return }
        let path = endpoint?.path ?? EndpointPath(exchange.path)
        var reason = RefusalReason.told(in: body)
        let isOfDevices = endpoint.map { $0.role != .callback } ?? false
        if reason == nil, isOfDevices, [401, 403].contains(exchange.status), !Self.isExpectedRefusal(exchange)
        {
            reason = .unsaid
        }
        guard let reason else { return }
        var refusal = EnrolmentRefusal(
            reason, device: Self.device(of: exchange, path, fleet), at: exchange.at,
            requiredVersion: reason.isUpdate ? Self.requiredVersion(in: body) : nil,
            words: reason == .unsaid ? "\(exchange.status) \(Self.quoted(body))" : "",
            citation: exchange.citation)
        refusal.isIndirect = endpoint == nil
        refusals.append(refusal)
    }

    private static func quoted(_ body: String) -> String {
        let line = body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(
            Substring(line.unicodeScalars.prefix(quotedBytes).filter { $0.value >= 0x20 }.map(Character.init))
        )
    }

    /// Requests for credentials that nobody ever answered with success.
    private mutating func takeChallenges(of evidence: CaseEvidence) {
        var last: [String: HTTPExchange] = [:]
        var served: Set<String> = []
        for exchange in evidence.exchanges {
            guard let (path, role) = Self.endpoint(exchange), role != .callback else { continue }
            if (200..<400).contains(exchange.status) { served.insert(path.text) }
            if exchange.status == 401, Self.isExpectedRefusal(exchange),
                exchange.responseBody.flatMap(RefusalReason.told(in:)) == nil
            {
                last[path.text] = exchange
            }
        }
        for (path, exchange) in last.sorted(by: { $0.key < $1.key }) where !served.contains(path) {
            refusals.append(
                EnrolmentRefusal(
                    .credentials,
                    device: Self.device(of: exchange, EndpointPath(exchange.path), evidence.fleet),
                    at: exchange.at, citation: exchange.citation))
        }
    }

    private mutating func takeRefusal(_ line: MDMLogLine, _ fleet: Fleet) {
        guard let reason = RefusalReason.told(in: line.text) else { return }
        let device = Self.device(named: line.text, fleet)
        let matched = reason.text(in: line.text)
        if let last = refusals.last, last.reason == reason, last.citation.file == line.citation.file,
            device == nil || device == last.device
        {
            // A stack trace goes on without a time, or with other words for the same reason.
            guard let at = line.at else { return }
            if matched != last.matched, let before = last.at, at.since(before) < Self.sameFailure { return }
        }
        var refusal = EnrolmentRefusal(
            reason, device: device, at: line.at,
            requiredVersion: reason.isUpdate ? Self.requiredVersion(in: line.text) : nil,
            citation: line.citation)
        refusal.matched = matched
        refusals.append(refusal)
    }

    /// The first word of a line that is a serial number or a UDID of the fleet.
    static func device(named line: String, _ fleet: Fleet) -> Int? {
        let words = line.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")) }
        for word in words where (8...40).contains(word.utf8.count) && word.contains(where: \.isNumber) {
            let name = String(word)
            if let found = fleet.ordinalOfSerial(name) ?? fleet.ordinalOfUDID(name) { return found }
        }
        return nil
    }

    /// The version behind `OSVersion` in a body of any form.
    static func requiredVersion(in body: String) -> String? {
        guard let key = body.firstRange(of: "OSVersion") else { return nil }
        let rest = body[key.upperBound...].prefix(64).drop { !$0.isNumber }
        let version = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.prefix(16)
        return version.isEmpty ? nil : String(version)
    }
}

/// Enrolment failures as Microsoft Graph lists them.
///
/// Source: Graph `deviceManagement/troubleshootingEvents`, `enrollmentTroubleshootingEvent`.
extension CallbackFacts {
    private struct EventPage: Decodable {
        let value: [Event]
    }

    private struct Event: Decodable {
        let failureCategory: String?
        let failureReason: String?
        let managedDeviceIdentifier: String?
        let deviceId: String?
        let eventDateTime: String?
    }

    private mutating func takeEvents(_ body: String, _ exchange: HTTPExchange, _ fleet: Fleet) {
        guard let page = try? JSONDecoder().decode(EventPage.self, from: Data(body.utf8)) else { return }
        for event in page.value {
            let words = [event.failureCategory, event.failureReason].compactMap(\.self).joined(
                separator: ", ")
            guard let reason = RefusalReason.told(in: words) else { continue }
            let names = [event.managedDeviceIdentifier, event.deviceId].compactMap(\.self)
            var refusal = EnrolmentRefusal(
                reason,
                device: names.lazy.compactMap { fleet.ordinalOfSerial($0) ?? fleet.ordinalOfUDID($0) }
                    .first,
                at: event.eventDateTime.flatMap(Instant.init(text:)) ?? exchange.at,
                words: Self.quoted(words),
                citation: exchange.citation)
            refusal.isIndirect = true
            refusals.append(refusal)
        }
    }
}
