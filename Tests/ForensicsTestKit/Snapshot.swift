import CustomDump
import Foundation
package import Testing

/// Compares a text with the file `Snapshots/NAME` beside the test.
///
/// A missing file is written, and `RECORD_SNAPSHOTS=1` rewrites it; the test fails then, so that no recording passes.
package func expectSnapshot(
    _ text: String, named name: String, beside testFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let folder = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Snapshots")
    let file = folder.appending(path: name)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    if !isRecording, let stored = try? String(contentsOf: file, encoding: .utf8) {
        if stored != text {
            let words = diff(stored, text) ?? "same lines, other bytes"
            Issue.record("\(name) differs from its snapshot:\n\(words)", sourceLocation: sourceLocation)
        }
        return
    }
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        Issue.record("\(name) was recorded; run again to compare", sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, "\(name) could not be recorded", sourceLocation: sourceLocation)
    }
}
