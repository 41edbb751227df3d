import Casework
import OpenFormats

/// Folds audit events into what the layers ask for, devices resolved and lists in rising time.
struct AuditFolding {
    let names: DeviceNames
    let sources: [SourceFile]

    func trail(of draft: CaseDraft) -> AuditTrail {
        var trail = draft.audit
        let events = draft.auditEvents
        // Places are sorted, not events: an audit log is the longest file of a case.
        let order = events.indices.sorted {
            (events[$0].at, events[$0].file, events[$0].locator.number)
                < (events[$1].at, events[$1].file, events[$1].locator.number)
        }
        for index in order { fold(events[index], into: &trail) }
        return trail
    }

    private func fold(_ placed: CaseDraft.PlacedEvent, into trail: inout AuditTrail) {
        let (event, at) = (placed.event, placed.at)
        if event.isThrottle {
            trail.throttles.append(
                AuditTrail.Throttle(
                    at: at, tier: event.tier,
                    citation: citation(placed, [event.syncStatus, event.tier, event.detail])))
        }
        switch event.type {
        case "ENROLLMENT_CALLBACK":
            trail.callbacks.append(
                AuditTrail.CallbackEvent(
                    at: at, device: device(event), session: event.session, outcome: event.outcome ?? "",
                    direction: event.direction, throttled: event.isThrottled, httpStatus: event.httpStatus,
                    file: placed.file, line: placed.locator.number))
        case "DEP_TOKEN_SYNC":
            trail.tokenSyncs.append(
                AuditTrail.TokenSyncEvent(
                    at: at, vendor: event.vendor, detail: event.detail ?? "", outcome: event.outcome,
                    citation: citation(
                        placed, [event.vendor, event.detail, event.outcome, event.errorReason])))
        case "SUPERVISION":
            trail.supervisions.append(
                AuditTrail.SupervisionEvent(
                    at: at, device: device(event), outcome: event.outcome, errorReason: event.errorReason,
                    citation: citation(
                        placed, [event.outcome, event.errorReason, event.udid ?? event.serial])))
        case "ASSIGNMENT":
            trail.assignments.append(
                AuditTrail.AssignmentEvent(
                    at: at, endpoint: event.endpoint, deviceCount: event.deviceCount,
                    tokensConsumed: event.tokensConsumed, outcome: event.outcome,
                    citation: citation(placed, [event.endpoint, event.deviceCount.map { "\($0) devices" }])))
        default: break
        }
    }

    private func device(_ event: AuditEvent) -> Int? { names.ordinal(serial: event.serial, udid: event.udid) }

    private func citation(_ placed: CaseDraft.PlacedEvent, _ words: [String?]) -> Citation {
        let excerpt = ([placed.event.type] + words).compactMap { $0 }.joined(separator: " ")
        guard sources.indices.contains(placed.file) else { return Citation(file: "?") }
        return sources[placed.file].citation(
            "\(placed.locator)", excerpt: String(excerpt.prefix(200)), at: placed.at)
    }
}
