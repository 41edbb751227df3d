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

/// A file that lines are added to, whoever else adds lines to it; or standard output.
final class RecordFile: Sendable {
    private let descriptor: Int32
    private let name: String

    /// Opens or makes a file, for its owner alone: the lines hold addresses of people.
    init(path: String) throws {
        name = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw OutputError.cannotWrite(path) }
    }

    /// Standard output.
    init() {
        name = "standard output"
        descriptor = OutputFile.standardOutput
    }

    deinit { if descriptor != OutputFile.standardOutput { close(descriptor) } }

    func append(_ line: [UInt8]) throws {
        try OutputFile.write(Data(line), to: descriptor, name: name)
    }
}
