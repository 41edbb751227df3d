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

    /// Columns: the terminal's, else `COLUMNS`, else 100.
    static var width: Int {
        var size = winsize()
        if unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 { return Int(size.ws_col) }
        if let columns = environment["COLUMNS"].flatMap(Int.init), columns >= 40 { return min(columns, 400) }
        return 100
    }

    /// Whether the locale can show more than ASCII.
    static var isUTF8: Bool {
        let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? "C.UTF-8"
        let name = locale.uppercased()
        return name.isEmpty || name.contains("UTF-8") || name.contains("UTF8")
    }

    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// A line of the conversation; names out of a case may hold what a terminal would obey.
    static func say(_ text: String) {
        let text = text.harmless(unicode: isUTF8)
        try? OutputFile.write(Data("\(text)\n".utf8), to: 2, name: "standard error")
    }
}
