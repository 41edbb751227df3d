import ArgumentParser
import Reporting

/// Everything about the report itself.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "About the report itself: its JSON Schema.",
        subcommands: [Schema.self])

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema", abstract: "Print the JSON Schema (draft 2020-12) of a report.")

        @Argument(help: "Which document: report, path or device; inspection for what inspect writes.")
        var document: ReportSchema = .report

        func run() throws {
            print(document.text)
        }
    }
}

extension ReportSchema: ExpressibleByArgument {}
