import CaseReading
import Casework
package import ProbeKit

/// Asks whether each device trusted the Apple and MDM hosts that it met.
///
/// Needs: a device's log.    Source: AE 6.5.
/// Rules: 1. a failed check of SecTrust, an NSURLError -1200 to -1204, a code of Secure Transport, 34008 or
///           34011, with no enrolment behind it: failed; the host is named where the line names it, and one that
///           is neither Apple's nor the MDM's does not count.
///        2. trust evaluations, or a configuration that was fetched, without one: sound.
///        3. no line of the trust service: cannot tell.
package struct TrustsWhatItMeets: Probe {
    package static let card = ProbeCard(
        "boot-trust.trusts-what-it-meets", layer: .bootTrust,
        asks: "Did each device trust the Apple and MDM hosts that it met?",
        needs: [Need(Supply(.deviceLog), Supply(.deviceProfiles), how: HowToGet.deviceLog)],
        raises: [failure])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let open = OpenFailures(facts.logs) { facts.trustFailure($0) }
        let evaluated = facts.logs.count { log in
            log.lines.contains(where: TrustLine.speaksOfTrust) || CloudConfiguration(log.lines).last != nil
        }
        guard !open.hits.isEmpty || open.settled > 0 || evaluated > 0 else {
            return .cannotTell(
                because: "no device log holds a line of trustd or securityd", supply: HowToGet.deviceLog)
        }
        guard !open.hits.isEmpty else {
            return .sound("no trust evaluation failed on \(max(evaluated, open.settled).counted("device"))")
        }
        return .found(Self.claim(open, facts))
    }

    private static func claim(_ open: OpenFailures<TrustFailure>, _ facts: BootTrustFacts) -> Claim {
        let affected = AffectedDevices(open.hits.map { .init(log: $0.log, line: $0.line) })
        let hosts = Set(open.hits.compactMap(\.failure.host)).sorted()
        let signs = Set(open.hits.map(\.failure.sign)).sorted()
        let named = hosts.isEmpty ? "" : " of \(hosts.joined(separator: ", "))"
        var against: [String] = []
        if open.hits.allSatisfy(\.failure.isAboutTime) {
            against.append("every failure is one of dates: a wrong clock on the device looks the same")
        }
        return Claim(
            "L5-TRUST-FAILURE", brief: "trust\(named) failed on \(affected.words)",
            detail:
                "The trust evaluation\(named) failed on \(affected.words): \(signs.joined(separator: ", ")).",
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("failed trust evaluation"),
            paths: hosts.map { PathScope(host: $0, role: facts.role(of: $0), vantage: .deviceNetwork) },
            values: ["signs": .list(signs.map { .text($0) }), "hosts": .list(hosts.map { .text($0) })],
            evidence: affected.evidence, against: against)
    }
}

extension BootTrustFacts {
    /// Processes that speak with no other host than Apple's and the MDM's.
    ///
    /// Source: AE 6.2.
    private static let enrolmentProcesses: Set<String> = [
        "mdmclient", "profiled", "mdmd", "dmd", "teslad", "cloudconfigurationd", "Setup Assistant", "Setup",
        "budd",
        "profiles",
    ]

    /// A failed trust evaluation of a host that enrolment depends on.
    func trustFailure(_ line: DeviceLogLine) -> TrustFailure? {
        guard let failure = TrustFailure(line) else { return nil }
        guard let host = failure.host, !host.hasSuffix(".apple.com"), !mdmHosts.contains(host) else {
            return failure
        }
        // Where no profile names the MDM's host, only a process of enrolment can mean it.
        let isEnrolment = line.process.map(Self.enrolmentProcesses.contains) ?? true
        return mdmHosts.isEmpty && isEnrolment ? failure : nil
    }

    /// What a host that a device met does for enrolment.
    func role(of host: String) -> HostRole {
        host.hasSuffix(".apple.com") ? HostRole(host: host) : .mdm
    }
}

