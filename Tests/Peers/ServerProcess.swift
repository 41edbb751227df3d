import Foundation
import NIOCore
import NIOPosix

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A real server on loopback that ends with its owner; it is only ever stopped by its own process id.
final class ServerProcess: Sendable {
    /// How one knows that the server takes connections, and on which port.
    enum Readiness {
        /// Its log holds this text and then the port that it chose.
        case announces(String)
        /// Its log holds this text.
        case says(String, port: Int)
        /// This port accepts.
        case accepts(port: Int)
    }

    let port: Int
    private let process: Process
    private let log: URL

    /// Starts the program and waits until it is ready.
    ///
    /// Throws: ``PeerError`` with the server's own words if it does not become ready within 10 s.
    init(_ program: Program, _ arguments: [String], ready: Readiness, in scratch: Scratch) async throws {
        guard let path = program.path else { throw PeerError("\(program.name) is not installed") }
        log = scratch.file("\(program.name)-\(UUID().uuidString).log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = scratch.folder
        // A server that reads commands from a closed input would end at once.
        process.standardInput = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        guard let port = await Self.port(of: process, log: log, ready) else {
            Self.stop(process)
            throw PeerError("\(program.name) did not become ready: \(Self.text(log))")
        }
        self.port = port
    }

    deinit { stop() }

    /// What the server has said so far.
    var words: String { Self.text(log) }

    var processIdentifier: Int32 { process.processIdentifier }

    func stop() { Self.stop(process) }

    /// Ends the process the hard way.
    ///
    /// It inherits the signal mask of the thread that started it, and the threads of a test block SIGTERM.
    /// None of these servers has anything to save. Where it leads a group of its own, its children end with it.
    private static func stop(_ process: Process) {
        guard process.isRunning else { return }
        let number = process.processIdentifier
        kill(getpgid(number) == number ? -number : number, SIGKILL)
        process.waitUntilExit()
    }

    private static func text(_ log: URL) -> String {
        String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
    }

    private static func port(of process: Process, log: URL, _ ready: Readiness) async -> Int? {
        for _ in 0..<500 where process.isRunning {
            switch ready {
            case .announces(let prefix):
                let words = text(log)
                if let found = words.firstRange(of: prefix) {
                    let digits = words[found.upperBound...].prefix(while: \.isNumber)
                    if words[digits.endIndex...].first == "\n", let port = Int(digits) { return port }
                }
            case .says(let needle, let port):
                if text(log).contains(needle) { return port }
            case .accepts(let port):
                if await LoopbackPort.accepts(port) { return port }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }
}

/// Ports of the loopback interface.
enum LoopbackPort {
    /// A port that nobody listens on now; the next caller of the system may still take it.
    static func free() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port
        try await channel.close().get()
        guard let port else { throw PeerError("the system gave no port") }
        return port
    }

    /// Whether somebody takes a connection.
    static func accepts(_ port: Int) async -> Bool {
        let attempt = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port)
        guard let channel = try? await attempt.get() else { return false }
        try? await channel.close().get()
        return true
    }
}
