import ArgumentParser
import CaseReading

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file with a private key.
enum KeyFile {
    /// The most bytes that are read; a key of RSA 16384 has 13 KB.
    static let limit = 64 << 10

    /// Whether others than the owner may read it, which no private key is meant for.
    static func isShared(_ path: String) -> Bool {
        (FileStatus(path: path)?.mode ?? 0) & 0o077 != 0
    }

    /// Reads a file of PEM that an option names.
    static func read(_ path: String, for option: String) throws -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(option) \(path) cannot be read.")
        }
        guard bytes.count <= limit else { throw ValidationError("\(option) \(path) is no PEM file.") }
        return Array(bytes)
    }
}
