import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An executable that may be a probe, with the digest that the report names.
package struct PlugInFile: Sendable, Hashable {
    package let path: String
    /// Lower-case hex.
    package let sha256: String

    /// Files on PATH are taken only with this name.
    package static let prefix = "abm-forensics-probe-"
    /// A probe is a script or a small program.
    package static let maximumBytes = 64 * 1024 * 1024

    package init(path: String) throws(PlugInFault) {
        let manager = FileManager.default
        guard let attributes = try? manager.attributesOfItem(atPath: path) else {
            throw .unusableFile("\(path) is not there or cannot be read")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw .unusableFile("\(path) is no regular file")
        }
        guard manager.isExecutableFile(atPath: path) else {
            throw .unusableFile("\(path) is not executable: chmod +x \(path)")
        }
        if let mode = Self.integer(attributes[.posixPermissions]), mode & 0o002 != 0 {
            throw .unusableFile("\(path) can be written by everybody: chmod o-w \(path)")
        }
        if let size = Self.integer(attributes[.size]), size > Self.maximumBytes {
            throw .unusableFile("\(path) is larger than \(Self.maximumBytes) bytes")
        }
        guard let bytes = manager.contents(atPath: path) else {
            throw .unusableFile("\(path) cannot be read")
        }
        self.path = path
        sha256 = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    /// Candidates in a folder of probes: every executable regular file, by name.
    package static func candidates(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }.filter(isProgram)
    }

    /// Candidates on a search path, by their name; the first of a name wins.
    package static func candidates(onPath searchPath: String) -> [String] {
        var seen: Set<String> = []
        // A relative folder is wherever one stands, which may be somebody else's case.
        return searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.flatMap { folder in
            candidates(in: String(folder)).filter { path in
                guard let name = path.split(separator: "/").last, name.hasPrefix(prefix) else { return false }
                return seen.insert(String(name)).inserted
            }
        }
    }

    /// An attribute as a number: its type differs between the platforms.
    private static func integer(_ value: Any?) -> Int? {
        value as? Int ?? (value as? any BinaryInteger).map { Int(truncatingIfNeeded: $0) }
    }

    private static func isProgram(_ path: String) -> Bool {
        let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
        return type == .typeRegular && FileManager.default.isExecutableFile(atPath: path)
    }
}
