import Foundation
package import Testing

/// A program on PATH that a test needs.
package enum Program {
    /// Its whole path; `nil` where no folder on PATH holds it.
    package static func path(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test by name where a program is missing: "needs openssl".
    package static func needs(program name: String) -> Self {
        .enabled("needs \(name)") { Program.path(name) != nil }
    }

    /// Skips a test by name where a file of the shared data folder is missing.
    package static func needs(sharedFile relative: String) -> Self {
        .enabled("needs shared data \(relative)") { PackageRoot.sharedFile(relative) != nil }
    }
}
