import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM serves its enrolment, check-in and webhook endpoints.
///
/// Needs: an access log of the MDM's front end, its webhook deliveries, or recorded exchanges.    Source: AE 5,
/// AE 6.6; the share is ours.
/// Rules: 1. more than 1 % of the answers of these endpoints are 4xx, 5xx or none: broken; each witness is
///        counted by itself, for two may tell of the same request.  2. a single failure only warns.
///        3. a request for a software update and a first 401 that asks for credentials are no failures.
///        4. no request to such an endpoint: cannot tell.
package struct ServesItsEndpoints: Probe {
    package static let card = ProbeCard(
        "callbacks.serves-endpoints", layer: .callbacks,
        asks: "Does the MDM serve its enrolment and check-in endpoints?",
        needs: [
            Need(
                Supply(.accessLog), Supply(.callbacks), Supply(.exchanges),
                how:
                    "the access log of the MDM's front end (nginx, Apache, load balancer) as kind access-log, or "
                    + "a HAR of a device's way to the MDM as kind exchanges")
        ], raises: [errors])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let witnesses = EndpointTally.Witness.allCases.compactMap { witness in
            WitnessedEndpoints(facts.endpoints.filter { $0.witness == witness })
        }
        guard !witnesses.isEmpty else {  // rule 4
            return .cannotTell(
                because: "no request to an enrolment or check-in endpoint of the MDM with its answer",
                supply: "the access log of the MDM's front end, as kind access-log")
        }
        let failing = witnesses.filter { $0.isFailing(percent: facts.thresholds.deliveryErrorPercent) }
        return .found(
            failing.map { claim($0, facts.thresholds) }, orSound: Self.soundWords(witnesses),
            measures: [
                "endpointRequests": .count(EndpointTally.sum(witnesses.map(\.requests))),
                "endpointFailures": .count(EndpointTally.sum(witnesses.map(\.failures))),
            ])
    }

    private static func soundWords(_ witnesses: [WitnessedEndpoints]) -> String {
        let requests = EndpointTally.sum(witnesses.map(\.requests))
        let failures = EndpointTally.sum(witnesses.map(\.failures))
        let failed = failures == 0 ? "none" : failures.percent(of: requests)
        return "\(failed) of \(requests.counted("request")) to the MDM failed"
    }

    private func claim(_ seen: WitnessedEndpoints, _ limits: Thresholds) -> Claim {
        let share = seen.failures.percent(of: seen.requests)
        let isAlone = seen.failures == 1
        return Claim(
            "L6-DELIVERY-ERRORS",
            brief: "\(share) of \(seen.requests.counted("request")) to the MDM failed",
            detail:
                "By the \(seen.witness.rawValue), \(seen.failures.grouped) of "
                + "\(seen.requests.counted("request")) to the MDM's enrolment and check-in endpoints failed "
                + "(limit \(limits.deliveryErrorPercent)%): \(EndpointTally.words(seen.answers)). "
                + "Worst: \(seen.worstWords).",
            subject: Subject(.webhook, seen.worst?.path ?? "enrolment endpoints"), count: seen.failures,
            devices: seen.devices.isEmpty ? nil : seen.devices, extent: seen.extent,
            values: [
                "requests": .count(seen.requests), "failures": .count(seen.failures),
                "timeOuts": .count(seen.timeOuts),
                "byStatus": .table(
                    Dictionary(
                        seen.answers.filter { EndpointTally.isFailure($0.key) }
                            .map { ("\($0.key)", Figure.count($0.value)) }
                    ) { first, _ in first }),
            ],
            evidence: Array(seen.tallies.flatMap(\.evidence).prefix(3)),
            against: isAlone ? ["one failed request alone may be chance"] : [],
            severity: isAlone ? .low : nil)  // rule 2
    }
}

/// The endpoints of one witness.
struct WitnessedEndpoints {
    let witness: EndpointTally.Witness
    /// The worst endpoint first.
    let tallies: [EndpointTally]

    init?(_ tallies: [EndpointTally]) {
        guard let first = tallies.first, tallies.contains(where: { $0.requests > 0 }) else { return nil }
        witness = first.witness
        self.tallies = tallies.sorted { ($1.failures, $0.path) < ($0.failures, $1.path) }
    }

    var requests: Int { EndpointTally.sum(tallies.map(\.requests)) }
    var failures: Int { EndpointTally.sum(tallies.map(\.failures)) }
    var timeOuts: Int { EndpointTally.sum(tallies.map(\.timeOuts)) }
    var devices: DeviceSet { tallies.reduce(DeviceSet()) { $0.union($1.devices) } }
    var worst: EndpointTally? { tallies.first }

    func isFailing(percent: Int) -> Bool {
        failures > 0 && Double(failures) * 100 > Double(requests) * Double(percent)
    }

    var answers: [Int: Int] {
        tallies.reduce(into: [:]) { whole, tally in
            whole.merge(tally.answers) { EndpointTally.sum([$0, $1]) }
        }
    }

    var worstWords: String {
        tallies.filter { $0.failures > 0 }.prefix(3).map {
            "\($0.path), \($0.failures.grouped) of \($0.requests.grouped)"
        }.joined(separator: "; ")
    }

    /// Moments by device where every failure names one, else the failing stretch.
    var extent: Extent {
        let moments = tallies.reduce(into: [Int: Instant]()) { whole, tally in
            whole.merge(tally.moments) { min($0, $1) }
        }
        if !devices.isEmpty, moments.count == devices.count {
            let sorted = moments.map { Extent.Moment(device: $0.key, at: $0.value) }
            return .moments(sorted.sorted { $0.device < $1.device }, noun: "failed request")
        }
        let windows = tallies.compactMap(\.failing)
        guard let start = windows.map(\.start).min(), let end = windows.map(\.end).max() else {
            return .unknown
        }
        return .windows([TimeWindow(start, end)], noun: "failing stretch")
    }
}
