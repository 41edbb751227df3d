import ArgumentParser
import Reporting

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the report goes and how it looks.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "text or json; FORMAT:FILE writes that format to a file (repeatable).", valueName: "format"))
    var format: [Format] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"))
    var output: String?

    @Option(help: "Colour: auto, always or never.")
    var color: ColorChoice = .auto

    @Flag(name: .shortAndLong, help: "Only the seven lines.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Every probe with its words.")
    var verbose = false

    enum Kind: String, CaseIterable {
        case text, json
    }

    struct Format: ExpressibleByArgument {
        let kind: Kind
        let file: String?

        init?(argument: String) {
            let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
            guard let kind = parts.first.flatMap(Kind.init) else { return nil }
            self.kind = kind
            file = parts.count > 1 ? parts[1] : nil
        }

        init(_ kind: Kind, file: String? = nil) {
            self.kind = kind
            self.file = file
        }

        static var allValueStrings: [String] { Kind.allCases.map(\.rawValue) }
        var defaultValueDescription: String { kind.rawValue }
    }

    mutating func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
        if format.filter({ $0.file == nil }).count > 1 {
            throw ValidationError(
                "Only one format can go to one place: give the others a file, as in json:report.json.")
        }
    }

    /// The style of text that goes to a file or to standard output.
    func style(toFile: Bool) -> TextStyle {
        let environment = Terminal.environment
        return TextStyle(
            // Seven lines are seven lines: whoever counts or greps them wants none broken.
            width: quiet ? TextStyle.maximumWidth : Terminal.width,
            color: color.isOn(isTerminal: !toFile && Terminal.isTerminal, environment: environment),
            unicode: Terminal.showsUnicode,
            detail: quiet ? .quiet : verbose ? .verbose : .normal)
    }

    /// Renders each format that was asked for and puts it where it belongs.
    func write(text: (TextStyle) -> String, json: () -> String) throws {
        let formats = format.isEmpty ? [Format(.text)] : format
        for format in formats {
            let file = format.file ?? output
            let words: String =
                switch format.kind {
                case .text: text(style(toFile: file != nil))
                case .json: json()
                }
            let bytes = Data((words.hasSuffix("\n") ? words : words + "\n").utf8)
            if let file, file != "-" {
                try OutputFile(path: file).write(bytes)
            } else {
                try OutputFile.write(bytes, to: OutputFile.standardOutput, name: "standard output")
            }
        }
        // A file was filled and nothing is on the screen: the format without a place still goes there.
        if formats.allSatisfy({ $0.file != nil }), output == nil, !quiet {
            let bytes = Data(text(style(toFile: false)).utf8)
            try OutputFile.write(bytes, to: OutputFile.standardOutput, name: "standard output")
        }
    }
}
