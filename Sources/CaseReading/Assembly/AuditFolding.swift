import Casework
import DeviceTriangulation
import OpenFormats

/// Folds audit events into what the layers ask for, devices resolved and lists in rising time.
struct AuditFolding {
    let names: DeviceNames
    let sources: [SourceFile]

    func trail(of draft: CaseDraft) -> AuditTrail {
        var trail = draft.audit
        for log in draft.auditCallbacks {
            trail.callbacks.append(log.events, file: log.file) { device(log, $0) }
        }
        trail.callbacks.sortByTime()
        for event in draft.auditEvents.sorted(by: { $0.place < $1.place }) { fold(event, into: &trail) }
        trail.failures = draft.auditFailures.map(failure).sorted { $0.at < $1.at }
        return trail
    }

    private func device(_ log: CallbackLog, _ place: Int) -> Int? {
        if let serial = log.serials[place], let found = names.ledger.ordinal(serial: serial) {
            return Int(found)
        }
        let udid = log.udids.bytes(place)
        guard !udid.isEmpty else { return nil }
        return names.udids.ordinal(udid: udid.span, 0..<udid.count).map(Int.init)
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

    private func failure(_ placed: CaseDraft.PlacedFailure) -> AuditTrail.FailureEvent {
        let words = [placed.type, placed.subjectType, placed.subjectName ?? placed.subjectID]
        let excerpt = words.compactMap { $0 }.joined(separator: " ") + " FAILURE"
        let citation =
            sources.indices.contains(placed.file)
            ? sources[placed.file].citation(
                "\(placed.locator)", excerpt: String(excerpt.prefix(200)), at: placed.at)
            : Citation(file: "?")
        return AuditTrail.FailureEvent(
            at: placed.at, type: placed.type, category: placed.category, subjectType: placed.subjectType,
            subject: placed.subjectName ?? placed.subjectID, actor: placed.actor,
            device: names.ordinal(named: placed.subjectID) ?? names.ordinal(named: placed.subjectName),
            citation: citation)
    }

    private func citation(_ placed: CaseDraft.PlacedEvent, _ words: [String?]) -> Citation {
        let excerpt = ([placed.event.type] + words).compactMap { $0 }.joined(separator: " ")
        guard sources.indices.contains(placed.file) else { return Citation(file: "?") }
        return sources[placed.file].citation(
            "\(placed.locator)", excerpt: String(excerpt.prefix(200)), at: placed.at)
    }
}

extension CaseDraft.PlacedEvent {
    /// What equal times are ordered by.
    fileprivate var place: (Instant, Int, Int) { (at, file, locator.number) }
}
