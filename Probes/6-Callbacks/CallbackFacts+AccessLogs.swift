import AccessLogs
import CaseReading
import Casework

/// What the web server before the MDM wrote down, drawn from a case.
extension CallbackFacts {
    mutating func takeAccessLogs(of evidence: CaseEvidence) {
        for log in evidence.accessLogs {
            takeEndpoints(of: log, evidence.fleet)
            takeArrivals(of: log, evidence.fleet)
            frontEnd.expected += log.tally.requests(from: .expected)
            frontEnd.elsewhere += log.tally.requests(from: .elsewhere)
            frontEnd.hidden += log.tally.requests(from: .privateNetwork) + log.tally.requests(from: .untold)
            frontEnd.files.append(log.file)
        }
    }

    private mutating func takeEndpoints(of log: AccessLog, _ fleet: Fleet) {
        var tallies: [String: EndpointTally] = [:]
        for endpoint in log.tally.endpoints {
            let path = EndpointPath(endpoint.path)
            guard let role = EndpointRole(path: path.text) else { continue }
            let device = path.device.flatMap { fleet.ordinalOfUDID($0) ?? fleet.ordinalOfSerial($0) }
            for answer in endpoint.answers where !Self.isChallenge(answer.status, role) {
                tallies[path.text, default: EndpointTally(.accessLog, path.text, role)].add(
                    status: answer.status, count: answer.count, device: device, window: log.tally.covers,
                    citation: log.citation(of: answer, at: endpoint))
            }
        }
        endpoints += tallies.values.sorted { $0.path < $1.path }
    }

    /// A log does not say whether a 401 asks for credentials first; of an enrolment page it mostly does.
    private static func isChallenge(_ status: Int, _ role: EndpointRole) -> Bool {
        status == 401 && role == .enrolment
    }

    /// Callbacks whose path names their device: how often each came, and not when.
    private mutating func takeArrivals(of log: AccessLog, _ fleet: Fleet) {
        for endpoint in log.tally.endpoints {
            let path = EndpointPath(endpoint.path)
            guard EndpointRole(path: path.text) == .callback, let name = path.device,
                let device = fleet.ordinalOfUDID(name) ?? fleet.ordinalOfSerial(name)
            else { continue }
            for answer in endpoint.answers {
                // Sessions are matched one for one, and a device has a handful of them.
                for _ in 0..<min(answer.count, Self.keptArrivals) {
                    arrivalsByPath.append(
                        CallbackDelivery(
                            receivedAt: nil, path: path.text, status: answer.status, device: device,
                            signature: .unsigned, line: answer.firstLine))
                }
            }
            if let covers = log.tally.covers {
                let served = endpoint.answers.filter { (200..<300).contains($0.status) }
                beginnings.add(
                    device: device, count: EndpointTally.sum(served.map(\.count)), within: covers,
                    citation: log.citation(line: endpoint.answers.map(\.firstLine).min() ?? 1))
            }
        }
    }

    private static let keptArrivals = 64
}
