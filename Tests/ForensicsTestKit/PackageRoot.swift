import Foundation

/// Where the package lies, and the test data beside it.
package enum PackageRoot {
    /// The nearest folder above this file that holds a `Package.swift`.
    package static let path: String = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path.count > 1 {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
                return folder.path
            }
            folder.deleteLastPathComponent()
        }
        return FileManager.default.currentDirectoryPath
    }()

    /// A file or folder of the package by its relative path.
    package static func file(_ relative: String) -> String { "\(path)/\(relative)" }

    /// The shared data folder: `ABM_FORENSICS_SHARED_DATA`, else `../shared/data`; `nil` where there is none.
    package static var sharedData: String? {
        let named = ProcessInfo.processInfo.environment["ABM_FORENSICS_SHARED_DATA"]
        let folder =
            named ?? URL(filePath: path).deletingLastPathComponent().appending(path: "shared/data").path
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }

    /// A file of the shared data folder; `nil` where it is not there.
    package static func sharedFile(_ relative: String) -> String? {
        sharedData.map { "\($0)/\(relative)" }.flatMap {
            FileManager.default.fileExists(atPath: $0) ? $0 : nil
        }
    }

    /// Every file with this ending under a relative folder, as relative paths in order; hidden folders are left out.
    package static func files(under relative: String, ending: String = ".swift") -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: file(relative))) ?? []
        return
            names
            .filter { $0.hasSuffix(ending) && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            .map { "\(relative)/\($0)" }.sorted()
    }

    /// The names of the folders directly under a relative folder, in order.
    package static func folders(under relative: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: file(relative))) ?? []
        return names.sorted().filter { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file("\(relative)/\(name)"))
            return attributes?[.type] as? FileAttributeType == .typeDirectory && !name.hasPrefix(".")
        }
    }
}
