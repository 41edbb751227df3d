import CaseReading
import Casework
package import ProbeKit

/// Asks whether anything on a device itself stands against its enrolment.
///
/// Needs: the device's hosts file, or a listing of its set-up markers.    Source: AE 6.1, AE 7 row 19.
/// Rules: 1. an enrolment host of Apple's in the hosts file: blocked.
///        2. markers that cannot both be true, or a record without content: forged.
///        3. a hosts file or markers without these: sound.  4. neither: cannot tell.
package struct LeavesEnrolmentOpen: Probe {
    package static let card = ProbeCard(
        "boot-trust.leaves-enrolment-open", layer: .bootTrust,
        asks: "Does nothing on the device itself stand against its enrolment?",
        needs: [Need(Supply(.deviceFiles), how: HowToGet.files)], raises: [blocked])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let bars = EnrolmentBars.all(in: facts.files)
        guard facts.files.contains(where: EnrolmentBars.canTell) else {
            return .cannotTell(
                because: "the files hold neither a hosts file nor set-up markers", supply: HowToGet.files)
        }
        let closed = bars.filter { !$0.isOpen }
        guard !closed.isEmpty else {
            return .sound("nothing stands against enrolment on \(bars.count.counted("device"))")
        }
        return .found(Self.claim(closed))
    }

    private static func claim(_ bars: [EnrolmentBars]) -> Claim {
        let hosts = Set(bars.flatMap(\.hosts)).sorted()
        let forged = bars.filter { !$0.contradictions.isEmpty }
        let ordinals = bars.compactMap(\.device)
        var sentences: [String] = []
        if !hosts.isEmpty {
            sentences.append("The hosts file sends \(hosts.joined(separator: ", ")) elsewhere.")
        }
        sentences += Set(forged.flatMap(\.contradictions)).sorted()
        let words = bars.count == 1 ? "device \(bars.first?.name ?? "?")" : bars.count.counted("device")
        return Claim(
            "L5-HOSTS-BLOCKED", brief: "enrolment is barred on \(words) itself",
            detail: sentences.joined(separator: " "),
            subject: bars.count == 1 ? Subject(.device, bars.first?.name ?? "?") : .fleet, count: bars.count,
            devices: ordinals.isEmpty ? nil : DeviceSet(ordinals), extent: .standing(since: nil),
            values: ["hosts": .list(hosts.map { .text($0) }), "forgedMarkers": .count(forged.count)],
            evidence: Array(bars.flatMap(\.evidence).prefix(AffectedDevices.cited)))
    }
}

extension LeavesEnrolmentOpen {
    static let blocked = FindingCard(
        "L5-HOSTS-BLOCKED", "Something on the device itself bars its enrolment",
        severity: .high, basis: .inferred("AE 7 row 19"),
        meaning: """
            The hosts file sends Apple's enrolment hosts nowhere, or the set-up markers contradict each other: a
            record that was not found beside a profile that was installed, or a record without content. Scripts
            that take a Mac out of management leave just that behind. Nothing on the network or in the MDM
            changes while it stands.
            """,
        explains: [
            "L2-PROFILE-WAITING", "L5-CLOUD-CONFIG-ERROR", "L2-PUSHED-NO-CHECKIN",
            Edge("L2-ASSIGNED-NOT-ENROLLED", ceiling: .medium),
        ],
        settle: Check(
            "Read the hosts file and the markers on the device.",
            command: "cat /etc/hosts; ls -la /private/var/db/ConfigurationProfiles/Settings"),
        remedy: Remedy(
            .device, "Erase the device, or restore its hosts file and let it enrol.",
            steps: [
                "Find out who holds the device: the lines do not come by themselves, and it may be a matter of policy.",
                "Erase the Mac with Apple Configurator or from Recovery; Setup Assistant then enrols it.",
                "If it must not be erased, remove the lines from /etc/hosts and run the command below.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["AE 6.1, AE 7 row 19"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no files", BootTrustFacts(), .cannotTell),
        WorkedCase(
            "a property list alone", .holding(("CloudConfigurationDetails.plist", 900, .propertyList([:]))),
            .cannotTell),
        WorkedCase("a hosts file without Apple's hosts", .holding(("hosts", 213, .hosts([]))), .sound),
        WorkedCase(
            "an Apple host that no enrolment needs",
            .holding(
                ("hosts", 213, .hosts([.init(number: 9, address: "10.0.0.9", names: ["swscan.apple.com"])]))),
            .sound),
        WorkedCase(
            "the enrolment hosts lead nowhere",
            .holding(
                (
                    "hosts", 300,
                    .hosts([
                        .init(number: 9, address: "0.0.0.0", names: ["iprofiles.apple.com"]),
                        .init(number: 10, address: "0.0.0.0", names: ["deviceenrollment.apple.com"]),
                    ])
                )), .raises(["L5-HOSTS-BLOCKED": 1])),
        WorkedCase(
            "a Mac that enrolled",
            .holding(
                (".cloudConfigHasActivationRecord", 0, .marker([:])),
                (".cloudConfigRecordFound", 1800, .marker([:])),
                (".cloudConfigProfileInstalled", 0, .marker([:]))), .sound),
        WorkedCase(
            "a Mac that nobody owns",
            .holding(
                (".cloudConfigNoActivationRecord", 0, .marker([:])),
                (".cloudConfigRecordNotFound", 0, .marker([:]))), .sound),
        WorkedCase(
            "not found, and yet installed",
            .holding(
                (".cloudConfigRecordNotFound", 0, .marker([:])),
                (".cloudConfigProfileInstalled", 0, .marker([:]))), .raises(["L5-HOSTS-BLOCKED": 1])),
        WorkedCase(
            "a record without content", .holding((".cloudConfigRecordFound", 0, .marker([:]))),
            .raises(["L5-HOSTS-BLOCKED": 1])),
    ]
}
