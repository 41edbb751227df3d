import ArgumentParser
import CertificateChains
import Diagnosis
import OpenFormats
import ProbeKit
import Reporting
import TLSDialer
import TLSHandshake
import TLSPathProbes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Layer 3 from here: real handshakes, judged by the same probes as those of a case.
struct PathCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract:
            "Make a real TLS 1.3 handshake and say at which stage it broke, and whose certificate came.",
        discussion: """
            The ClientHello is our own, byte by byte; no TLS library and no system \
            setting stands between. Every outcome is an answer: completed, stalled, \
            reset, closed, alert, refused, unreachable, unresolved, protocol-error.

            Examples:
              abm-forensics path mdmenrollment.apple.com
              abm-forensics path iprofiles.apple.com --connect 10.0.0.7:443
              abm-forensics path mdm.example.com --anchor root.pem --stall 5

            Exit code 0: sound. 2: something is broken.
            """)

    @Argument(help: "HOST or HOST:PORT (443 if no port is given).")
    var hosts: [String]

    @OptionGroup(title: "The handshake") var path: PathOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Option(help: "What makes the run fail: fail, warn, unknown or never.")
    var failOn: FailOn = .fail

    mutating func validate() throws {
        for host in hosts where Endpoint(host, defaultPort: 443) == nil {
            throw ValidationError("\"\(host)\" is no HOST or HOST:PORT.")
        }
        if path.connect != nil && hosts.count > 1 {
            throw ValidationError("--connect gives one address: name one host.")
        }
    }

    func run() async throws {
        let clock = RunClock()
        do {
            let options = try path.dialOptions()
            let endpoints = hosts.compactMap { Endpoint($0, defaultPort: 443) }
            let transcripts = try await Self.dial(endpoints.map(path.target), options)
            let reports = try zip(hosts, transcripts).map { host, transcript in
                try report(host, transcript, clock)
            }
            try output.write(
                text: { style in reports.map { PathText($0, style: style).text }.joined(separator: "\n") },
                // One document, or one a line: the two forms that a case takes back as handshakes.
                json: {
                    reports.count == 1
                        ? reports[0].json.pretty : reports.map(\.json.compact).joined(separator: "\n")
                })
            throw ExitCode(Int32(reports.map(\.verdict.exitCode).max() ?? 0))
        } catch {
            throw Failure.exit(error)
        }
    }

    private static func dial(_ targets: [DialTarget], _ options: DialOptions) async throws
        -> [HandshakeTranscript]
    {
        try await Dialer.withDialer(publicRoots: .system(), now: { .now }) { dialer in
            await dialer.dialAll(targets.map { DialRequest($0, options: options) })
        }
    }

    private func report(_ host: String, _ transcript: HandshakeTranscript, _ clock: RunClock) throws
        -> PathReport
    {
        let results = Roster.tlsPath.examine(PathFacts(transcripts: [transcript], asOf: clock.startedAt))
        let verdict = Diagnosis().verdict(on: results)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys  // or the order would differ from run to run
        let bytes = Array(try encoder.encode(transcript))
        let tree = JSONTree(try JSONValue(parsing: bytes))
        let input = ReportInput(
            verdict: verdict, tool: Report.Tool(version: Version.text), run: clock.run(mode: .live),
            caseBlock: Report.CaseBlock(id: "path", asOf: clock.startedAt, evidenceFiles: 0), failOn: failOn,
            required: [.tlsPath])
        return PathReport(
            target: host, paths: [PathReport.Path(name: "direct", handshake: tree)], differences: [],
            input: input)
    }
}

extension WallTime {
    /// The wall clock of this machine.
    static var now: WallTime {
        WallTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
