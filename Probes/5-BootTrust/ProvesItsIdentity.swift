import CaseReading
import Casework
package import ProbeKit

/// Asks whether each device got the identity with which it proves itself to Apple.
///
/// Needs: a device's log.    Source: AE 6.5, AE 7 row 18.
/// Rules: 1. the device says that its UCRT is unavailable or could not be retrieved, or its scheduler held the
///           request back for heat, with no enrolment behind it: not issued.
///        2. lines about the identity without these: sound.  3. no such line: cannot tell.
package struct ProvesItsIdentity: Probe {
    package static let card = ProbeCard(
        "boot-trust.proves-its-identity", layer: .bootTrust,
        asks: "Did each device get the identity with which it proves itself to Apple?",
        needs: [Need(Supply(.deviceLog), Supply(.deviceProfiles), how: HowToGet.deviceLog)],
        raises: [unavailable])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let open = OpenFailures(facts.logs) { Self.reason($0) }
        let spoken = facts.logs.count { log in log.lines.contains(where: Self.speaksOfIdentity) }
        guard !open.hits.isEmpty || spoken > 0 else {
            return .cannotTell(
                because: "no device log speaks of the device's identity (UCRT)", supply: HowToGet.deviceLog)
        }
        guard !open.hits.isEmpty else { return .sound("identity issued on \(spoken.counted("device"))") }
        let affected = AffectedDevices(open.hits.map { .init(log: $0.log, line: $0.line) })
        let reasons = Set(open.hits.map(\.failure)).sorted()
        return .found(
            Claim(
                "L5-ATTESTATION-UNAVAILABLE", brief: "no device identity on \(affected.words)",
                detail:
                    "The identity was not issued on \(affected.words): \(reasons.joined(separator: "; ")).",
                subject: affected.subject, count: affected.count, devices: affected.devices,
                extent: affected.extent("missing device identity"),
                values: ["reasons": .list(reasons.map { .text($0) })], evidence: affected.evidence))
    }

    private static func speaksOfIdentity(_ line: DeviceLogLine) -> Bool {
        line.text.contains("UCRT") || line.text.contains("ttestation")
    }

    /// Why the identity is missing; `nil` for a line that does not say so.
    private static func reason(_ line: DeviceLogLine) -> String? {
        let text = line.text
        if text.contains("ThermalPolicy"), text.contains("Must Not Proceed"), text.contains("UCRT") {
            return "the request was held back for heat"
        }
        let activation = ErrorMention.all(in: text).first {
            $0.domain.hasSuffix("MobileActivation.ErrorDomain")
        }
        if activation?.code == -4 || text.contains("UCRT is unavailable") { return "the UCRT is unavailable" }
        let isFailed = ["ailed to retrieve", "ailed to get", "not issued"].contains { text.contains($0) }
        return isFailed && text.contains("UCRT") ? "the UCRT could not be retrieved" : nil
    }
}

extension ProvesItsIdentity {
    static let unavailable = FindingCard(
        "L5-ATTESTATION-UNAVAILABLE", "The device has no identity to prove itself to Apple with",
        severity: .high, basis: .published("AE 7 row 18"),
        meaning: """
            Before Apple hands an enrolment profile over, the device proves itself with a certificate (UCRT)
            that it fetches soon after activation. A Mac that is hot, or whose way to Apple's attestation host
            is inspected, gets none; its requests for the configuration then end with 34006, 33023 or an
            empty answer, and Setup Assistant skips Remote Management.
            """,
        explains: [
            "L5-CLOUD-CONFIG-ERROR", Edge("L5-NO-ENROLLMENT-PROFILE", ceiling: .medium),
            Edge("L2-PROFILE-WAITING", ceiling: .medium),
        ],
        settle: Check(
            "Let the device cool down and ask again on an open network: if it then works, heat or the path was it.",
            command: "sudo profiles renew -type enrollment"),
        remedy: Remedy(
            .device, "Let the device cool down on an open network, restart it and let it ask again.",
            steps: [
                "Take the device out of its stack or box, let it cool, and restart it.",
                "Let humb.apple.com, albert.apple.com and tbsc.apple.com through without inspection.",
                "On a Mac that is set up run the command below; otherwise start Setup Assistant over.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["nstrauss: UCRT and automated enrolment, 2020", "Apple 101555"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device log", BootTrustFacts(), .cannotTell),
        WorkedCase("a log about something else", .logging([.said("hello")]), .cannotTell),
        WorkedCase("an identity that was issued", .logging([.said("UCRT issued successfully")]), .sound),
        WorkedCase(
            "unavailable, with its code",
            .logging([
                .said("Error Domain=com.apple.MobileActivation.ErrorDomain Code=-4 \"UCRT is unavailable.\"")
            ]), .raises(["L5-ATTESTATION-UNAVAILABLE": 1])),
        WorkedCase(
            "held back for heat, and another that could not retrieve it",
            .logging([
                .said(
                    "com.apple.mobileactivationd.UCRT.OOB: ThermalPolicy: Absolutely Must Not Proceed",
                    process: "dasd"),
                .said("Failed to retrieve UCRT", of: 1),
            ]), .raises(["L5-ATTESTATION-UNAVAILABLE": 2])),
        WorkedCase(
            "unavailable at first, then enrolled",
            .logging([
                .said("UCRT is unavailable", second: 0),
                .said("Installed configuration profile: MDM", second: 600),
            ]), .sound),
    ]
}
