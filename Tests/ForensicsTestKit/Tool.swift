import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The built binary, run as a person would run it: in its own process, its environment spelt out.
package enum Tool {
    /// What one run left behind.
    package struct Outcome: Sendable {
        package let exitCode: Int32
        package let stdout: String
        package let stderr: String
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// `ABM_FORENSICS_BINARY`, else the binary beside the test bundle.
    package static let path: String = {
        if let named = ProcessInfo.processInfo.environment["ABM_FORENSICS_BINARY"] { return named }
        let arguments = CommandLine.arguments
        // On macOS a helper of the toolchain opens the bundle that this option names.
        let named = arguments.firstIndex(of: "--test-bundle-path").flatMap {
            arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
        }
        var folder = URL(filePath: named ?? arguments.first ?? "").deletingLastPathComponent()
        while folder.path.count > 1, named != nil {
            if FileManager.default.isExecutableFile(atPath: folder.appending(path: "abm-forensics").path) {
                break
            }
            folder.deleteLastPathComponent()
        }
        return folder.appending(path: "abm-forensics").path
    }()

    /// What every run sees, and nothing else.
    package static let environment = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "HOME": ProcessInfo.processInfo.environment["HOME"] ?? "/", "LC_ALL": "C.UTF-8",
    ]

    /// Runs the tool.
    ///
    /// - Parameter deadline: in seconds; a debug build takes some for a large case on a busy machine.
    package static func run(
        _ arguments: String..., environment more: [String: String] = [:], in folder: String? = nil,
        deadline: Int = 180
    ) async throws -> Outcome {
        try await run(program: path, arguments, environment: more, in: folder, deadline: deadline)
    }

    /// Runs any program under the same rules.
    package static func run(
        program: String, _ arguments: [String], environment more: [String: String] = [:],
        in folder: String? = nil, deadline: Int = 180
    ) async throws -> Outcome {
        try await Turnstile.shared.pass {
            try await RunningProgram(program, arguments, environment.merging(more) { $1 }, in: folder)
                .outcome(deadline: deadline)
        }
    }
}

/// One started program; its output goes to files, which never fill up as pipes do.
private struct RunningProgram: Sendable {
    private let identifier: Int32
    private let outputs: (stdout: URL, stderr: URL)
    private let status: AsyncStream<Int32>

    init(
        _ program: String, _ arguments: [String], _ environment: [String: String], in folder: String?
    ) throws {
        let stem = FileManager.default.temporaryDirectory.appending(path: "abm-run-\(UUID().uuidString)").path
        outputs = (URL(filePath: "\(stem).stdout"), URL(filePath: "\(stem).stderr"))
        try Data().write(to: outputs.stdout)
        try Data().write(to: outputs.stderr)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = environment
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputs.stdout)
        process.standardError = try FileHandle(forWritingTo: outputs.stderr)
        let (stream, ending) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { ended in
            // A signal shows as a shell would show it, so that no crash passes for an exit code.
            let isSignal = ended.terminationReason == .uncaughtSignal
            ending.yield(isSignal ? 128 + ended.terminationStatus : ended.terminationStatus)
            ending.finish()
        }
        status = stream
        try process.run()
        identifier = process.processIdentifier
    }

    func outcome(deadline: Int) async throws -> Tool.Outcome {
        let identifier = identifier
        let isLate = Mutex(false)
        let watch = Task {
            try await Task.sleep(for: .seconds(deadline))
            isLate.withLock { $0 = true }
            kill(identifier, SIGKILL)
        }
        defer {
            watch.cancel()
            try? FileManager.default.removeItem(at: outputs.stdout)
            try? FileManager.default.removeItem(at: outputs.stderr)
        }
        var code: Int32 = -1
        for await ended in status { code = ended }
        guard !isLate.withLock({ $0 }) else {
            throw Tool.Failure(description: "not done after \(deadline) s")
        }
        return Tool.Outcome(
            exitCode: code, stdout: try String(contentsOf: outputs.stdout, encoding: .utf8),
            stderr: try String(contentsOf: outputs.stderr, encoding: .utf8))
    }
}

/// Lets as many runs go at once as there are cores, so that a deadline measures the run and not the queue.
private actor Turnstile {
    static let shared = Turnstile()

    private var free = max(1, ProcessInfo.processInfo.activeProcessorCount)
    private var waiting: [CheckedContinuation<Void, Never>] = []

    nonisolated func pass<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        await enter()
        do {
            let result = try await work()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
