import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folders of `--probe-dir`: one that is not there would otherwise look like one without plug-ins.
enum ProbeFolders {
    static func check(_ folders: [String]) throws {
        for folder in folders where (try? FileManager.default.contentsOfDirectory(atPath: folder)) == nil {
            throw ValidationError("--probe-dir \(folder) is no folder that can be read.")
        }
    }
}
