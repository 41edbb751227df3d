import Foundation
import Testing

/// Compares a text with a committed file under `Snapshots`.
///
/// With `RECORD_SNAPSHOTS` set the file is written and the test fails, so that a recording never passes silently.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Snapshots")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
        do { try Data(text.utf8).write(to: file) } catch {
            Issue.record("cannot write \(name): \(error)", sourceLocation: sourceLocation)
        }
        Issue.record("recorded \(name); run again without RECORD_SNAPSHOTS", sourceLocation: sourceLocation)
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record("no snapshot \(name); run with RECORD_SNAPSHOTS=1", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard text != expected else { return }
    let lines = zip(
        text.split(separator: "\n", omittingEmptySubsequences: false),
        expected.split(separator: "\n", omittingEmptySubsequences: false))
    let first = lines.enumerated().first { $0.element.0 != $0.element.1 }
    let difference = first.map {
        "line \($0.offset + 1):\n  is       \($0.element.0)\n  expected \($0.element.1)"
    }
    Issue.record("\(name) differs, \(difference ?? "in its length")", sourceLocation: sourceLocation)
}
