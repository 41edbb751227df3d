import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Starts plug-ins, with a deadline, a limit on what they print and an environment that holds nothing of ours.
package struct PlugInHost: Sendable {
    /// Bytes of standard output that one call may print.
    package static let outputLimit = 8 * 1024 * 1024
    /// Bytes of standard error that one call may print.
    package static let errorLimit = 64 * 1024
    /// Seconds that `describe` may take.
    package static let describeDeadline = 5.0

    private let outputLimit: Int
    private let describeDeadline: Double

    package init(outputLimit: Int = Self.outputLimit, describeDeadline: Double = Self.describeDeadline) {
        self.outputLimit = outputLimit
        self.describeDeadline = describeDeadline
    }

    package func describe(_ file: PlugInFile) async throws(PlugInFault) -> PlugInDescription {
        let bytes = try await call(file, "describe", input: [], seconds: describeDeadline)
        return try PlugInDescription(json: bytes)
    }

    /// The NDJSON that one run prints.
    package func run(_ file: PlugInFile, _ request: PlugInRequest) async throws(PlugInFault) -> [UInt8] {
        try await call(file, "run", input: request.json, seconds: request.deadlineSeconds)
    }

    private func call(
        _ file: PlugInFile, _ verb: String, input: [UInt8], seconds: Double
    ) async throws(PlugInFault) -> [UInt8] {
        let outcome = await withTaskGroup(of: Result<[UInt8], PlugInFault>?.self) { group in
            group.addTask { [outputLimit] in await Self.start(file, verb, input, outputLimit) }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            // The first to end decides; cancelling the other tears the process down.
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .failure(.tooSlow(seconds: seconds))
        }
        return try outcome.get()
    }

    private static func start(
        _ file: PlugInFile, _ verb: String, _ bytes: [UInt8], _ outputLimit: Int
    ) async -> Result<[UInt8], PlugInFault> {
        var options = PlatformOptions()
        // A group of its own, ended whole: a script's children hold its output open and would outlive it.
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
        ]
        do {
            let input = try PlugInInput(bytes).descriptor
            let result = try await Subprocess.run(
                .path(FilePath(file.path)), arguments: [verb],
                environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]),
                platformOptions: options, input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .bytes(limit: outputLimit),
                error: .string(limit: errorLimit))
            switch result.terminationStatus {
            case .exited(0): return .success(result.standardOutput)
            case .exited(let status):
                let said = result.standardError.prefix(200).replacing("\n", with: " ")
                return .failure(.failed(status: Int(status), said: said.description))
            case .signaled(let signal): return .failure(.killed(signal: Int(signal)))
            }
        } catch let error as SubprocessError {
            if error.code == .outputLimitExceeded { return .failure(.tooLong(limit: outputLimit)) }
            return .failure(.couldNotStart(error.description))
        } catch {
            return .failure(.couldNotStart("\(error)"))
        }
    }
}
