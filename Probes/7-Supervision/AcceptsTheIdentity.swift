import CaseReading
import Casework
package import ProbeKit

/// Asks whether the tenant rejected the MDM's supervision identity: mode 2.
///
/// Needs: tenant records, the tenant's audit log or a device log.    Source: field guide FG-7.3.
/// Rules: 1. `SUPERVISION_IDENTITY_MISMATCH` in the audit log or as a record's error reason: broken, by
///        device, without devices that are bound by now.  2. only a device says "Unable to supervise device":
///        broken, but of medium severity, for the sentence names no reason.  3. evidence that could not show
///        either: cannot tell.  4. else sound.
package struct AcceptsTheIdentity: Probe {
    package static let card = ProbeCard(
        "supervision.identity-accepted", layer: .supervision,
        asks: "Was the MDM's supervision identity rejected?",
        needs: [
            Need(
                Supply(.devices, .tenant), Supply(.audit), Supply(.deviceLog),
                how: "the tenant's audit log: GET /v2/tenants/{id}/audit_events?eventType=SUPERVISION")
        ], raises: [rejected])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        let events = facts.events.filter { $0.errorReason?.uppercased() == SupervisionFacts.mismatchReason }
        let named = DeviceSet(events.compactMap(\.device)).union(facts.views.rejected)
        let devices = named.subtracting(facts.outcomes.bound)
        let nameless = events.count { $0.device == nil }
        if !devices.isEmpty || nameless > 0 {
            return .found(claim(devices, events, recovered: named.count - devices.count, facts))
        }
        let lines = facts.refusalLines.filter { line in
            !(line.device.map(facts.outcomes.bound.contains) ?? false)
        }
        guard lines.isEmpty else { return .found(claim(lines, facts)) }  // rule 2
        guard facts.auditTellsOfSupervision || facts.views.withStatus > 0 else {  // rule 3
            return .cannotTell(
                because: "neither the audit log nor the records of the case would show a rejection",
                supply: "the tenant's audit log in the field-guide dialect, with its SUPERVISION events")
        }
        let recovered = named.count > 0 ? ", \(named.count.counted("rejected device")) enrolled since" : ""
        return .sound("no supervision identity rejected\(recovered)")
    }

    private func claim(
        _ devices: DeviceSet, _ events: [AuditTrail.SupervisionEvent], recovered: Int,
        _ facts: SupervisionFacts
    ) -> Claim {
        let lines = facts.refusalLines.filter { $0.device.map(devices.contains) ?? true }
        let count = devices.isEmpty ? events.count { $0.device == nil } : devices.count
        let noun = devices.isEmpty ? "enrolment without a device's name" : "device"
        let subjects = count.counted(noun, devices.isEmpty ? "enrolments without a device's name" : nil)
        var sentences = ["\(subjects) failed with \(SupervisionFacts.mismatchReason)."]
        if !events.isEmpty { sentences.append("The audit log holds \(events.count.counted("such event")).") }
        if !lines.isEmpty {
            sentences.append(
                "'Unable to supervise device' stands in \(lines.count.counted("device log line")).")
        }
        if recovered > 0 {
            sentences.append(
                "\(recovered.counted("more device was", "more devices were")) rejected first and enrolled since."
            )
        }
        return Claim(
            "L7-IDENTITY-REJECTED", brief: "supervision identity rejected for \(subjects)",
            detail: sentences.joined(separator: " "), subject: .fleet, count: count,
            devices: devices.isEmpty ? nil : devices, extent: Self.extent(devices, events),
            values: [
                "events": .count(events.count), "deviceLogLines": .count(lines.count),
                "recovered": .count(recovered),
            ], evidence: events.prefix(3).map(\.citation) + lines.prefix(2).map(\.citation))
    }

    private func claim(_ lines: [DeviceLogLine], _ facts: SupervisionFacts) -> Claim {
        let known = DeviceSet(lines.compactMap(\.device))
        let serials = Set(lines.compactMap(\.serial))
        let count = max(known.count, serials.count, 1)
        return Claim(
            "L7-IDENTITY-REJECTED",
            brief: "\(count.counted("device says", "devices say")) 'Unable to supervise device'",
            detail:
                "'Unable to supervise device' stands in \(lines.count.counted("line")) of "
                + "\(count.counted("device log")).",
            subject: .fleet, count: count, devices: known.isEmpty ? nil : known,
            values: ["deviceLogLines": .count(lines.count)], evidence: lines.prefix(3).map(\.citation),
            against: ["no event and no record of the tenant names \(SupervisionFacts.mismatchReason)"],
            severity: .medium)
    }

    /// The last rejection of each device; unknown where the audit log does not tell of every one.
    private static func extent(_ devices: DeviceSet, _ events: [AuditTrail.SupervisionEvent]) -> Extent {
        var last: [Int: Instant] = [:]
        for event in events {
            if let device = event.device, devices.contains(device) {
                last[device] = max(last[device] ?? event.at, event.at)
            }
        }
        guard !last.isEmpty, last.count == devices.count else { return .unknown }
        let moments = last.map { Extent.Moment(device: $0.key, at: $0.value) }.sorted {
            $0.device < $1.device
        }
        return .moments(moments, noun: "rejected identity")
    }
}

