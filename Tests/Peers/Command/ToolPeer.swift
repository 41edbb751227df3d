import ForensicsTestKit
import Foundation

extension Program {
    /// The built binary, to be started as a peer.
    static let tool = Program(
        URL(filePath: Tool.path).lastPathComponent, package: "abm-forensics",
        folders: [URL(filePath: Tool.path).deletingLastPathComponent().path])
}

extension ServerProcess {
    /// `abm-forensics reflect` with a certificate.
    static func reflector(
        _ files: PeerCertificates.Server, in scratch: Scratch
    ) async throws -> ServerProcess {
        try await ServerProcess(
            .tool,
            [
                "reflect", "--listen", "127.0.0.1:0", "--certificate", files.chain.path, "--key",
                files.key.path, "--record", scratch.file("hellos.ndjson").path,
            ], ready: .announces("listening on 127.0.0.1:"), in: scratch)
    }
}
