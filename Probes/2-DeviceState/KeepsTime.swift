import Casework
package import ProbeKit

/// Asks whether the clocks of devices and servers agree with the world's.
///
/// Needs: records from the devices, or HTTP exchanges.    Source: AE 7 row 36; the five minutes: field guide FG-2.8.
/// Rules: 1. a device's clock more than the threshold (5 minutes) off: wrong.  2. the answers of a host dated as far from
///        the clock that recorded them: one of the two is wrong.  3. no clock was read: cannot tell.
package struct KeepsTime: Probe {
    package static let card = ProbeCard(
        "device-state.clocks-agree", layer: .deviceState,
        asks: "Do the clocks of devices and servers agree?",
        needs: [
            Need(
                Supply(.devices, .device), Supply(.exchanges),
                how:
                    "records from the devices (role device) with clockOffsetSeconds, or the MDM's HTTP exchanges as HAR"
            )
        ], raises: [clockSkew])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        guard !facts.clocks.isEmpty else {
            return .cannotTell(
                because: "no device says how far its clock is off, and no answer is dated",
                supply:
                    "clockOffsetSeconds of the devices (sntp time.apple.com), or exchanges with Date headers")
        }
        let limit = facts.thresholds.clockSkewSeconds
        let wrong = facts.clocks.filter { $0.seconds.magnitude > limit.magnitude }
        guard !wrong.isEmpty else {
            let worst = facts.clocks.map(\.seconds.magnitude).max() ?? 0
            return .sound("\(facts.clocks.count.counted("clock")) within \(worst.formattedSeconds)")
        }
        let devices = wrong.filter { $0.device != nil }
        let servers = wrong.filter { $0.device == nil }
        var claims: [Claim] = []
        if !devices.isEmpty { claims.append(claim(devices, of: facts)) }
        claims += servers.map(claim)
        return .found(claims, orSound: "")
    }

    private func claim(_ wrong: [ClockReading], of facts: DeviceFacts) -> Claim {
        let worst = wrong.map(\.seconds.magnitude).max() ?? 0
        let asked = facts.clocks.count { $0.device != nil }
        let moments = wrong.compactMap { reading in
            reading.device.flatMap { device in reading.at.map { Extent.Moment(device: device, at: $0) } }
        }
        return Claim(
            "L2-CLOCK-SKEW", brief: "\(wrong.count.counted("device clock")) wrong",
            detail:
                "\(wrong.count.grouped) of \(asked.counted("device clock")) \(wrong.count == 1 ? "is" : "are") more than "
                + "\(facts.thresholds.clockSkewSeconds) s off, the worst by \(worst.formattedSeconds).",
            subject: .fleet, count: wrong.count, devices: DeviceSet(wrong.compactMap(\.device)),
            extent: moments.isEmpty ? .unknown : .since(moments, noun: "reading"),
            values: ["worstSeconds": .count(Int(clamping: worst))],
            evidence: wrong.prefix(3).compactMap(\.citation))
    }

    private func claim(_ wrong: ClockReading) -> Claim {
        let host = wrong.host ?? "a host"
        let words = "\(wrong.seconds.magnitude.formattedSeconds) \(wrong.seconds > 0 ? "ahead of" : "behind")"
        return Claim(
            "L2-CLOCK-SKEW", brief: "a server clock is wrong",
            detail:
                "The answers of \(host) are dated \(words) the clock of the machine that recorded them: "
                + "one of the two is wrong. Apple's hosts keep time.",
            subject: Subject(.host, host), count: 1, values: ["seconds": .count(wrong.seconds)],
            evidence: [wrong.citation].compactMap(\.self))
    }
}

extension UInt {
    /// `412 s`, `2 h`.
    fileprivate var formattedSeconds: String {
        "\(Interval(microseconds: Int64(clamping: Swift.min(self, 3_000_000_000)) * 1_000_000))"
    }
}

extension KeepsTime {
    static let clockSkew = FindingCard(
        "L2-CLOCK-SKEW", "Clocks are wrong by more than five minutes", severity: .high,
        basis: .published("AE 7 row 36"),
        meaning: """
            Certificates seem not yet valid or expired, and the OAuth timestamp of the ADE service is refused, where a clock is
            wrong. The five minutes are the field guide's; a device fresh from its box may be off by months until it reaches a
            time server (UDP 123).
            """,
        explains: ["L5-TRUST-FAILURE", "L3-CERT-NOT-YET-VALID", "L4-TOKEN-REJECTED"],
        settle: Check("Ask a time server from the device's network.", command: "sntp time.apple.com"),
        remedy: Remedy(
            .device,
            "Let devices and servers reach time.apple.com, time-ios.apple.com and time-macos.apple.com.",
            steps: ["Open UDP 123 to these hosts, or give the network a time server of its own."],
            commands: ["sntp -sS time.apple.com"], references: ["AE 7 row 36, field guide FG-2.8"]))

    private static func clocks(_ readings: [ClockReading]) -> DeviceFacts {
        var facts = DeviceFacts.states(["enrolled": 4]).supplied(.device)
        facts.clocks = readings
        return facts
    }

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no evidence", DeviceFacts(), .cannotTell),
        WorkedCase("no clock was read", clocks([]), .cannotTell),
        WorkedCase(
            "five minutes to either side",
            clocks([ClockReading(device: 0, seconds: 300), ClockReading(device: 1, seconds: -300)]), .sound),
        WorkedCase(
            "a second more",
            clocks([ClockReading(device: 0, seconds: 301), ClockReading(device: 1, seconds: -301)]),
            .raises(["L2-CLOCK-SKEW": 2])),
        WorkedCase(
            "a server's", clocks([ClockReading(host: "mdmenrollment.apple.com", seconds: -86_400)]),
            .raises(["L2-CLOCK-SKEW": 1])),
        WorkedCase(
            "an absurd one", clocks([ClockReading(device: 0, seconds: .min)]), .raises(["L2-CLOCK-SKEW": 1])),
    ]
}
