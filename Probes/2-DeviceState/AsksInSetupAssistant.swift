import Casework
package import ProbeKit

/// Asks whether devices that never fetched their profile are already set up.
///
/// Needs: the ADE service's list, and records or files off the devices.    Source: AE 7 row 14.
/// Rules: 1. a profile waits, was never handed over, and the device says that Setup Assistant is done: set up before
///        the assignment.  2. the device is still in Setup Assistant: sound.  3. no device says: cannot tell.
package struct AsksInSetupAssistant: Probe {
    package static let card = ProbeCard(
        "device-state.setup-open", layer: .deviceState,
        asks: "Are devices that never fetched their profile still in Setup Assistant?",
        needs: [
            Need(Supply(.devices, .ade), how: "the ADE service's device list (role ade)"),
            Need(
                Supply(.devices, .device), Supply(.deviceFiles),
                how:
                    "records from the devices (role device) that say whether Setup Assistant is done, or a device-files "
                    + "entry: ls -la /private/var/db on a Mac"),
        ], raises: [alreadySetUp])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        let waiting = facts.signs.waitingProfiles
        guard !waiting.isEmpty else {
            return .cannotTell(
                because: "no device whose profile waits says whether it is set up",
                supply: "whether /var/db/.AppleSetupDone is on a Mac, or SetupDone of an iPhone or iPad")
        }
        let done = waiting.filter(\.isSetUp)
        guard !done.isEmpty else {
            return .sound("\(waiting.count.counted("device")) still in Setup Assistant")
        }
        let moments = done.compactMap { device in
            device.assignedAt.map { Extent.Moment(device: device.device, at: $0) }
        }
        return .found(
            Claim(
                "L2-ALREADY-SET-UP",
                brief: "\(done.count.counted("device")) set up before the profile came",
                detail:
                    "\(done.count.grouped) of \(waiting.count.counted("device")) whose profile waits at Apple "
                    + "\(done.count == 1 ? "is" : "are") past Setup Assistant and will not ask for it.",
                subject: .fleet, count: done.count, devices: DeviceSet(done.map(\.device)),
                extent: moments.isEmpty ? .unknown : .since(moments, noun: "waiting profile"),
                evidence: done.prefix(3).flatMap(\.citations)))
    }
}

extension AsksInSetupAssistant {
    static let alreadySetUp = FindingCard(
        "L2-ALREADY-SET-UP", "Devices were set up before their profile was assigned", severity: .medium,
        basis: .published("AE 7 row 14"),
        meaning: """
            A profile is assigned, Apple never handed it over, and the device says that Setup Assistant is done. Automated
            enrolment runs in Setup Assistant only; a Mac can be asked to do it again.
            """,
        explains: ["L2-PROFILE-WAITING", "L2-ASSIGNED-NOT-ENROLLED", "L2-UNKNOWN-TO-MDM"],
        remedy: Remedy(
            .device, "Erase the listed iPhones and iPads; renew the enrolment of the listed Macs.",
            commands: ["sudo profiles renew -type enrollment"], references: ["AE 7 row 14"]))

    private static func waiting(_ setUp: [Bool]) -> DeviceFacts {
        var facts = DeviceFacts.states(["enrolled": 4]).supplied(.ade, .device)
        facts.signs.waitingProfiles = setUp.enumerated().map {
            DeviceSigns.WaitingProfile(device: $0.offset, isSetUp: $0.element)
        }
        return facts
    }

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no lists", DeviceFacts(), .cannotTell),
        WorkedCase("no device says", waiting([]), .cannotTell),
        WorkedCase("in Setup Assistant", waiting([false]), .sound),
        WorkedCase(
            "two of three are set up", waiting([true, false, true]), .raises(["L2-ALREADY-SET-UP": 2])),
    ]
}
