import CaseReading
import Casework
package import ProbeKit

/// Asks whether each device's clock is right enough for certificates.
///
/// Needs: the output of `sntp`, or a device's log of its first boot.    Source: AE 6.5, AE 7 row 36; the five
/// minutes are the field guide's (FG-2.8).
/// Rules: 1. `sntp` measures more than the threshold: wrong.
///        2. a certificate that is not yet valid for the device, with no enrolment behind it: wrong.
///        3. a jump of the clock after a trust failure: it was wrong until then.
///        4. `sntp` within the threshold: sound.  5. neither a measurement nor a sign: cannot tell.
package struct KeepsTime: Probe {
    package static let card = ProbeCard(
        "boot-trust.keeps-time", layer: .bootTrust,
        asks: "Is each device's clock right enough for certificates?",
        needs: [
            Need(Supply(.deviceCommands), Supply(.deviceLog), Supply(.deviceProfiles), how: HowToGet.clock)
        ],
        raises: [wrong])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let limit = Double(facts.thresholds.clockSkewSeconds)
        let measured = facts.commands.compactMap { ClockMeasure($0) }
        let off = measured.filter { abs($0.seconds) > limit }
        let signs = facts.logs.compactMap { log in ClockSign(log).map { (log: log, sign: $0) } }
            .filter { signed in !measured.contains { $0.name == signed.log.name && abs($0.seconds) <= limit }
            }
        guard !measured.isEmpty || !signs.isEmpty else {
            return .cannotTell(
                because: "no clock was measured, and no log tells of one", supply: HowToGet.clock)
        }
        guard !off.isEmpty || !signs.isEmpty else {
            return .sound(
                "clocks of \(measured.count.counted("device")) within \(facts.thresholds.clockSkewSeconds) s"
            )
        }
        return .found(Self.claim(off, signs.map { ($0.log, $0.sign) }, facts))
    }

    private static func claim(
        _ off: [ClockMeasure], _ signs: [(log: BootTrustFacts.DeviceLog, sign: ClockSign)],
        _ facts: BootTrustFacts
    ) -> Claim {
        let names = Set(off.map(\.name) + signs.map(\.log.name)).sorted()
        let ordinals = off.compactMap(\.device) + signs.compactMap(\.log.device)
        let widest = off.map { abs($0.seconds) }.max()
        var sentences: [String] = []
        if let widest {
            sentences.append(
                "sntp measured \(off.count.counted("clock")) as more than \(facts.thresholds.clockSkewSeconds) s "
                    + "off, up to \(Interval.seconds(Int(min(widest, 1e9)))).")
        }
        if !signs.isEmpty {
            sentences.append(
                "\(signs.count.counted("device log")) \(signs.count == 1 ? "tells" : "tell") of a certificate that is not "
                    + "yet valid, or of a clock that was set only after trust had failed.")
        }
        let words = names.count == 1 ? "device \(names.first ?? "?")" : names.count.counted("device")
        return Claim(
            "L5-CLOCK-WRONG", brief: "the clock is wrong on \(words)",
            detail: sentences.joined(separator: " "),
            subject: names.count == 1 ? Subject(.device, names.first ?? "?") : .fleet, count: names.count,
            devices: ordinals.isEmpty ? nil : DeviceSet(ordinals),
            values: ["widestSeconds": widest.map { .number($0) } ?? .absent],
            evidence: Array(
                (off.map(\.citation) + signs.map(\.sign.line.quoted)).prefix(AffectedDevices.cited)),
            against: off.isEmpty
                ? ["no clock was measured: a certificate that really begins later looks the same"] : [])
    }
}

/// How far one device's clock is off, by `sntp`.
struct ClockMeasure {
    let name: String
    let device: Int?
    /// Positive where the device is behind.
    let seconds: Double
    let citation: Citation

    init?(_ command: DeviceCommand) {
        guard case .clock(let seconds, _) = command.output else { return nil }
        self.seconds = seconds
        name = command.serial ?? command.citation.file
        device = command.device
        citation = command.citation
    }
}

