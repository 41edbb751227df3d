#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

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

    /// A line of the conversation.
    static func say(_ text: String) {
        try? OutputFile.write(Data("\(harmless(text))\n".utf8), to: 2, name: "standard error")
    }

    /// Names out of a case can hold what a terminal obeys: that is shown as its code point.
    private static func harmless(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
