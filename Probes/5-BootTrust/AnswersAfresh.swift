import CaseReading
import Casework
package import ProbeKit

/// Asks whether what a device says of its enrolment is its present state or an older answer.
///
/// Needs: the output of `profiles`.    Source: AE 6.1.
/// Rules: 1. `Request too soon`: the device asked within the day and repeats its cached answer.
///        2. the output of `profiles` without it: sound.  3. no such output: cannot tell.
package struct AnswersAfresh: Probe {
    package static let card = ProbeCard(
        "boot-trust.answers-afresh", layer: .bootTrust,
        asks: "Is what a device says of its enrolment its present state?",
        needs: [Need(Supply(.deviceProfiles), Supply(.deviceLog), how: HowToGet.profiles)],
        raises: [cached])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let asked = facts.logs.filter { log in
            log.lines.contains {
                $0.process == "profiles" || $0.text.contains("Device Enrollment configuration")
            }
        }
        guard !asked.isEmpty else {
            return .cannotTell(
                because: "the evidence holds no output of profiles", supply: HowToGet.profiles)
        }
        let affected = AffectedDevices(
            asked.compactMap { log in
                log.lines.last { $0.text.contains("Request too soon") }.map { .init(log: log, line: $0) }
            })
        guard !affected.isEmpty else {
            return .sound("answers of \(asked.count.counted("device")) are fresh")
        }
        return .found(
            Claim(
                "L5-ANSWER-CACHED", brief: "an older answer on \(affected.words)",
                detail:
                    "\(affected.words.capitalizedFirst) asked Apple again within a day and \(affected.count == 1 ? "was" : "were") "
                    + "told to wait: what \(affected.count == 1 ? "it says" : "they say") may be up to a day old.",
                subject: affected.subject, count: affected.count, devices: affected.devices,
                extent: affected.extent("answer from the cache"), evidence: affected.evidence))
    }
}

extension String {
    /// With its first letter in upper case, as a sentence begins.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension AnswersAfresh {
    static let cached = FindingCard(
        "L5-ANSWER-CACHED", "The device repeats an older answer of Apple",
        severity: .info, basis: .published("AE 6"),
        meaning: """
            Since macOS 12.3 a Mac asks Apple for its enrolment once a day and keeps the answer; a second
            request gets "Request too soon. Try again later." That is no fault and says nothing about the
            device's enrolment: take its state as up to a day old.
            """,
        settle: Check(
            "Look into the kept answer and its time before asking again.",
            command: "sudo plutil -p /private/var/db/ConfigurationProfiles/Settings/.cloudConfigTimerCheck"),
        remedy: Remedy(
            .device, "Ask again a day later, or read the answer that the Mac has kept.",
            steps: ["Do not repeat the request in a loop: each one keeps the limit in place."],
            commands: [
                "sudo plutil -p /private/var/db/ConfigurationProfiles/Settings/.cloudConfigRecordFound"
            ],
            references: ["macadmins/osquery-extension"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device evidence", BootTrustFacts(), .cannotTell),
        WorkedCase("a log without profiles", .logging([.said("hello")]), .cannotTell),
        WorkedCase(
            "told to wait",
            .logging([
                .said(
                    "Error fetching Device Enrollment configuration - Request too soon.  Try again later.",
                    process: "profiles")
            ]), .raises(["L5-ANSWER-CACHED": 1])),
        WorkedCase(
            "answered", .logging([.said("Enrolled via DEP: Yes", process: "profiles")]), .sound),
    ]
}
