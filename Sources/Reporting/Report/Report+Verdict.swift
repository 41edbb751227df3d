import Casework
import Diagnosis
import ProbeKit

extension Report {
    /// The most devices that a finding names; the count beside them is exact.
    package static let exampleLimit = 10

    /// Gathers a report; pure.
    package init(_ input: ReportInput) {
        let verdict = input.verdict
        tool = input.tool
        run = input.run
        caseBlock = input.caseBlock
        self.verdict = VerdictBlock(
            verdict,
            exitCode: input.exitCode
                ?? ExitStatus.code(verdict, failOn: input.failOn, required: input.required))
        layers = Layer.ladder.map { LayerBlock($0, in: verdict) }
        findings = Self.findings(of: verdict, serial: input.serial)
        devices = input.devices
        handshakes = input.handshakes
        score = input.score
        notTested = verdict.notTested.map { NotTestedBlock(what: $0.what, why: $0.why, how: $0.how) }
    }

    static func findings(of verdict: Verdict, serial: (Int) -> String?) -> [FindingBlock] {
        var shares: [String: [FindingBlock.Share]] = [:]
        for cause in verdict.rootCauses {
            for explained in cause.explains {
                shares[explained.finding, default: []].append(
                    FindingBlock.Share(cause: cause.finding.id, count: explained.count))
            }
        }
        let unexplained = Dictionary(
            verdict.unexplained.map { ($0.finding, $0.count) }, uniquingKeysWith: { first, _ in first })
        return verdict.findings.map { finding in
            var block = FindingBlock(finding, consequenceOf: verdict.consequenceOf[finding.id] ?? [])
            block.examples = finding.devices.map { $0.first(exampleLimit).compactMap(serial) }
            block.explainedBy = shares[finding.id] ?? []
            block.unexplained = unexplained[finding.id]
            return block
        }
    }
}

extension Report.FindingBlock {
    init(_ finding: Finding, consequenceOf: [String]) {
        id = finding.id
        code = finding.code
        layer = finding.layer
        probe = finding.probe
        severity = finding.severity
        basis = finding.basis.kind
        rule = finding.basis.rule
        title = finding.card.title
        detail = finding.claim.detail
        subject = finding.claim.subject
        count = finding.count
        values = finding.claim.values
        examples = nil
        explainedBy = []
        unexplained = nil
        evidence = finding.claim.evidence
        remedy = finding.remedy.filled(with: Placeholders(finding))
        self.consequenceOf = consequenceOf
    }
}

extension Report.VerdictBlock {
    init(_ verdict: Verdict, exitCode: Int) {
        status = verdict.outcome == .blocked ? .unknown : verdict.outcome
        self.exitCode = exitCode
        firstBrokenLayer = verdict.firstBrokenLayer
        headline = Headline.sentence(verdict)
        rootCauses = verdict.rootCauses.map(Report.RootCauseBlock.init)
        unexplained = verdict.unexplained.map(\.finding)
    }
}

extension Report.RootCauseBlock {
    init(_ cause: RootCause) {
        code = cause.code
        finding = cause.finding.id
        layer = cause.finding.layer
        headline = cause.finding.card.title + "."
        confidence = cause.confidence
        subjects = cause.subjects
        arguments = cause.arguments.map { Statement(text: $0.text, finding: $0.finding) }
        against = cause.against.map { Statement(text: $0.text, finding: $0.finding) }
        explains = cause.explains.map(\.finding)
        settle = cause.settle?.filled(with: Placeholders(cause.finding))
        remedy = cause.finding.remedy.filled(with: Placeholders(cause.finding))
    }
}

extension Report.LayerBlock {
    /// The block of a layer; one that nobody asked is unknown.
    init(_ layer: Layer, in verdict: Verdict) {
        self.layer = layer
        guard let found = verdict.layers.first(where: { $0.layer == layer }) else {
            status = .unknown
            summary = "not asked in this run"
            probes = []
            return
        }
        status = found.outcome
        summary = found.summary
        probes = found.probes.map { result in
            Report.ProbeBlock(
                result, findings: verdict.findings.filter { $0.probe == result.card.id }.map(\.id))
        }
    }
}

extension Report.ProbeBlock {
    init(_ result: ProbeResult, findings: [String]) {
        id = result.card.id
        title = result.card.asks
        status = result.outcome
        let reasons = [result.because, result.supply, result.fault].compactMap { $0 }
        summary = ([result.brief] + reasons).filter { !$0.isEmpty }.joined(separator: "; ")
        blockedBy = result.blockedBy
        self.findings = findings
        switch result.origin {
        case .builtIn: origin = "built-in"
        case .plugIn(let path, let sha256):
            let name = path.split(separator: "/").last.map(String.init) ?? path
            origin = "plug-in \(name) sha256:\(sha256)"
        }
    }
}
