import CaseReading
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A progress bar that counts the bytes of files, a step a mebibyte.
final class ByteProgress: Sendable {
    private static let step = 1 << 20

    private let bar: ProgressBar
    private let whole: Int
    private let done = Mutex(0)

    init(_ inputs: [FleetInput], isQuiet: Bool) {
        whole = inputs.reduce(0) { sum, input in
            let size = try? FileManager.default.attributesOfItem(atPath: input.path)[.size] as? Int
            return sum + (size ?? 0)
        }
        bar = ProgressBar("Reading", total: whole / Self.step, isQuiet: isQuiet)
    }

    /// Counts bytes as read.
    func add(_ bytes: Int) {
        let steps = done.withLock { done in
            let before = done / Self.step
            done += bytes
            return done / Self.step - before
        }
        for _ in 0..<max(0, steps) { bar.advance("MB") }
    }

    func finish() { bar.finish() }
}