extension TrustsWhatItMeets {
    static let failure = FindingCard(
        "L5-TRUST-FAILURE", "The device did not trust an Apple or MDM host",
        severity: .critical, basis: .published("AE 6"),
        meaning: """
            The device itself refused the certificate chain that it was shown. AnchorApple or a missing marker
            for a host that Apple pins means that something else answered in Apple's name; AnchorTrusted or
            -1202 that the root is not one the device knows; TemporalValidity, -1204 or -9815 that a date did
            not fit, most often the device's own. 34008 and 34011 are the same refusal, as the
            cloud-configuration service reports it. It is a symptom: what was presented is a matter of the
            path (layer 3), of the clock, or of the anchors in the profile (layer 7).
            """,
        explains: [
            Edge("L2-PROFILE-WAITING", ceiling: .medium), Edge("L5-ENROLLMENT-STALLED", ceiling: .medium),
        ],
        isSymptom: true,
        settle: Check(
            "Make the same handshake from the device's network and look at the issuer that comes back.",
            command: "abm-forensics path iprofiles.apple.com --vantage device-network"),
        remedy: Remedy(
            .network, "Let the device reach Apple's hosts and the MDM without TLS inspection.",
            steps: [
                "Exempt *.apple.com and the MDM's host from inspection, passing them through by SNI.",
                "If the host is the MDM's own, compare its chain with the profile's anchor certificates.",
                "If only dates fail, set the device's clock first.",
                "Installing the inspection root does not help: pinned hosts fail all the same, and a device in "
                    + "Setup Assistant has no profile yet.",
            ],
            commands: ["abm-forensics path --apple-hosts --vantage device-network"],
            references: ["Apple 101555", "Apple: SecTrust"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device log", BootTrustFacts(), .cannotTell),
        WorkedCase("a log about something else", .logging([.said("hello")]), .cannotTell),
        WorkedCase(
            "an evaluation that succeeds", .logging([.trustd("SecTrustEvaluateIfNecessary: proceed")]), .sound
        ),
        WorkedCase(
            "a root that the device does not know",
            .logging([.trustd("Trust evaluate failure: [leaf SSLHostname] [root AnchorTrusted]")]),
            .raises(["L5-TRUST-FAILURE": 1])),
        WorkedCase(
            "a check that is no matter of trust in a host",
            .logging([.trustd("Trust evaluate failure: [leaf ExtendedKeyUsage]")]), .sound),
        WorkedCase(
            "the URL loading system says it, twice on one device",
            .logging([
                .said(sampleURLError), .said(sampleURLError, second: 9), .said(sampleURLError, of: 1),
            ]), .raises(["L5-TRUST-FAILURE": 2])),
        WorkedCase(
            "34011 of the cloud-configuration service",
            .logging([
                .said("Error Domain=MCCloudConfigurationErrorDomain Code=34011 \"could not be verified\"")
            ]),
            .raises(["L5-TRUST-FAILURE": 1])),
        WorkedCase(
            "the MDM's own host, and one that no enrolment needs",
            .logging([
                .said("NSURLErrorDomain Code=-1202 https://mdm.example.com/enroll", process: "mdmclient"),
                .said("NSURLErrorDomain Code=-1202 https://ads.example.net/x", of: 1, process: "Safari"),
            ]), .raises(["L5-TRUST-FAILURE": 1])),
        WorkedCase(
            "a time-out is no matter of trust",
            .logging([.said("Error Domain=NSURLErrorDomain Code=-1001"), .trustd("SecTrustEvaluate ok")]),
            .sound),
        WorkedCase(
            "failed, then enrolled",
            .logging([
                .said(sampleURLError, second: 0), .said("Installed configuration profile: MDM", second: 90),
            ]), .sound),
    ]

    private static let sampleURLError =
        "Error Domain=NSURLErrorDomain Code=-1202 \"The certificate for this server is invalid.\" "
        + "UserInfo={NSErrorFailingURLStringKey=https://iprofiles.apple.com/macProfile}"
}
