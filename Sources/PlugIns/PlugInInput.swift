#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// What a plug-in may read from its standard input, or leave: a nameless file.
///
/// A pipe would not do: writing to one whose reader is gone ends the writer with SIGPIPE.
struct PlugInInput {
    /// At the first byte; whoever takes it closes it.
    let descriptor: FileDescriptor

    init(_ bytes: [UInt8]) throws {
        let path = FileManager.default.temporaryDirectory.path + "/abm-forensics-\(UUID().uuidString)"
        descriptor = try FileDescriptor.open(
            FilePath(path), .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        try? FileManager.default.removeItem(atPath: path)
        do {
            try descriptor.writeAll(bytes)
            try descriptor.seek(offset: 0, from: .start)
        } catch {
            try? descriptor.close()
            throw error
        }
    }
}
