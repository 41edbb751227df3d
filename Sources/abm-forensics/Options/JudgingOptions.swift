import ArgumentParser
import CaseReading
import Casework
import OpenFormats
import ProbeKit
import Reporting

/// What is judged, by whose word, and as of when.
struct JudgingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Judge only this layer (repeatable).", valueName: "1-7"))
    var layer: [Int] = []

    @Option(help: ArgumentHelp("Ask only this probe (repeatable).", valueName: "probe"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Do not ask this probe (repeatable).", valueName: "probe"))
    var skip: [String] = []

    @Option(help: "Whose word counts: published leaves out what only the field guide says.")
    var basis: BasisChoice = .all

    @Option(help: ArgumentHelp("The clock of every age rule: RFC 3339, or now.", valueName: "time"))
    var asOf: String?

    @Flag(help: "Collect nothing, judge only what the case holds.")
    var offline = false

    @Option(help: ArgumentHelp("A folder of plug-in probes (repeatable).", valueName: "folder"))
    var probeDir: [String] = []

    @Flag(help: "Also run the plug-ins in the case's own folder probes/.")
    var allowCaseProbes = false

    enum BasisChoice: String, ExpressibleByArgument, CaseIterable {
        case published, all
    }

    mutating func validate() throws {
        for layer in layer where !(1...7).contains(layer) {
            throw ValidationError("There is no layer \(layer): layers are 1 to 7.")
        }
        let known = Set(BuiltIn.cards.map(\.id.text))
        for name in only + skip where !known.contains(name) && !name.hasPrefix("x.") {
            let near = NearestName.of(name, among: known, slack: 2)
            throw ValidationError(
                "There is no probe \"\(name)\".\(near.map { " Did you mean \($0)?" } ?? "")")
        }
        try ProbeFolders.check(probeDir)
        if let asOf, asOf != "now", Self.instant(asOf) == nil {
            throw ValidationError(
                "--as-of \"\(asOf)\" is no RFC 3339 time, such as 2026-04-17T12:00:00Z, and not now.")
        }
    }

    var selection: Selection {
        Selection(layers: Set(layer), only: Set(only), skip: Set(skip), publishedOnly: basis == .published)
    }

    /// How a case is to be read: the clock that was asked for, else the case's own.
    func reading(now: Instant) -> ReadingOptions {
        ReadingOptions(
            asOf: asOf == "now" ? now : asOf.flatMap(Self.instant), environment: Terminal.environment)
    }

    /// Digits alone, such as 20260417, would count as seconds since 1970.
    private static func instant(_ text: String) -> Instant? {
        guard text.contains("-") else { return nil }
        return Timestamps.microseconds(of: text).map { Instant(microseconds: $0) }
    }
}

extension FailOn: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
