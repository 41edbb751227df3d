import Foundation

extension Program {
    static let curl = Program("curl", package: "curl")
}

/// A client of another maker, which says how a handshake through a gateway looks.
struct GatewayClient: Sendable {
    /// What it saw.
    struct Sight: Sendable, Hashable {
        /// The issuer of the leaf, as openssl prints it, absent where no certificate came.
        var issuer: String?
        var version: String?
        var alpn: String?
        /// Absent where the client does not tell.
        var hasStaple: Bool?
        /// Whether the far end's words came back.
        var isAnswered = false
    }

    let running: RunningGateway
    /// The root of the far end.
    let anchor: URL

    /// Makes a handshake and asks for `/`.
    func look(alpn: String, in scratch: Scratch) async throws -> Sight {
        running.gateway.approach == .socks
            ? try curl(in: scratch) : try await openssl(alpn, in: scratch)
    }

    /// openssl, which speaks to CONNECT proxies but knows no SOCKS.
    private func openssl(_ alpn: String, in scratch: Scratch) async throws -> Sight {
        let proxy = ["-proxy", "127.0.0.1:\(running.port)", "-connect", "127.0.0.1:\(running.site.farPort)"]
        let way = running.proxy == nil ? ["-connect", "127.0.0.1:\(running.port)"] : proxy
        let request =
            "GET / HTTP/1.1\r\nHost: \(running.site.host):\(running.site.farPort)\r\nConnection: close\r\n\r\n"
        let words = try Program.openssl.words(
            ["s_client"] + way + ["-servername", running.site.host, "-alpn", alpn, "-status", "-ign_eof"],
            saying: request, in: scratch)
        var sight = Sight()
        if words.contains("OCSP response:") { sight.hasStaple = false }
        for line in words.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("issuer=") { sight.issuer = String(line.dropFirst(7)) }
            if line.hasPrefix("New, TLSv") { sight.version = String(line.dropFirst(5).prefix(7)) }
            if line.hasPrefix("ALPN protocol: ") { sight.alpn = String(line.dropFirst(15)) }
            if line.contains("OCSP Response Status: successful") { sight.hasStaple = true }
            if line == "origin" { sight.isAnswered = true }
        }
        return sight
    }

    /// curl, which knows SOCKS but prints no staple.
    private func curl(in scratch: Scratch) throws -> Sight {
        let site = running.site
        let words = try Program.curl.words(
            [
                "--silent", "--verbose", "--cacert", anchor.path, "--max-time", "5",
                "--socks5",
                "127.0.0.1:\(running.port)", "--connect-to", "\(site.host):443:127.0.0.1:\(site.farPort)",
                "https://\(site.host)/",
            ], in: scratch)
        var sight = Sight()
        for line in words.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("*  issuer: ") { sight.issuer = String(line.dropFirst(11)) }
            if line.hasPrefix("* SSL connection using ") {
                sight.version = String(line.dropFirst(23).prefix(7))
            }
            if line.hasPrefix("* ALPN: server accepted ") { sight.alpn = String(line.dropFirst(24)) }
            if line == "origin" { sight.isAnswered = true }
        }
        return sight
    }
}

extension Program {
    /// Runs it to its end, whatever the end is, and gives what it said.
    func words(_ arguments: [String], saying text: String = "", in scratch: Scratch) throws -> String {
        guard let path else { throw PeerError("\(name) is not installed") }
        let log = scratch.file("\(name)-\(UUID().uuidString).log")
        let question = try scratch.write(text, to: "\(name)-\(UUID().uuidString).txt")
        try Data().write(to: log)
        let (input, output) = (try FileHandle(forReadingFrom: question), try FileHandle(forWritingTo: log))
        defer {
            try? input.close()
            try? output.close()
        }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = scratch.folder
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: log), as: UTF8.self)
    }
}
