import Casework
import DeviceTriangulation

/// Makes the evidence of a case out of what its files hold.
struct CaseAssembly {
    let caseFile: CaseFile
    let draft: CaseDraft
    /// Serials that the case says are switched on.
    let active: [String]

    /// Joins, dates and classifies.
    ///
    /// Returns `nil` where nothing tells the time.
    func evidence(_ options: ReadingOptions) -> CaseEvidence? {
        let ledger = draft.assembly.finish()
        let clock = CaseClock(options: options, caseFile: caseFile, draft: draft)
        guard let asOf = clock.asOf(ledger) else { return nil }
        let names = DeviceNames(ledger)
        let audit = AuditFolding(names: names, sources: draft.sources).trail(of: draft)
        let callbacks = deliveries(names)
        let log = logLines(names, asOf: asOf)
        var alive = DeviceSet(active.compactMap { names.ordinal(named: $0) })
        for device in audit.callbacks.lazy.compactMap(\.device) { alive.insert(device) }
        for device in audit.supervisions.lazy.compactMap(\.device) { alive.insert(device) }
        for device in callbacks.lazy.compactMap(\.device) { alive.insert(device) }
        for device in log.spans.lazy.compactMap(\.device) { alive.insert(device) }
        let join = FleetJoin(
            names: names, lists: draft.deviceLists, profile: caseFile.profile,
            thresholds: caseFile.thresholds,
            asOf: asOf)
        var evidence = CaseEvidence(
            profile: caseFile.profile, asOf: asOf, fleet: join.fleet(alive: alive, sources: draft.sources))
        evidence.thresholds = caseFile.thresholds
        evidence.supplied = draft.supplied
        evidence.sources = draft.sources
        evidence.audit = audit
        evidence.callbacks = callbacks
        evidence.deviceLog = log.lines
        evidence.deviceLogSpans = log.spans
        evidence.mdmLog = mdmLines(asOf: asOf)
        evidence.mdmLogCovers = mdmLogCovers(asOf: asOf)
        fill(&evidence)
        return evidence
    }

    /// The facts that need neither a device nor a clock.
    private func fill(_ evidence: inout CaseEvidence) {
        evidence.rateLimits = draft.rateLimits.sorted { ($0.at ?? evidence.asOf) < ($1.at ?? evidence.asOf) }
        evidence.integrations = draft.integrations
        evidence.tokens = draft.tokens
        evidence.exchanges = draft.exchanges
        evidence.handshakes = draft.handshakes
        evidence.reflections = draft.reflections
        evidence.queue = draft.queue.sorted { $0.at < $1.at }
        evidence.profiles = draft.profiles
        evidence.certificates = draft.certificates
        evidence.importFiles = draft.importFiles
        evidence.problems = draft.problems
    }

    private func deliveries(_ names: DeviceNames) -> [CallbackDelivery] {
        draft.callbacks.map { placed in
            let record = placed.delivery
            return CallbackDelivery(
                receivedAt: record.receivedAt, remoteAddress: record.remoteAddress, path: record.path,
                status: record.status, session: record.session,
                device: names.ordinal(serial: record.serial, udid: record.udid),
                needsSession: record.needsSession,
                signature: record.signature, file: placed.file, line: placed.line)
        }
    }

    private func logLines(_ names: DeviceNames, asOf: Instant) -> (
        lines: [DeviceLogLine], spans: [DeviceLogSpan]
    ) {
        let lines = draft.deviceLog.map { placed in
            let at = placed.line.time?.instant(latest: placed.entry.collectedAt ?? asOf)
            return DeviceLogLine(
                at: at, serial: placed.entry.device, device: names.ordinal(named: placed.entry.device),
                process: placed.line.process, subsystem: placed.line.subsystem, text: placed.line.text,
                citation: placed.source.citation(
                    placed.line.locator, excerpt: String(placed.line.text.prefix(200)), at: at))
        }
        let spans = draft.deviceLogSpans.map { span, entry, source in
            DeviceLogSpan(
                serial: entry.device, device: names.ordinal(named: entry.device),
                covers: span.window(latest: entry.collectedAt ?? asOf), lines: span.lines,
                citation: source.citation())
        }
        return (lines, spans)
    }

    private func mdmLogCovers(asOf: Instant) -> TimeWindow? {
        draft.mdmLogSpans.compactMap { $0.span.window(latest: $0.entry.collectedAt ?? asOf) }.reduce(nil) {
            whole, next in
            whole.map { TimeWindow(min($0.start, next.start), max($0.end, next.end)) } ?? next
        }
    }

    private func mdmLines(asOf: Instant) -> [MDMLogLine] {
        draft.mdmLog.map { placed in
            let at = placed.line.time?.instant(latest: placed.entry.collectedAt ?? asOf)
            return MDMLogLine(
                at: at, text: placed.line.text,
                citation: placed.source.citation(
                    placed.line.locator, excerpt: String(placed.line.text.prefix(200)), at: at))
        }
    }
}
