package import ProbeKit
import Casework

/// Asks whether tenant, ADE service, MDM and device agree about every device.
///
/// Needs: the tenant's device list, and better the MDM's too.    Source: field guide FG-2.1, FG-2.2; the state table.
/// Rules: 1. the triangulation gives each device exactly one state, the first that holds.
///        2. each divergent state is one finding, with every device in it.  3. devices whose views are too thin to tell
///        are counted, never passed over.  4. all enrolled or not yet due: sound.
package struct EveryViewAgrees: Probe {
    package static let card = ProbeCard(
        "device-state.views-agree", layer: .deviceState,
        asks: "Do the tenant, the ADE service, the MDM and the device agree about every device?",
        needs: [
            Need(Supply(.devices), how: "device lists: the tenant's (role tenant) and the MDM's (role mdm)")
        ],
        raises: StateCards.asRaised, isMain: true)

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        guard facts.total > 0 else {
            return .cannotTell(because: "the device lists are empty", supply: "a device list with records")
        }
        let states = StateCards.all.compactMap { card -> (FindingCard, DeviceFacts.StateGroup)? in
            facts.groups[StateCards.state(of: card.code)].map { (card, $0) }
        }.sorted { ($1.0.severity, $1.1.devices.count) < ($0.0.severity, $0.1.devices.count) }
        let claims = states.enumerated().map { index, state in
            claim(state.0, state.1, facts, brief: index == 0 ? facts.tally : "")
        }
        let known = claims.reduce(facts.groups["enrolled"]?.devices.count ?? 0) { $0 + $1.count }
        if claims.isEmpty, known == 0 {
            return .cannotTell(
                because: "no device can be placed: \(facts.tally)",
                supply: "a complete device list of the tenant and one of the MDM")
        }
        return .found(claims, orSound: facts.tally)
    }

    private func claim(
        _ card: FindingCard, _ group: DeviceFacts.StateGroup, _ facts: DeviceFacts, brief: String
    ) -> Claim {
        let count = group.devices.count
        let state = StateCards.state(of: card.code)
        let oldest = group.since.map(\.at).min()
        let since = oldest.map { ", the oldest since \($0.minute)" } ?? ""
        return Claim(
            card.code, brief: brief,
            detail:
                "\(count.grouped) of \(facts.total.counted("device")) \(count == 1 ? "is" : "are") \(state) "
                + "(\(count.percent(of: facts.total)))\(since).",
            subject: .fleet, count: count, devices: group.devices,
            extent: group.since.isEmpty ? .unknown : .since(group.since, noun: "\(state) device"),
            values: oldest.map { ["oldest": .text($0.description)] } ?? [:], evidence: group.examples)
    }
}

extension DeviceFacts {
    /// "14,200 devices: 8,946 enrolled, 5,254 assigned-not-enrolled".
    var tally: String {
        let counts = groups.map { (state: $0.key, count: $0.value.devices.count) }.sorted {
            ($0.state == "enrolled" ? 1 : 0, $0.count, $1.state) > (
                $1.state == "enrolled" ? 1 : 0, $1.count, $0.state
            )
        }
        let words = counts.map { "\($0.count.grouped) \($0.state)" }.joined(separator: ", ")
        return "\(total.counted("device")): \(words)"
    }
}

extension EveryViewAgrees {
    package static let workedCases: [WorkedCase<DeviceFacts>] =
        [
            WorkedCase("no device list", DeviceFacts(), .cannotTell),
            WorkedCase("an empty list", .states([:]), .cannotTell),
            WorkedCase("all enrolled", .states(["enrolled": 5]), .sound),
            WorkedCase("nobody can be placed", .states(["unknown": 5]), .cannotTell),
            WorkedCase(
                "three wait with the tenant's word only",
                .states(["enrolled": 5, "assigned-not-enrolled": 3]),
                .raises(["L2-ASSIGNED-NOT-ENROLLED": 3])),
            WorkedCase(
                "two states at once",
                .states(["enrolled": 5, "enrolled-without-profile": 2, "throttled-zombie": 1, "pending": 4]),
                .raises(["L2-ENROLLED-WITHOUT-PROFILE": 2, "L2-THROTTLED-ZOMBIE": 1, "L2-PENDING": 4])),
        ]
        + StateCards.all.map { card in
            WorkedCase(
                "one device is \(StateCards.state(of: card.code))",
                .states(["enrolled": 5, StateCards.state(of: card.code): 1]),
                .raises([card.code: 1]))
        }
}
