#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

import Reporting

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What standard output is connected to, and what may be printed there.
enum Terminal {
    static var isTerminal: Bool { isatty(1) == 1 }

    /// Whether somebody watches standard error.
    static var isConversationTerminal: Bool { isatty(2) == 1 && environment["TERM"] != "dumb" }

    /// Columns: the terminal's, else `COLUMNS`, else 100.
    static var width: Int {
        var size = winsize()
        if unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 { return Int(size.ws_col) }
        if let columns = environment["COLUMNS"].flatMap(Int.init), columns >= 40 { return min(columns, 400) }
        return 100
    }

    /// Whether more than ASCII can be shown; a scheduler that names no locale gets UTF-8.
    static var showsUnicode: Bool {
        TextStyle.showsUnicode(environment: environment)
            || environment["LC_ALL"] == nil && environment["LANG"] == nil
    }

    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// A line of the conversation; names out of a case may hold what a terminal would obey.
    static func say(_ text: String) {
        let text = text.harmless(unicode: showsUnicode)
        try? OutputFile.write(Data("\(text)\n".utf8), to: 2, name: "standard error")
    }

    /// Text without a line's end, for what will be overwritten.
    static func whisper(_ text: String) {
        try? OutputFile.write(Data(text.utf8), to: 2, name: "standard error")
    }
}