/// What a device's log says about its clock.
struct ClockSign {
    let line: DeviceLogLine

    /// `nil` where nothing tells of a wrong clock.
    init?(_ log: BootTrustFacts.DeviceLog) {
        var failed = false
        let recovery = Recovery(log)
        for (place, line) in log.lines.enumerated() {
            if let failure = TrustFailure(line) {
                failed = true
                if failure.isAboutTime, Self.isEarly(failure, line), !recovery.follows(place, line) {
                    self.line = line
                    return
                }
            }
            if failed, Self.jumps.contains(where: { line.text.contains($0) }) {
                guard !recovery.follows(place, line) else { return nil }
                self.line = line
                return
            }
        }
        return nil
    }

    private static let jumps = ["clock jump", "time jump", "settimeofday"]

    /// Whether it is the beginning of the validity that does not fit; an expired certificate is the server's.
    private static func isEarly(_ failure: TrustFailure, _ line: DeviceLogLine) -> Bool {
        ["-1204", "-9815", "not yet valid"].contains(failure.sign)
            || line.text.contains("not yet valid")
    }
}

extension KeepsTime {
    static let wrong = FindingCard(
        "L5-CLOCK-WRONG", "The device's clock is wrong",
        severity: .high, basis: .published("AE 7 row 36"),
        meaning: """
            Certificates have dates, and a device that believes in another day finds valid ones not yet valid:
            -1204, -9815, or a failed TemporalValidity. Devices set their clock at the first boot from Apple's
            time hosts over UDP 123; where that is blocked, they begin with the day they were built. The five
            minutes from which a clock counts as wrong are the field guide's.
            """,
        explains: [
            "L5-TRUST-FAILURE", "L3-CERT-NOT-YET-VALID", "L4-TOKEN-REJECTED", "L5-CLOUD-CONFIG-ERROR",
        ],
        settle: Check("Measure the clock on the device's own network.", command: "sntp time.apple.com"),
        remedy: Remedy(
            .device, "Let the device set its clock from Apple's time hosts, then start over.",
            steps: [
                "Let UDP 123 to time.apple.com, time-ios.apple.com and time-macos.apple.com through.",
                "On a Mac in Setup Assistant open Terminal (Control-Option-Command-T) and run the command below.",
                "Start Setup Assistant over once the clock is right.",
            ],
            commands: ["sudo sntp -sS time.apple.com"], references: ["Apple 101555", "field guide FG-2.8"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no evidence", BootTrustFacts(), .cannotTell),
        WorkedCase("a log about something else", .logging([.said("hello")]), .cannotTell),
        WorkedCase(
            "a clock that is right", .commanding(.clock(behindSeconds: -0.02, server: "time.apple.com")),
            .sound),
        WorkedCase("exactly five minutes", .commanding(.clock(behindSeconds: 300, server: nil)), .sound),
        WorkedCase(
            "five minutes and a second behind, and a day ahead",
            .commanding(.clock(behindSeconds: 301, server: nil), .clock(behindSeconds: -86400, server: nil)),
            .raises(["L5-CLOCK-WRONG": 2])),
        WorkedCase("nobody answered", .commanding(.clockUnanswered(server: nil)), .cannotTell),
        WorkedCase(
            "a certificate that is not yet valid",
            .logging([.said("Error Domain=NSURLErrorDomain Code=-1204 \"is not yet valid\"")]),
            .raises(["L5-CLOCK-WRONG": 1])),
        WorkedCase(
            "an expired certificate is the server's",
            .logging([.said("Error Domain=NSURLErrorDomain Code=-1201 \"has expired\"")]), .cannotTell),
        WorkedCase(
            "a clock that is set at first boot, and nothing failed before",
            .logging([.said("settimeofday called", process: "timed")]), .cannotTell),
        WorkedCase(
            "a clock that jumps after trust failed",
            .logging([
                .trustd("Trust evaluate failure: [leaf TemporalValidity]", second: 0),
                .said("clock jump detected", second: 30, process: "timed"),
            ]), .raises(["L5-CLOCK-WRONG": 1])),
    ]
}
