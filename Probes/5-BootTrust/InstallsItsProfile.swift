import CaseReading
import Casework
package import ProbeKit

/// Asks whether each device could install the enrolment profile that the MDM gave it.
///
/// Needs: a device's log.    Source: AE 6.5, AE 7 rows 24 to 26.
/// Rules: 1. an error of the installation, of the profile or of SCEP with no installation behind it: failed, decoded.
///        2. an installed profile: sound.  3. neither: cannot tell.
package struct InstallsItsProfile: Probe {
    package static let card = ProbeCard(
        "boot-trust.installs-its-profile", layer: .bootTrust,
        asks: "Could each device install the enrolment profile that the MDM gave it?",
        needs: [Need(Supply(.deviceLog), Supply(.deviceProfiles), how: HowToGet.deviceLog)],
        raises: [failed])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let open = OpenFailures(facts.logs) { InstallationFailure($0) }
        let installed = facts.logs.count { log in
            log.lines.contains { line in EnrollmentAttempt.installs.contains { line.text.contains($0) } }
        }
        guard !open.hits.isEmpty || open.settled > 0 || installed > 0 else {
            return .cannotTell(
                because: "no device log tells of a profile that was installed or refused",
                supply: HowToGet.deviceLog)
        }
        guard !open.hits.isEmpty else {
            return .sound("profile installed on \(max(installed, open.settled).counted("device"))")
        }
        let kinds = Set(open.hits.map(\.failure.kind)).sorted { $0.rawValue < $1.rawValue }
        return .found(kinds.map { kind in Self.claim(open.hits.filter { $0.failure.kind == kind }, kind) })
    }

    private static func claim(
        _ hits: [OpenFailures<InstallationFailure>.Hit], _ kind: InstallationFailure.Kind
    ) -> Claim {
        let affected = AffectedDevices(hits.map { .init(log: $0.log, line: $0.line) })
        let signs = Set(hits.map(\.failure.sign)).sorted()
        let hosts = Set(hits.compactMap { TrustFailure.host(in: $0.line.text) }).sorted()
        return Claim(
            "L5-PROFILE-INSTALL-FAILED", brief: "\(kind.brief) on \(affected.words)",
            detail:
                "The enrolment profile was not installed on \(affected.words): \(kind.meaning) "
                + "(\(signs.joined(separator: ", "))).",
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("failed installation"),
            paths: hosts.map { PathScope(host: $0, role: .mdm, vantage: .deviceNetwork) },
            values: ["signs": .list(signs.map { .text($0) }), "kind": .text(kind.rawValue)],
            evidence: affected.evidence, remedy: kind.remedy)
    }
}

extension InstallsItsProfile {
    static let failed = FindingCard(
        "L5-PROFILE-INSTALL-FAILED", "The device could not install the MDM's enrolment profile",
        severity: .high, basis: .published("AE 7 rows 24-26"),
        meaning: """
            The device has its configuration from Apple and asks the MDM for the enrolment profile; what comes
            is refused. 4001 with a server certificate means that the MDM's TLS chain is not trusted: by the
            system, or by the anchor_certs of the profile at Apple. 1000 means that the profile itself is
            malformed. SCEP errors mean that the MDM's certificate authority did not issue the identity. The
            remedy of a finding is that of its kind.
            """,
        explains: ["L2-PUSHED-NO-CHECKIN", "L5-ENROLLMENT-STALLED"],
        settle: Check(
            "Fetch the profile from the MDM's URL yourself and check its form.",
            command: "plutil -lint profile.mobileconfig; security cms -D -i profile.mobileconfig"),
        remedy: Remedy(
            .mdm, "Correct what the error names on the MDM's side; then let the device enrol again.",
            steps: [
                "Read the error that lies under it: certificate, profile or SCEP.",
                "Then erase the device, or on a Mac that is set up run the command below.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["AE 7 rows 24-26"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device log", BootTrustFacts(), .cannotTell),
        WorkedCase("a log about something else", .logging([.said("hello")]), .cannotTell),
        WorkedCase("installed", .logging([.said("Installed configuration profile: MDM")]), .sound),
        WorkedCase(
            "the MDM's certificate is not trusted", .logging([.said(sampleCertificate)]),
            .raises(["L5-PROFILE-INSTALL-FAILED": 1])),
        WorkedCase(
            "an invalid profile and a failed SCEP request on two devices",
            .logging([
                .said("Error Domain=MCProfileErrorDomain Code=1000 \"Invalid Profile\""),
                .said("SCEP: failed to get certificate, error -67", of: 1),
            ]), .raises(["L5-PROFILE-INSTALL-FAILED": 2])),
        WorkedCase(
            "refused at first, then installed",
            .logging([
                .said(sampleCertificate, second: 0),
                .said("Installed configuration profile: MDM", second: 60),
            ]), .sound),
        WorkedCase(
            "a software update that is required first is no failure",
            .logging([.said("Error Domain=DMCHTTPTransactionErrorDomain Code=23006")]), .cannotTell),
        WorkedCase(
            "SCEP that goes well",
            .logging([.said("SCEP: certificate issued"), .said("Processing server request")]),
            .sound),
    ]

    private static let sampleCertificate =
        "Profile installation failed. Error: NSError: Domain : MCInstallationErrorDomain Code : 4001 Desc : The server "
        + "certificate for \"https://mdm.example.com/mdm\" is invalid."
}
