import ForensicsTestKit
import Foundation

/// A server in pure Python that shares no code with any other peer, and knows X25519MLKEM768.
///
/// It is tlslite-ng with kyber-py, both in the Python of the package's `.venv`.
struct TLSLitePeer: Sendable {
    /// An external pre-shared key.
    struct Key: Codable, Sendable {
        var identity: String
        /// Hexadecimal.
        var secret: String
        /// `sha256` or `sha384`.
        var hash = "sha256"
    }

    /// What the server wants; absent leaves the library's default.
    struct Options: Sendable {
        /// The names of the library, the most liked first: `x25519mlkem768`, `x25519`, `secp256r1`.
        var groups: [String]?
        /// `aes128gcm`, `aes256gcm`, `chacha20-poly1305`.
        var ciphers: [String]?
        /// Ways to compress a certificate: `zlib`; empty for none.
        var compression: [String]? = []
        var alpn = ["h2", "http/1.1"]
        var keys: [Key] = []
        /// `psk_dhe_ke`, `psk_ke`.
        var modes: [String]?
        var tickets = 0
    }

    /// What one connection came to, as the server says it.
    struct Agreement: Codable, Sendable {
        var suite: String?
        var group: String?
        var alpn: String?
        var serverName: String?
        /// How the certificate was compressed.
        var compressed: String?
        /// Why nothing was agreed on.
        var error: String?
    }

    private struct Configuration: Codable {
        var certificate: String
        var key: String
        var groups: [String]?
        var ciphers: [String]?
        var compression: [String]?
        var alpn: [String]
        var keys: [Key]
        var modes: [String]?
        var tickets: Int
    }

    /// The Python of the package, absent where it lacks the libraries.
    static let python: Program? = {
        let python = Program("python3", package: "python3-venv", folders: [PackageRoot.file(".venv/bin")])
        let question = ["-c", "import tlslite.api, kyber_py.ml_kem"]
        return (try? python.run(question, in: URL.temporaryDirectory)) == nil ? nil : python
    }()

    private let process: ServerProcess
    var port: Int { process.port }

    static func start(
        _ options: Options = Options(), certificate: PeerCertificates.Server, in scratch: Scratch
    ) async throws -> TLSLitePeer {
        guard let python else { throw PeerError("tlslite-ng and kyber-py are not installed in .venv") }
        let configuration = Configuration(
            certificate: certificate.chain.path, key: certificate.key.path, groups: options.groups,
            ciphers: options.ciphers, compression: options.compression, alpn: options.alpn,
            keys: options.keys,
            modes: options.modes, tickets: options.tickets)
        let file = scratch.file("tlslite-\(UUID().uuidString).json")
        try JSONEncoder().encode(configuration).write(to: file)
        let script = PackageRoot.file("Tests/Peers/TLSLite/tlslite_server.py")
        let process = try await ServerProcess(
            python, [script, file.path], ready: .announces("LISTENING 127.0.0.1:"), in: scratch)
        return TLSLitePeer(process: process)
    }

    func stop() { process.stop() }

    /// What the connections came to so far, in order.
    var agreements: [Agreement] {
        process.words.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Agreement.self, from: Data($0.utf8))
        }
    }
}
