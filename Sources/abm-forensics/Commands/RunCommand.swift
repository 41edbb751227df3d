import ArgumentParser
import CaseReading
import Casework
import Reporting

/// Judges a whole case.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Judge a case on all layers and print the verdict (the default command).",
        discussion: """
            CASE is a folder with evidence: device lists, audit logs, HAR files, \
            handshakes, callbacks, device logs. A case.yaml in it names the files; \
            without one they are recognised by content. A manifest-sha256.txt is \
            checked if there is one.

            Examples:
              abm-forensics run Samples/cases/financial-burst
              abm-forensics run CASE --format json --output report.json
              abm-forensics run CASE --layer 3 --layer 6 -v
              abm-forensics run CASE --basis published

            With a report in a file, every device goes to FILE.devices.ndjson.
            """)

    @Argument(help: "The case: a folder, or a case.yaml.", completion: .directory)
    var caseFolder: String = "."

    @OptionGroup(title: "What is judged") var judging: JudgingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Option(help: "What makes the run fail: fail, warn, unknown or never.")
    var failOn: FailOn = .fail

    func run() async throws {
        let clock = RunClock()
        do {
            let evidence = try CaseReader().read(
                at: caseFolder, options: judging.reading(now: clock.startedAt))
            // Damage stands among the findings; what is not there would only be missed.
            if !output.quiet { evidence.problems.filter { $0.kind == .missing }.lines.forEach(Terminal.say) }
            let judge = Judge(selection: judging.selection, plugIns: plugIns(evidence))
            let judgement = await judge.judge(evidence)
            if !output.quiet { judgement.notes.forEach(Terminal.say) }
            let list = try writeDeviceList(evidence)
            let report = Report(
                ReportInput(
                    judgement, evidence, clock: clock, deviceList: list, failOn: failOn,
                    required: judging.selection.requiredLayers))
            try output.write(text: { TextReport(report, style: $0).text }, json: { JSONReport(report).text })
            throw ExitCode(Int32(report.verdict.exitCode))
        } catch {
            throw Failure.exit(error)
        }
    }

    private func plugIns(_ evidence: CaseEvidence) -> PlugInRound {
        PlugInRound(
            folders: judging.probeDir + (judging.allowCaseProbes ? ["\(evidence.root)/probes"] : []),
            searchPath: Terminal.environment["PATH"])
    }

    /// Every device goes to a file beside the report; the report holds counts and ten examples.
    private func writeDeviceList(_ evidence: CaseEvidence) throws -> String? {
        let files = ([output.output] + output.format.map(\.file)).compactMap(\.self).filter { $0 != "-" }
        guard evidence.fleet.count > 0, let report = files.first,
            let path = DeviceListFile.path(besides: report)
        else { return nil }
        try DeviceListFile.write(evidence.fleet, to: path)
        return path.split(separator: "/").last.map(String.init)
    }
}
