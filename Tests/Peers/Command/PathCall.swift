import ForensicsTestKit
import Foundation
import OpenFormats

/// One call of `abm-forensics path`, in a process of its own, against peers on loopback.
struct PathCall: Sendable {
    let outcome: Tool.Outcome
    let report: JSONReport

    /// Calls it for its JSON report.
    ///
    /// Throws: what stood on standard error if there was no report.
    init(
        _ port: Int, as host: String = PeerCertificates.host, _ options: [String],
        environment: [String: String] = [:]
    ) async throws {
        outcome = try await Tool.run(
            program: Tool.path, Self.arguments(port, host, options + ["--format", "json"]),
            environment: environment)
        guard !outcome.stdout.isEmpty else { throw PeerError(outcome.stderr) }
        report = try JSONReport(outcome.stdout)
    }

    /// The arguments of a call that dials loopback in a host's name, with short waits.
    static func arguments(_ port: Int, _ host: String, _ options: [String]) -> [String] {
        ["path", host, "--connect", "127.0.0.1:\(port)", "--timeout", "20", "--stall", "10"] + options
    }

    /// The plain handshake of a path.
    func handshake(_ path: Int = 0) -> JSONValue? { report["paths.\(path).handshake"] }

    /// The trials of a path, of one variant.
    func trials(_ variant: String, _ path: Int = 0) -> [JSONValue] {
        report["paths.\(path).trials"].items.filter { $0[path: "trial.variant"]?.string == variant }
    }

    /// Whether each of the trials took the key.
    func taken(_ variant: String, _ path: Int = 0) -> [Bool] {
        trials(variant, path).map { $0[path: "psk.accepted"]?.bool == true }
    }
}

extension ServerProcess {
    /// `openssl s_server` with a certificate.
    static func openssl(
        _ files: PeerCertificates.Server, _ arguments: String..., in scratch: Scratch
    ) async throws -> ServerProcess {
        try await ServerProcess(
            .openssl,
            ["s_server", "-accept", "127.0.0.1:0", "-cert", files.leaf.path, "-key", files.key.path]
                + arguments, ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
    }
}