extension AcceptsTheIdentity {
    static let rejected = FindingCard(
        "L7-IDENTITY-REJECTED", "The supervision identity was rejected", severity: .critical,
        basis: .fieldGuide("FG-7.3"),
        meaning: """
            The tenant compared the certificate with which the MDM supervises and refused it: enrollmentStatus
            failed, errorReason SUPERVISION_IDENTITY_MISMATCH in the audit log, "Unable to supervise device"
            on the device. By the field guide the certificate has expired, carries the wrong organisational
            unit, or was signed by a foreign CA. Apple publishes no such check.
            """,
        explains: refusedIdentity,
        settle: Check(
            "Read issuer, subject and dates of the certificate that the MDM supervises with.",
            command: "openssl x509 -in supervision-identity.pem -noout -issuer -subject -dates"),
        remedy: Remedy(
            .mdm,
            "Give the MDM a supervision certificate that the tenant accepts, then re-assign the listed "
                + "devices.",
            steps: [
                "Put the certificate into the case (kind certificate, role supervision-identity): "
                    + "L7-IDENTITY-EXPIRED and L7-IDENTITY-FOREIGN then say what is wrong with it.",
                "Renew the identity, export it to the MDM, and let the MDM rebuild its profiles.",
                "Re-assign the devices; they failed for good and do not try again by themselves.",
                "The ADE server token is not concerned: do not regenerate it.",
            ],
            references: ["field guide FG-7.3, FG-7.7, FG-5.4, FG-0.5"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no evidence", SupervisionFacts(), .cannotTell),
        WorkedCase("records without a status", .fleet(of: 2) { $0.views.withStatus = 0 }, .cannotTell),
        WorkedCase("nothing rejected", .fleet(of: 2) { _ in }, .sound),
        WorkedCase("an audit log that verifies", .audited([.verified()]), .sound),
        WorkedCase(
            "two devices in the audit log", .audited([.rejected(0), .rejected(1)]),
            .raises(["L7-IDENTITY-REJECTED": 2])),
        WorkedCase(
            "rejected twice", .audited([.rejected(0), .rejected(0)]), .raises(["L7-IDENTITY-REJECTED": 1])),
        WorkedCase(
            "an event without a device", .audited([.rejected(nil)]), .raises(["L7-IDENTITY-REJECTED": 1])),
        WorkedCase(
            "an error reason and an event of the same device",
            .audited([.rejected(1)]) { $0.views.rejected = .of(1, 2) }, .raises(["L7-IDENTITY-REJECTED": 2])),
        WorkedCase(
            "rejected, then enrolled", .audited([.rejected(0)]) { $0.outcomes.bound = .of(0) }, .sound),
        WorkedCase(
            "only the device says so", .audited([]) { $0.refusalLines = [.refusal(of: 0)] },
            .raises(["L7-IDENTITY-REJECTED": 1])),
    ]
}
