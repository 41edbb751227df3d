import Foundation

/// An nginx at the end of a network, which serves many connections at a time and any name.
struct NamespaceServer {
    static let port = 4433

    let process: ServerProcess
    let scratch: Scratch

    static func start(
        in network: HopNetwork, with certificates: PeerCertificates
    ) async throws -> NamespaceServer {
        let scratch = certificates.scratch
        let files = try certificates.server(.ecdsa)
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(scratch.file($0).path);" }.joined(separator: "\n    ")
        let text = """
            daemon off;
            master_process off;
            pid \(scratch.file("nginx.pid").path);
            error_log stderr notice;
            events { worker_connections 256; }
            http {
                access_log off;
                \(folders)
                server {
                    listen \(network.serverAddress):\(port) ssl http2;
                    ssl_certificate \(files.chain.path);
                    ssl_certificate_key \(files.key.path);
                    ssl_protocols TLSv1.2 TLSv1.3;
                }
            }

            """
        let file = try scratch.write(text, to: "nginx.conf")
        guard let nginx = Program.nginx.path else { throw PeerError("nginx is not installed") }
        let process = try await ServerProcess(
            .ip,
            ["netns", "exec", network.serverNamespace, nginx, "-p", scratch.folder.path, "-c", file.path],
            ready: .says("using the \"epoll\" event method", port: port), in: scratch)
        return NamespaceServer(process: process, scratch: scratch)
    }
}
