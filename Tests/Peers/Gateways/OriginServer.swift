import Foundation

/// The far end: nginx with TLS 1.2 and 1.3, h2, an OCSP staple, and a note of who asked how.
struct OriginServer: Sendable {
    /// How a request arrived.
    struct Visit: Sendable, Hashable, CustomStringConvertible {
        /// Absent where no server name was sent.
        var serverName: String?
        var version: String
        /// Absent where no protocol was agreed on.
        var alpn: String?

        var description: String { "\(serverName ?? "-") \(version) \(alpn ?? "-")" }

        fileprivate init?(_ line: Substring) {
            let words = line.split(separator: " ")
            guard words.count == 3 else { return nil }
            serverName = words[0] == "-" ? nil : String(words[0])
            version = String(words[1])
            alpn = words[2] == "-" ? nil : String(words[2])
        }

        init(_ serverName: String?, _ version: String, _ alpn: String?) {
            (self.serverName, self.version, self.alpn) = (serverName, version, alpn)
        }
    }

    static let host = "mdmenrollment.apple.com"

    let authority: PrivateAuthority
    let host: String
    private let process: ServerProcess
    private let log: URL

    var port: Int { process.port }

    static func start(as host: String = host, in scratch: Scratch) async throws -> OriginServer {
        let authority = try PrivateAuthority(.origin, in: scratch)
        let files = try authority.files(for: host)
        let staple = try authority.staple(for: files)
        let log = scratch.file("origin-visits.log")
        let process = try await Gateway.onFreePort { port in
            let text = """
                \(NginxText.head(scratch, port))
                http {
                    log_format visit '$ssl_server_name $ssl_protocol $ssl_alpn_protocol';
                    access_log \(log.path) visit;
                    \(NginxText.folders(scratch))
                    server {
                        listen 127.0.0.1:\(port) ssl http2;
                        ssl_certificate \(files.certificate.path);
                        ssl_certificate_key \(files.key.path);
                        ssl_protocols TLSv1.2 TLSv1.3;
                        ssl_stapling on;
                        ssl_stapling_file \(staple.path);
                        location / { return 200 "origin\\n"; }
                    }
                }

                """
            return try await NginxText.start(text, port, scratch)
        }
        return OriginServer(authority: authority, host: host, process: process, log: log)
    }

    func stop() { process.stop() }

    /// The requests so far, in order.
    var visits: [Visit] {
        let text = (try? Data(contentsOf: log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").compactMap(Visit.init)
    }
}

/// What every configuration of nginx here begins with.
enum NginxText {
    static func head(_ scratch: Scratch, _ port: Int) -> String {
        """
        daemon off;
        master_process off;
        pid \(scratch.file("nginx-\(port).pid").path);
        error_log stderr;
        events { worker_connections 256; }
        """
    }

    /// Folders of its own, so that it needs none of the system's.
    static func folders(_ scratch: Scratch) -> String {
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(scratch.file($0).path);" }.joined(separator: "\n    ")
    }

    static func start(_ text: String, _ port: Int, _ scratch: Scratch) async throws -> ServerProcess {
        let file = try scratch.write(text, to: "nginx-\(port).conf")
        return try await ServerProcess(
            .nginx, ["-p", scratch.folder.path, "-c", file.path], ready: .accepts(port: port), in: scratch)
    }
}
