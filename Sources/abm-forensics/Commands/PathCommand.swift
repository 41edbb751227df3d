import ArgumentParser
import CertificateChains
import Diagnosis
import Reporting
import TLSDialer
import TLSHandshake

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
            reset, closed, alert, refused, unreachable, unresolved, proxy-refused, \
            proxy-auth, protocol-error.

            Examples:
              abm-forensics path mdmenrollment.apple.com --template apple-26
              abm-forensics path iprofiles.apple.com --via http://gateway:3128 --baseline direct
              abm-forensics path iprofiles.apple.com --ladder --stall 5
              abm-forensics path iprofiles.apple.com --reflector reflect.example.net:8443
              abm-forensics path --apple-hosts --vantage device-network
              abm-forensics path mdm.example.com --anchor root.pem --capture probe.pcapng

            Exit code 0: sound. 2: something is broken. 130 and 143: stopped by SIGINT or \
            SIGTERM; what was measured until then is reported all the same.
            """)

    @Argument(help: "HOST or HOST:PORT (443 if no port is given).")
    var hosts: [String] = []

    @Flag(help: "Measure every host that enrolment needs, and print a matrix.")
    var appleHosts = false

    @OptionGroup(title: "The handshake") var handshake: HandshakeOptions
    @OptionGroup(title: "The way") var way: WayOptions
    @OptionGroup(title: "Trials") var trial: TrialOptions
    @OptionGroup(title: "Recording") var recording: RecordingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Option(help: "What makes the run fail: fail, warn, unknown or never.")
    var failOn: FailOn = .fail

    mutating func validate() throws {
        for host in hosts where Endpoint(host, defaultPort: 443) == nil {
            throw ValidationError("\"\(host)\" is no HOST or HOST:PORT.")
        }
        if hosts.isEmpty && !appleHosts {
            throw ValidationError("Name a host, or take --apple-hosts.")
        }
        if appleHosts {
            let asked = [
                ("a host", !hosts.isEmpty), ("--connect", way.connect != nil),
                ("--sni", handshake.sni != nil), ("--addresses all", way.addresses == .all),
                ("a --baseline in a file", way.hasStoredBaseline),
            ]
            if let name = asked.first(where: \.1)?.0 ?? trial.nameOfFirst {
                throw ValidationError("--apple-hosts is a list of its own and goes without \(name).")
            }
        }
        if way.connect != nil && hosts.count > 1 {
            throw ValidationError("--connect gives one address: name one host.")
        }
        let straight = [("--locate", trial.locate), ("--addresses all", way.addresses == .all)]
        if !way.hasDirectWay, let name = straight.first(where: \.1)?.0 {
            throw ValidationError("\(name) is for the direct way: add --baseline direct.")
        }
    }

    func run() async throws {
        let clock = RunClock()
        do {
            let judging = PathJudging(clock: clock, failOn: failOn)
            let memory = WireMemory()
            let plan = try plan(memory)
            try recording.check()
            let roots = PublicRoots.system()
            let code = try await Dialer.withDialer(publicRoots: roots, now: { .now }) { dialer in
                let code =
                    appleHosts
                    ? try await measureAppleHosts(plan, dialer, judging)
                    : try await measure(plan, dialer, judging)
                try recording.write(memory)
                return code
            }
            throw ExitCode(code)
        } catch {
            throw Failure.exit(error, of: "path")
        }
    }

    private func plan(_ memory: WireMemory) throws -> PathPlan {
        var options = try handshake.dialOptions()
        try way.shape(&options)
        recording.shape(&options, memory)
        trial.shape(&options)
        let (ways, stored) = try PathPlan.ways(way)
        let endpoints = hosts.compactMap { Endpoint($0, defaultPort: 443) }
        if let stored, let host = endpoints.first(where: { stored.handshakes(with: $0.host).isEmpty }) {
            throw ValidationError("--baseline: there is no handshake with \(host.host) in the file.")
        }
        return PathPlan(
            hosts: endpoints, ways: ways, storedBaseline: stored, options: options,
            trials: try trials(options))
    }
}

extension PathCommand {
    private func trials(_ options: DialOptions) throws -> TrialPlan {
        var plan = try trial.plan(everyAddress: way.addresses == .all)
        plan.offersKey = options.preSharedKey != nil
        return plan
    }
}

// MARK: - Named hosts

extension PathCommand {
    private func measure(
        _ plan: PathPlan, _ dialer: Dialer, _ judging: PathJudging
    ) async throws -> Int32 {
        let progress = ProgressBar("path", total: plan.steps, isQuiet: output.quiet)
        let surveys = plan.hosts.map { host in
            PathSurvey(
                target: way.target(host, serverName: handshake.serverName), ways: plan.ways,
                options: plan.options, trials: plan.trials, dialer: dialer)
        }
        let (measured, signal) = await StopSignal.cancelling {
            await PathSurvey.run(surveys, limit: PathPlan.hostsAtATime, progress)
        }
        progress.finish()
        let surveyed = zip(plan.hosts, measured).map { plan.withStoredBaseline($1, of: $0) }
        let reports = try zip(hosts, surveyed).map { try judging.report($0, $1, interruption: signal) }
        try output.write(
            text: { style in reports.map { PathText($0, style: style).text }.joined(separator: "\n") },
            // One document, or one a line: the two forms that a case takes back as handshakes.
            json: {
                reports.count == 1
                    ? reports[0].json.pretty : reports.map(\.json.compact).joined(separator: "\n")
            })
        return signal?.exitCode ?? Int32(reports.map(\.verdict.exitCode).max() ?? 0)
    }
}

// MARK: - Apple's hosts

extension PathCommand {
    /// What the report of the whole list calls its target.
    private static let listName = "apple-hosts"

    private func measureAppleHosts(
        _ plan: PathPlan, _ dialer: Dialer, _ judging: PathJudging
    ) async throws -> Int32 {
        let list = AppleHost.needed(from: way.vantage)
        let survey = AppleHostSurvey(hosts: list, ways: plan.ways, options: plan.options, dialer: dialer)
        let progress = ProgressBar(
            "apple-hosts", total: list.count * plan.ways.count, isQuiet: output.quiet)
        let (grid, signal) = await StopSignal.cancelling { await survey.run(progress) }
        progress.finish()
        let surveyed = zip(plan.ways, grid).flatMap { way, cells in
            cells.compactMap { cell in
                cell.map { transcript in
                    SurveyedWay(
                        name: way.name, via: way.route.via, isBaseline: way.isBaseline,
                        attempts: [Attempt(transcript: transcript)])
                }
            }
        }
        let report = try judging.report(Self.listName, surveyed, interruption: signal)
        let rows = try list.enumerated().map { index, host in
            host.row(try grid.map { try $0[index].map(PathJudging.tree) ?? .null })
        }
        let matrix = HostMatrix(ways: plan.ways.map(\.name), rows: rows)
        try output.write(
            text: { PathText(report, matrix: matrix, style: $0).text }, json: { report.json.pretty })
        return signal?.exitCode ?? Int32(report.verdict.exitCode)
    }
}

extension WallTime {
    /// The wall clock of this machine.
    static var now: WallTime {
        WallTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
