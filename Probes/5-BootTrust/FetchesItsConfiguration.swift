import CaseReading
import Casework
package import ProbeKit

/// Asks whether each device could fetch its configuration from Apple, and what the service said where it could not.
///
/// Needs: a device's log, or the output of `profiles`.    Source: AE 6.1, AE 6.5.
/// Rules: 1. the last failure is `Client is not DEP enabled` or 33005: the device is not in automated enrolment.
///        2. any other code of the cloud-configuration domains: decoded, with the owner that the code names.
///        3. a code that says that the server was not trusted belongs to L5-TRUST-FAILURE.
///        4. a configuration or an installed profile behind the failure settles it.
///        5. no failure, and a line that tells of a configuration or its absence: sound.  6. else cannot tell.
package struct FetchesItsConfiguration: Probe {
    package static let card = ProbeCard(
        "boot-trust.fetches-its-configuration", layer: .bootTrust,
        asks: "Could each device fetch its configuration from Apple's service?",
        needs: [Need(Supply(.deviceLog), Supply(.deviceProfiles), how: HowToGet.profiles)],
        raises: [failed, notEnrolled])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let open = OpenFailures(facts.logs) { ConfigurationFailure($0) }
        let answered = facts.logs.count { CloudConfiguration($0.lines).last != nil }
        guard !open.hits.isEmpty || open.settled > 0 || answered > 0 else {  // rule 6
            return .cannotTell(
                because: "no device log says how a request for the configuration ended",
                supply: HowToGet.profiles)
        }
        var claims: [Claim] = []
        let strangers = open.hits.filter { $0.failure == .notEnrolled }
        if !strangers.isEmpty { claims.append(Self.strangerClaim(strangers, facts)) }
        let codes = Set(open.hits.compactMap { if case .code(let code) = $0.failure { code } else { nil } })
        for code in codes.sorted() {
            claims.append(Self.claim(open.hits.filter { $0.failure == .code(code) }, code))
        }
        return .found(claims, orSound: Self.soundWords(answered, open))
    }

    private static func soundWords(
        _ answered: Int, _ open: OpenFailures<ConfigurationFailure>
    ) -> String {
        let distrusted = open.hits.count { $0.failure == .distrusted }
        if distrusted > 0 { return "every failure of \(distrusted.counted("device")) is one of trust" }
        return open.settled > 0
            ? "configuration fetched on \(open.settled.counted("device")) after a failure"
            : "the service answered \(answered.counted("device"))"
    }

    private typealias Hit = OpenFailures<ConfigurationFailure>.Hit

    private static func strangerClaim(_ hits: [Hit], _ facts: BootTrustFacts) -> Claim {
        let affected = AffectedDevices(hits.map { .init(log: $0.log, line: $0.line) })
        return Claim(
            "L5-NOT-IN-ADE", brief: "Apple does not know \(affected.words) in automated enrolment",
            detail:
                "Apple's service tells \(affected.words) that no organisation enrols \(affected.count == 1 ? "it" : "them") "
                + "automatically.",
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("answer that it is not enrolled automatically"),
            evidence: affected.evidence)
    }

    private static func claim(_ hits: [Hit], _ code: Int) -> Claim {
        let affected = AffectedDevices(hits.map { .init(log: $0.log, line: $0.line) })
        let known = CloudConfigurationError.of(code) ?? .unknown(code)
        let causes = Set(hits.flatMap { ErrorMention.all(in: $0.line.text) }.filter { $0.code != code })
        let words = causes.map { "\($0.domain) \($0.code)" }.sorted()
        let under = words.isEmpty ? "" : " Under it lies \(words.joined(separator: ", "))."
        return Claim(
            "L5-CLOUD-CONFIG-ERROR", brief: "error \(code) for \(affected.words)",
            detail:
                "The request for the configuration ended with \(code) on \(affected.words), which \(known.meaning)."
                + under,
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("failed request for the configuration"),
            values: ["code": .count(code), "underlying": .list(words.map { .text($0) })],
            evidence: affected.evidence, remedy: known.remedy)
    }
}

