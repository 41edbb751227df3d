import ArgumentParser
import CaseReading
import Casework
import ProbeKit
import Reporting

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tells the story of single devices.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract:
            "One device through all layers: what each side says of it, why it is stuck, and its timeline.",
        discussion: """
            Examples:
              abm-forensics device ZZFIN0000038 --case Samples/cases/financial-burst
              abm-forensics device --devices stuck.txt --case CASE --format json

            Exit code 0: enrolled or not yet due. 2: stuck. 3: cannot be told.
            """)

    @Argument(help: "Serial numbers or UDIDs.")
    var ids: [String] = []

    @Option(
        name: .customLong("case"), help: ArgumentHelp("The case to look in.", valueName: "folder"),
        completion: .directory)
    var caseFolder: String = "."

    @Option(help: ArgumentHelp("A file with one serial number or UDID a line.", valueName: "file"))
    var devices: String?

    @OptionGroup(title: "What is judged") var judging: JudgingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    mutating func validate() throws {
        if ids.isEmpty && devices == nil {
            throw ValidationError("Name a device: a serial number or a UDID.")
        }
    }

    func run() async throws {
        do {
            let names = try ids + listed()
            var reading = judging.reading(now: RunClock().startedAt)
            // Whoever asks for a device by name says that it was switched on.
            reading.active = names
            let evidence = try CaseReader().read(at: caseFolder, options: reading)
            // One device's story has no place for the state of the evidence.
            if !output.quiet { evidence.problems.lines.forEach(Terminal.say) }
            let ordinals = names.compactMap { name in
                evidence.fleet.ordinalOfSerial(name) ?? evidence.fleet.ordinalOfUDID(name)
            }
            try sayUnknown(names, evidence.fleet)
            let judgement = await Judge(selection: judging.selection).judge(evidence)
            let teller = StoryTeller(evidence: evidence, verdict: judgement.verdict)
            let report = DeviceReport(
                tool: Report.Tool(version: Version.text), asOf: evidence.asOf,
                devices: ordinals.map(teller.story))
            try output.write(text: { DeviceText(report, style: $0).text }, json: { report.json.pretty })
            throw Self.exitCode(report.devices, of: names.count)
        } catch let error as UnknownDevice {
            Terminal.say("abm-forensics: \(error)")
            throw ExitCode(65)
        } catch {
            throw Failure.exit(error)
        }
    }

    private func listed() throws -> [String] {
        guard let devices else { return [] }
        guard let bytes = FileManager.default.contents(atPath: devices) else {
            throw ValidationError("\(devices) cannot be read.")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline).compactMap {
            $0.split(whereSeparator: \.isWhitespace).first.map(String.init)
        }
    }

    /// Names the devices that no list of the case has; one wrong name of many costs that name.
    private func sayUnknown(_ names: [String], _ fleet: Fleet) throws {
        let unknown = names.filter { fleet.ordinalOfSerial($0) == nil && fleet.ordinalOfUDID($0) == nil }
        guard let first = unknown.first else { return }
        guard unknown.count < names.count else { throw UnknownDevice(name: first, fleet: fleet) }
        for name in unknown.prefix(10) {
            Terminal.say("abm-forensics: \(UnknownDevice(name: name, fleet: fleet))")
        }
        if unknown.count > 10 { Terminal.say("abm-forensics: and \(unknown.count - 10) more") }
    }

    /// 2 where a device is stuck, 3 where nothing can be said of any or one is not in the case, else 0.
    private static func exitCode(_ stories: [DeviceStory], of asked: Int) -> ExitCode {
        let isStuck = stories.contains { if case .stuck = $0.standing { true } else { false } }
        if isStuck { return ExitCode(2) }
        return stories.count < asked || stories.allSatisfy { $0.standing == .undetermined }
            ? ExitCode(3) : ExitCode(0)
    }
}

struct UnknownDevice: Error, CustomStringConvertible {
    let name: String
    let fleet: Fleet

    var description: String {
        let near =
            fleet.count > 200_000
            ? nil
            : NearestName.of(
                name, among: (0..<fleet.count).lazy.compactMap { fleet.device($0).serial }, slack: 2)
        let hint = near.map { " Did you mean \($0)?" } ?? ""
        return "no device \"\(name)\" among the \(fleet.count.grouped) of this case.\(hint)"
    }
}
