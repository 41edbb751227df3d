import ArgumentParser
import CaseReading
import Casework
import DeviceTriangulation
import OpenFormats
import Reporting

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Joins device lists of any size.
struct TriangulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triangulate",
        abstract:
            "Join device lists of any size: which device is in which state, and where the views diverge.",
        discussion: """
            Each list is NDJSON, a JSON array, response pages or CSV, plain or gzipped, \
            from Apple, an MDM or a spreadsheet; its dialect is recognised by content, \
            or named after a colon. Devices are joined by serial, else by UDID.

            Examples:
              abm-forensics triangulate --tenant devices.ndjson --mdm inventory.json.gz
              abm-forensics triangulate --tenant t.ndjson --ade d.ndjson:dep \\
                --mdm m.ndjson:jamf-pro --devices divergent.csv --format json
              zcat export.gz | abm-forensics triangulate --mdm - --tenant t.csv

            Exit codes: 0 no device in a failing state; 2 some; 1 warnings with \
            --fail-on warn; 3 no device at all; 65 no list can be read.
            """)

    @OptionGroup(title: "Device lists") var lists: ListOptions

    @Option(help: ArgumentHelp("This MDM's server, as the tenant names it.", valueName: "id"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "The clock of every age: RFC 3339, or now; default the newest time in the lists.",
            valueName: "time"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Write the divergent devices, as NDJSON or, with the ending .csv, as CSV.", valueName: "file"))
    var devices: String?

    @Flag(help: "With --devices: every device, not only the divergent ones.")
    var all = false

    @Option(help: ArgumentHelp("Threads; default as many as there are processors.", valueName: "n"))
    var threads: Int?

    @Option(help: "What makes the run fail: fail, warn, unknown or never.")
    var failOn: FailOn = .fail

    @OptionGroup(title: "Output") var output: OutputOptions

    mutating func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 1,024.")
        }
        if let asOf, asOf != "now", Self.instant(asOf) == nil {
            throw ValidationError(
                "--as-of \"\(asOf)\" is no RFC 3339 time, such as 2026-04-17T12:00:00Z, and not now.")
        }
        if all, devices == nil { throw ValidationError("--all says what --devices writes: give it a file.") }
    }

    func run() async throws {
        do {
            let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
            let inputs = try lists.inputs()
            let progress = ByteProgress(inputs, isQuiet: output.quiet)
            var reading = FleetReading(threads: threads)
            reading.progress = { progress.add($0) }
            let readout = await reading.read(inputs)
            progress.finish()
            try sayUnreadable(readout)
            let policy = policy(readout)
            let survey = await FleetSurvey(readout.fleet, policy: policy, threads: threads)
            if let devices {
                try DeviceListWriter(fleet: readout.fleet, states: survey.states, writesAll: all)
                    .write(to: devices)
            }
            var report = TriangulationReport(readout, survey, asOf: Instant(microseconds: policy.asOf))
            report.list = devices
            try output.write(
                text: { TriangulationText(report, style: $0).text }, json: { report.json.pretty })
            let open = survey.states.count(.undetermined) + survey.states.count(.unknown)
            throw ExitCode(Int32(report.exitCode(failOn, open: open)))
        } catch {
            throw Failure.exit(error, of: "triangulate")
        }
    }

    /// Names the lists that cannot be read; with none left there is nothing to join.
    private func sayUnreadable(_ readout: FleetReadout) throws {
        for file in readout.files {
            if let fault = file.fault { Terminal.say("abm-forensics: \(file.input.name): \(fault)") }
        }
        let isNothingRead = readout.files.allSatisfy {
            $0.records == 0 && ($0.fault != nil || $0.refused > 0 || !$0.problems.isEmpty)
        }
        guard isNothingRead else { return }
        for problem in readout.files.flatMap(\.problems).prefix(10) {
            Terminal.say("abm-forensics: \(problem.citation.short): \(problem.reason)")
        }
        throw ExitCode(65)
    }

    private func policy(_ readout: FleetReadout) -> TriangulationPolicy {
        let given = asOf == "now" ? nil : asOf.flatMap(Self.instant)
        let newest = asOf == nil ? readout.fleet.newestTime : nil
        var policy = TriangulationPolicy(asOf: given ?? newest ?? RunClock().startedAt.microseconds)
        policy.serverID = server
        policy.completeRoles = readout.completeRoles
        return policy
    }

    /// Digits alone, such as 20260417, would count as seconds since 1970.
    private static func instant(_ text: String) -> Int64? {
        text.contains("-") ? Timestamps.microseconds(of: text) : nil
    }
}