extension FetchesItsConfiguration {
    static let failed = FindingCard(
        "L5-CLOUD-CONFIG-ERROR", "The device's request for its configuration failed",
        severity: .high, basis: .inferred("AE 6.5"),
        meaning: """
            A device that is being set up asks Apple's service for its enrolment profile. Where that fails, the
            error carries a code: 33005 and 33024 speak of the device's record, 33023 of its identity, 34000
            and 34006 of the network, 34004 of Apple's own service. Apple publishes no list of these codes;
            their meanings are read out of the system's code and confirmed by reports from the field. The
            owner and the remedy of a finding are those of its code.
            """,
        explains: [
            Edge("L2-PROFILE-WAITING", basis: .inferred("AE 6.6"), ceiling: .medium),
            Edge("L2-ASSIGNED-NOT-ENROLLED", basis: .inferred("AE 6.6"), ceiling: .medium),
        ],
        settle: Check(
            "Let the device ask once more on another network: the same code points to its record or to Apple.",
            command: "sudo profiles show -type enrollment"),
        remedy: Remedy(
            .device, "Do what the code asks for; the finding names who must act.",
            steps: [
                "Read the code and the error that lies under it.",
                "A new server token changes nothing here: the device does not use it.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["AE 6.5, read out of the system's code"]))

    static let notEnrolled = FindingCard(
        "L5-NOT-IN-ADE", "Apple tells the device that it is not in automated enrolment",
        severity: .high, basis: .published("AE 6"),
        meaning: """
            "Client is not DEP enabled", or 33005, says that Apple has no organisation that enrols this serial
            number: it was never added, it was released, or it is assigned to no MDM server. A device that is
            in the organisation and only lacks a profile answers (null) instead.
            """,
        settle: Check(
            "Look the serial number up in the tenant: listed or not, and assigned to which server."),
        remedy: Remedy(
            .tenant, "Add the device to the organisation and assign it to the MDM server.",
            steps: [
                "Compare the serial number on the device with the one in the tenant, letter by letter.",
                "If it was bought elsewhere, have the reseller add it, or add it with Apple Configurator.",
                "Assign it to the MDM server and wait until the enrolment service knows it.",
                "Then let the device ask again: erase it, or on a Mac that is set up run the command below.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["Apple: device record", "macadmins/osquery-extension"]))
}

extension FetchesItsConfiguration {
    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device evidence", BootTrustFacts(), .cannotTell),
        WorkedCase("a log about something else", .logging([.said("hello")]), .cannotTell),
        WorkedCase(
            "a configuration was answered",
            .logging([.said("Device Enrollment configuration: { AllowPairing = 1; }")]),
            .sound),
        WorkedCase(
            "not in automated enrolment",
            .logging([.said("Error fetching Device Enrollment configuration: Client is not DEP enabled.")]),
            .raises(["L5-NOT-IN-ADE": 1])),
        WorkedCase(
            "the ambiguous 34000 with the text that decides",
            .logging([
                .said("Error fetching Device Enrollment configuration: (34000) Client is not DEP enabled.")
            ]), .raises(["L5-NOT-IN-ADE": 1])),
        WorkedCase(
            "34000 alone: the network",
            .logging([
                .said(
                    "Error fetching Device Enrollment configuration: (34000) \"The device failed to request "
                        + "configuration from the cloud.\"")
            ]), .raises(["L5-CLOUD-CONFIG-ERROR": 1])),
        WorkedCase(
            "34006 with its domain", .logging([.said(samplePolling)]), .raises(["L5-CLOUD-CONFIG-ERROR": 1])),
        WorkedCase(
            "33001 wraps 34004, on two devices",
            .logging([.said(sampleWrapped), .said(sampleWrapped, of: 1)]),
            .raises(["L5-CLOUD-CONFIG-ERROR": 2])),
        WorkedCase(
            "two codes are two claims",
            .logging([.said(sampleWrapped), .said(samplePolling, of: 1)]),
            .raises(["L5-CLOUD-CONFIG-ERROR": 2])),
        WorkedCase(
            "34011 is a matter of trust",
            .logging([
                .said("Error Domain=MCCloudConfigurationErrorDomain Code=34011 \"could not be verified\"")
            ]),
            .sound),
        WorkedCase(
            "failed, then fetched",
            .logging([
                .said(samplePolling, second: 0),
                .said("Device Enrollment configuration: { AllowPairing = 1; }", second: 60),
            ]), .sound),
        WorkedCase(
            "failed, and the MDM enrolled it a minute later",
            .logging([.said(samplePolling, second: 0)], enrolledSecond: 60), .sound),
        WorkedCase(
            "a code that no table knows",
            .logging([.said("MCCloudConfigurationErrorDomain error 34999")]),
            .raises(["L5-CLOUD-CONFIG-ERROR": 1])),
    ]

    private static let samplePolling =
        "Error fetching Device Enrollment configuration: (34006) Error Domain=MCCloudConfigurationErrorDomain "
        + "Code=34006 \"The cloud configuration server is unavailable.\" "
        + "UserInfo={CloudConfigurationErrorType=CloudConfigurationFatalError}"
    private static let sampleWrapped =
        "Error Domain=MCCloudConfigErrorDomain Code=33001 \"could not be retrieved\" UserInfo={NSUnderlyingError="
        + "0x1 {Error Domain=MCCloudConfigurationErrorDomain Code=34004 \"unavailable or busy\"}}"
}
