import AccessLogs
import ArgumentParser
import ProbeKit
import Reporting

/// Says what single files are, and whether they are sound.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a file is and whether it is sound, without a case.",
        discussion: """
            A file is known by its content. This version inspects:
              a CSV file for an import of devices    header, duplicates, country codes, 5,000 rows, 10 MB, \
            unusual serial numbers, each with its line; files of one call are one import
              an access log (nginx, Apache, Caddy, Traefik)    every endpoint by status, \
            hours, sources, what the MDM's callbacks came to
            Of everything else it says what it seems to be.

            Examples:
              abm-forensics inspect devices.csv
              abm-forensics inspect batch-1.csv batch-2.csv --format json
              abm-forensics inspect /var/log/nginx/access.log.gz

            Exit code 0: sound. 2: something is broken. 65: no file could be inspected.
            """)

    @Argument(help: "The files; gzip is read as it is.", completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "Which address of an access log's line is the client's: connection, or x-forwarded-for behind a load balancer.",
            valueName: "address"))
    var clientAddressFrom: AccessLogPolicy.ClientAddress = .connection

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        do {
            var inspection = Inspection(
                inspectors: [ImportInspector(), AccessLogInspector(clientAddress: clientAddressFrom)])
            let report = InspectionReport(
                tool: Report.Tool(version: Version.text), files: files.map { inspection.inspect($0) })
            for file in report.files {
                guard let refusal = file.refusal else { continue }
                Terminal.say("abm-forensics: \(file.path): \(refusal)")
            }
            guard report.files.contains(where: { $0.refusal == nil }) else {
                // Whoever reads the JSON wants the answer too.
                if !output.format.isEmpty { try write(report) }
                throw ExitCode(65)
            }
            try write(report)
            throw ExitCode(report.outcome == .fail ? 2 : 0)
        } catch {
            throw Failure.exit(error)
        }
    }

    private func write(_ report: InspectionReport) throws {
        try output.write(text: { InspectionText(report, style: $0).text }, json: { report.json.pretty })
    }
}

extension AccessLogPolicy.ClientAddress: ExpressibleByArgument {}
