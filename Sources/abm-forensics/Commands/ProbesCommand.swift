import ArgumentParser
import CaseReading
import PlugIns
import ProbeKit
import Reporting

/// What can be asked, and whether a plug-in is sound.
struct ProbesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probes", abstract: "List the probes, show one, or check a plug-in.",
        subcommands: [List.self, Show.self, CheckPlugIn.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Every probe that works, layer by layer.")

        @Option(help: ArgumentHelp("A folder of plug-in probes (repeatable).", valueName: "folder"))
        var probeDir: [String] = []

        @OptionGroup(title: "Output") var output: OutputOptions

        mutating func validate() throws { try ProbeFolders.check(probeDir) }

        func run() async throws {
            do {
                let (plugIns, faults) = await PlugInRound(
                    folders: probeDir, searchPath: Terminal.environment["PATH"]
                ).describe()
                for fault in faults { Terminal.say("abm-forensics: \(fault.claim.detail)") }
                let cards = BuiltIn.cards + plugIns.map(\.1.card)
                let list = ProbeList(cards)
                try output.write(text: { list.text(style: $0) }, json: { list.json.pretty })
            } catch {
                throw Failure.exit(error)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One probe: what it asks, needs, can find and is blocked by.")

        @Argument(
            help: "A probe id, as in probes list.",
            completion: .custom { _, _, _ in BuiltIn.cards.map(\.id.text) })
        var id: String

        @OptionGroup(title: "Output") var output: OutputOptions

        func run() throws {
            guard let card = BuiltIn.cards.first(where: { $0.id.text == id.lowercased() }) else {
                let near = NearestName.of(id, among: BuiltIn.cards.map(\.id.text), slack: 2)
                throw ValidationError(
                    "There is no probe \"\(id)\".\(near.map { " Did you mean \($0)?" } ?? "")")
            }
            do {
                try output.write(
                    text: { ExplainText(probes: BuiltIn.cards, style: $0).text(of: card) },
                    json: { card.json.pretty })
            } catch {
                throw Failure.exit(error)
            }
        }
    }

    struct CheckPlugIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Tell a plug-in's author what is wrong with it.",
            discussion: """
                It asks the plug-in to describe itself and then to run on a made-up fleet of three devices. \
                --schema prints the JSON Schemas of both sides of the protocol instead.
                """)

        @Argument(help: "The plug-in.", completion: .file())
        var file: String?

        @Flag(help: "Print the JSON Schemas of the protocol.")
        var schema = false

        mutating func validate() throws {
            if file == nil && !schema { throw ValidationError("Name a plug-in, or ask for --schema.") }
        }

        func run() async throws {
            if schema {
                print(PlugInSchemas.text)
                return
            }
            guard let file else { return }
            let complaints = await PlugInExamination(path: file).complaints()
            guard complaints.isEmpty else {
                complaints.forEach { print("✗ \($0)") }
                throw ExitCode(2)
            }
            print("✓ \(file) describes itself, answers in time and keeps to the protocol.")
        }
    }
}
