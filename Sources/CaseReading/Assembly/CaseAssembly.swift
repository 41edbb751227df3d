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
        let callbacks = draft.callbacks.named(by: names)
        let log = logLines(names, asOf: asOf)
        var alive = DeviceSet(active.compactMap { names.ordinal(named: $0) })
        for device in audit.callbacks.briefs.lazy.compactMap(\.device) { alive.insert(device) }
        for device in audit.supervisions.lazy.compactMap(\.device) { alive.insert(device) }
        for device in callbacks.lazy.compactMap(\.device) { alive.insert(device) }
        for device in log.spans.lazy.compactMap(\.device) { alive.insert(device) }
        // A command's output or a file off a device says that somebody has it switched on.
        for name in draft.deviceFiles.map(\.serial) + draft.deviceCommands.map(\.serial) {
            if let device = names.ordinal(named: name) { alive.insert(device) }
        }
        for device in log.lines.lazy.compactMap(\.device) { alive.insert(device) }
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
        evidence.activities = ActivityJoin(names: names).activities(of: draft)
        evidence.mdmLog = mdmLines(asOf: asOf)
        evidence.mdmLogCovers = mdmLogCovers(asOf: asOf)
        fill(&evidence)
        fillDeviceSide(&evidence, names)
        return evidence
    }

    /// The facts that need neither a device nor a clock.
    private func fill(_ evidence: inout CaseEvidence) {
        evidence.rateLimits = draft.rateLimits.sorted { ($0.at ?? evidence.asOf) < ($1.at ?? evidence.asOf) }
        evidence.integrations = draft.integrations
        evidence.mdmServers = draft.mdmServers
        evidence.tokens = draft.tokens
        evidence.exchanges = draft.exchanges
        evidence.handshakes = draft.handshakes
        evidence.reflections = draft.reflections
        evidence.queue = draft.queue.sorted { $0.at < $1.at }
        evidence.profiles = draft.profiles
        evidence.certificates = draft.certificates
        evidence.importFiles = draft.importFiles
        evidence.accessLogs = draft.accessLogs
        evidence.problems = draft.problems
        evidence.unknown = draft.unknown.sorted()
    }

    /// What the enrolment service and the devices' own files and commands say.
    private func fillDeviceSide(_ evidence: inout CaseEvidence, _ names: DeviceNames) {
        evidence.ade = draft.ade
        evidence.envelopes = draft.envelopes
        evidence.profileDefects = draft.profileDefects
        evidence.deviceFiles = draft.deviceFiles.map { $0.placed(names.ordinal(named: $0.serial)) }
        evidence.deviceCommands = draft.deviceCommands.map { $0.placed(names.ordinal(named: $0.serial)) }
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
