import Foundation

extension Program {
    static let tinyproxy = Program("tinyproxy", package: "tinyproxy")
    static let microsocks = Program("microsocks", package: "microsocks")
    static let danted = Program("danted", package: "dante-server")
    static let shell = Program("sh", package: "dash")
    /// The variant of one process.
    static let sslh = Program("sslh-select", package: "sslh")
    static let sniproxy = Program("sniproxy", package: "sniproxy")
}

/// Programs that carry bytes and make no TLS of their own.
extension Gateway {
    static let tinyproxy = tinyproxy("tinyproxy", .none, "")

    /// Answers CONNECT with 403.
    static let tinyproxyDenying = tinyproxy(
        "tinyproxy: denies the port", GatewayEffect(isRefusal: true), "ConnectPort 1")

    /// Answers CONNECT with 407 until somebody logs in.
    static let tinyproxyAsking = tinyproxy(
        "tinyproxy: asks for a login", GatewayEffect(isRefusal: true), "BasicAuth ana example")

    static let microsocks = Gateway(
        name: "microsocks", approach: .socks, effect: .none, needs: [.program(.microsocks)]
    ) { site in
        try await ServerProcess(
            .microsocks, ["-i", "127.0.0.1", "-p", "\(site.port)"], ready: .accepts(port: site.port),
            in: site.scratch)
    }

    static let dante = dante("dante", .none, "pass")

    /// Answers with the code 2: not allowed by the rules.
    static let danteDenying = dante("dante: denies everything", GatewayEffect(isRefusal: true), "block")

    /// Knows TLS by its first bytes; without rules by name it reads no further.
    static let sslh = Gateway(
        name: "sslh", approach: .direct, effect: .none, needs: [.program(.sslh)]
    ) { site in
        let arguments = [
            "--foreground", "--listen", "127.0.0.1:\(site.port)", "--tls", "127.0.0.1:\(site.farPort)",
            "--user",
            NSUserName(),
        ]
        return try await ServerProcess(.sslh, arguments, ready: .accepts(port: site.port), in: site.scratch)
    }

    /// Sends handshake_failure if the ClientHello comes in two records.
    static let sniproxy = Gateway(
        name: "sniproxy", approach: .direct, effect: .none, needs: [.program(.sniproxy)]
    ) { site in
        let text = """
            user \(NSUserName())
            listener 127.0.0.1:\(site.port) {
                protocol tls
                table far
            }
            table far {
                .* 127.0.0.1:\(site.farPort)
            }

            """
        let file = try site.scratch.write(text, to: "sniproxy-\(site.port).conf")
        return try await ServerProcess(
            .sniproxy, ["-f", "-c", file.path], ready: .accepts(port: site.port), in: site.scratch)
    }

    private static func tinyproxy(_ name: String, _ effect: GatewayEffect, _ rule: String) -> Gateway {
        Gateway(name: name, approach: .connect, effect: effect, needs: [.program(.tinyproxy)]) { site in
            let text = """
                Port \(site.port)
                Listen 127.0.0.1
                Timeout 60
                Allow 127.0.0.1
                \(rule)

                """
            let file = try site.scratch.write(text, to: "tinyproxy-\(site.port).conf")
            return try await ServerProcess(
                .tinyproxy, ["-d", "-c", file.path], ready: .accepts(port: site.port), in: site.scratch)
        }
    }

    private static func dante(_ name: String, _ effect: GatewayEffect, _ verdict: String) -> Gateway {
        Gateway(name: name, approach: .socks, effect: effect, needs: [.program(.danted)]) { site in
            let text = """
                logoutput: stderr
                internal: 127.0.0.1 port = \(site.port)
                external: 127.0.0.1
                socksmethod: none
                clientmethod: none
                user.privileged: \(NSUserName())
                user.unprivileged: \(NSUserName())
                client pass { from: 127.0.0.0/8 to: 0/0 }
                socks \(verdict) { from: 0/0 to: 0/0 }

                """
            let file = try site.scratch.write(text, to: "dante-\(site.port).conf")
            // danted closes every file it inherits, and Foundation takes that for its end: a shell stands before it.
            let script = "\"$0\" \"$@\"; exit"
            let arguments = ["-c", script, Program.danted.path ?? "danted", "-N", "1", "-f", file.path]
            return try await ServerProcess(
                .shell, arguments, ready: .accepts(port: site.port), in: site.scratch)
        }
    }
}
