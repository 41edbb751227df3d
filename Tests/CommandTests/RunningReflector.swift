import ForensicsTestKit
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `abm-forensics reflect` with a certificate of its own making: a TLS 1.3 server for tests of `path`.
final class RunningReflector: Sendable {
    let port: Int
    private let folder: TemporaryFolder
    private let process: Process

    static func start() async throws -> RunningReflector {
        let folder = try TemporaryFolder()
        let log = URL(filePath: try folder.write("log", ""))
        let process = Process()
        process.executableURL = URL(filePath: Tool.path)
        process.arguments = ["reflect", "--listen", "127.0.0.1:0", "--name", "mdm.example"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        for _ in 0..<1_500 where process.isRunning {
            let words = try String(contentsOf: log, encoding: .utf8)
            if let found = words.firstRange(of: "listening on 127.0.0.1:"), words.contains("sha256:"),
                let port = Int(words[found.upperBound...].prefix(while: \.isNumber))
            {
                return RunningReflector(port, folder, process)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process.processIdentifier, SIGKILL)
        throw Tool.Failure(description: try String(contentsOf: log, encoding: .utf8))
    }

    private init(_ port: Int, _ folder: TemporaryFolder, _ process: Process) {
        self.port = port
        self.folder = folder
        self.process = process
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
