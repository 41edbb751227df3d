import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM refuses enrolments, and why.
///
/// Needs: recorded exchanges with the MDM, or its log.    Source: AE 6.5, AE 7 rows 20, 21, 28, 30, 38, 39.
/// Rules: 1. each reason that the MDM gives is one finding, with the devices it names.  2. a required software
///        update is no refusal: the device updates first and comes back.  3. a refusal for want of a push
///        certificate that this case shows to be broken is counted there.  4. a log or exchanges without a
///        refusal: sound.
package struct LetsDevicesEnrol: Probe {
    package static let card = ProbeCard(
        "callbacks.lets-devices-enrol", layer: .callbacks, asks: "Does the MDM refuse enrolments, and why?",
        needs: [
            Need(
                Supply(.exchanges), Supply(.mdmLog),
                how:
                    "the MDM server's own log as kind mdm-log, or a HAR of a device's way to the MDM as kind exchanges"
            )
        ], raises: [refused, updateRequired])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let isPushBroken = PushStanding(facts).isBroken
        let counted = facts.refusals.filter { !(isPushBroken && $0.reason.isOfPush) }  // rule 3
        guard !counted.isEmpty else {  // rule 4
            return facts.canShowRefusals
                ? .sound("no refusal in the MDM's log or answers")
                : .cannotTell(
                    because: "the exchanges hold no request to the MDM",
                    supply: "the MDM server's own log, as kind mdm-log")
        }
        let byReason = Dictionary(grouping: counted, by: \.reason)
        let sorted = byReason.sorted { ($1.value.count, $0.key.id) < ($0.value.count, $1.key.id) }
        return .found(
            sorted.map { reason, refusals in
                reason.isUpdate ? Self.update(refusals, facts) : Self.refusal(reason, refusals, facts)
            })
    }

    private static func refusal(
        _ reason: RefusalReason, _ refusals: [EnrolmentRefusal], _ facts: CallbackFacts
    ) -> Claim {
        let hit = RefusalsHit(refusals)
        let said = refusals.lazy.map(\.words).first { !$0.isEmpty }
        return Claim(
            "L6-ENROLMENT-REFUSED",
            brief: "the MDM refuses \(refusals.count.counted("enrolment")): \(reason.id)",
            detail:
                "The MDM refused \(refusals.count.counted("enrolment"))\(hit.words): \(reason.meaning)."
                + "\(said.map { " It said: \($0)." } ?? "") \(reason.step)",
            subject: Subject(.webhook, "enrolment, \(reason.id)"),
            count: hit.devices?.count ?? refusals.count,
            devices: hit.devices, extent: hit.extent(noun: "refused enrolment"),
            values: [
                "reason": .text(reason.id), "refusals": .count(refusals.count),
                "source": .text(reason.source),
            ], evidence: refusals.prefix(3).map(\.citation))
    }

    private static func update(_ refusals: [EnrolmentRefusal], _ facts: CallbackFacts) -> Claim {
        let hit = RefusalsHit(refusals)
        let versions = Set(refusals.compactMap(\.requiredVersion)).sorted()
        let to = versions.isEmpty ? "" : " to \(versions.joined(separator: ", "))"
        return Claim(
            "L6-UPDATE-REQUIRED",
            brief: "\(refusals.count.counted("device")) must update\(to) before enrolling",
            detail:
                "The MDM answered \(refusals.count.counted("enrolment")) with "
                + "com.apple.softwareupdate.required\(hit.words): the device updates\(to) first and then enrols.",
            subject: Subject(.webhook, "enrolment, update-required"),
            count: hit.devices?.count ?? refusals.count,
            devices: hit.devices, extent: hit.extent(noun: "required update"),
            values: ["versions": .list(versions.map(Figure.text)), "refusals": .count(refusals.count)],
            evidence: refusals.prefix(3).map(\.citation))
    }
}

/// Whom refusals concern, and when.
struct RefusalsHit {
    let devices: DeviceSet?
    private let moments: [Extent.Moment]
    private let window: TimeWindow?

    init(_ refusals: [EnrolmentRefusal]) {
        let named = refusals.compactMap(\.device)
        // A set that leaves out those without a name would say that they are not concerned.
        devices = named.count == refusals.count ? DeviceSet(named) : nil
        var first: [Int: Instant] = [:]
        for refusal in refusals {
            guard let device = refusal.device, let at = refusal.at else { continue }
            first[device] = min(first[device] ?? at, at)
        }
        moments = first.map { Extent.Moment(device: $0.key, at: $0.value) }.sorted { $0.device < $1.device }
        let times = refusals.compactMap(\.at)
        window = times.min().flatMap { start in times.max().map { TimeWindow(start, $0) } }
    }

    func extent(noun: String) -> Extent {
        if let devices, devices.count == moments.count { return .moments(moments, noun: noun) }
        return window.map { .windows([$0], noun: noun) } ?? .unknown
    }

    /// ", from … to …", or nothing.
    var words: String { window.map { ", from \($0.start.minute) to \($0.end.minute)" } ?? "" }
}
