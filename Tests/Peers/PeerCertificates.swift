import Foundation

/// A root, an intermediate and server certificates, made by the openssl program.
struct PeerCertificates: Sendable {
    /// What kind of key a server has.
    enum Key: String, Sendable, CaseIterable {
        case ecdsa, rsa, rsaPSS, ed25519

        fileprivate var generation: [String] {
            switch self {
            case .ecdsa: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
            case .rsa: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
            case .rsaPSS: ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"]
            case .ed25519: ["-algorithm", "ED25519"]
            }
        }
    }

    /// The files of one server.
    struct Server: Sendable {
        var key: URL
        /// The leaf alone.
        var leaf: URL
        /// The leaf and the intermediate.
        var chain: URL
    }

    static let host = "mdm.example.test"

    let scratch: Scratch
    var root: URL { scratch.file("root.pem") }
    var intermediate: URL { scratch.file("middle.pem") }

    init(in scratch: Scratch) throws {
        self.scratch = scratch
        try key("root", .ecdsa)
        try key("middle", .ecdsa)
        let authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
        try scratch.write(authority, to: "authority.cnf")
        try request("root", subject: "/O=Example Trust/CN=Example Root")
        try Program.openssl.run(
            [
                "x509", "-req", "-in", "root.csr", "-key", "root.key", "-days", "3650", "-extfile",
                "authority.cnf",
                "-out", "root.pem",
            ], in: scratch.folder)
        try request("middle", subject: "/O=Example Trust/CN=Example Issuing CA 1")
        try sign("middle", by: "root", extensions: "authority.cnf")
    }

    /// A certificate for ``host``, `*.example.test` and 127.0.0.1.
    func server(_ kind: Key) throws -> Server {
        let name = "server-\(kind.rawValue)"
        try key(name, kind)
        try scratch.write(
            """
            basicConstraints=CA:FALSE
            extendedKeyUsage=serverAuth
            subjectAltName=DNS:\(Self.host),DNS:*.devices.example.test,IP:127.0.0.1

            """, to: "\(name).cnf")
        try request(name, subject: "/O=Example Devices/CN=\(Self.host)")
        try sign(name, by: "middle", extensions: "\(name).cnf")
        let leaf = try scratch.bytes("\(name).pem")
        let chain = leaf + (try scratch.bytes("middle.pem"))
        try Data(chain).write(to: scratch.file("\(name)-chain.pem"))
        return Server(
            key: scratch.file("\(name).key"), leaf: scratch.file("\(name).pem"),
            chain: scratch.file("\(name)-chain.pem"))
    }

    /// One field as openssl prints it, such as `-serial`, without what stands before the `=`.
    func field(_ option: String..., of certificate: URL) throws -> String {
        let output = try Program.openssl.run(
            ["x509", "-noout", "-in", certificate.path] + option, in: scratch.folder)
        let line = output.split(separator: "\n").first ?? ""
        return String(line.drop { $0 != "=" }.dropFirst())
    }

    func key(_ name: String, _ kind: Key) throws {
        try Program.openssl.run(["genpkey", "-out", "\(name).key"] + kind.generation, in: scratch.folder)
    }

    func request(_ name: String, subject: String) throws {
        try Program.openssl.run(
            ["req", "-new", "-key", "\(name).key", "-subj", subject, "-out", "\(name).csr"],
            in: scratch.folder)
    }

    func sign(_ name: String, by issuer: String, extensions: String) throws {
        try Program.openssl.run(
            [
                "x509", "-req", "-in", "\(name).csr", "-CA", "\(issuer).pem", "-CAkey", "\(issuer).key",
                "-CAcreateserial", "-days", "300", "-sha256", "-extfile", extensions, "-out", "\(name).pem",
            ],
            in: scratch.folder)
    }
}
