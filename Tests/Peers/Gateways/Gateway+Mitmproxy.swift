import ForensicsTestKit
import Foundation

extension Program {
    static let mitmdump = Program(
        "mitmdump", package: "mitmproxy", folders: [PackageRoot.file(".venv/bin")])
}

/// mitmproxy, which signs with a root that it makes at its start.
extension Gateway {
    static let mitmproxyRegular = mitmproxy("mitmproxy: regular", inspected { _ in }, [])

    static let mitmproxy12 = mitmproxy(
        "mitmproxy: TLS 1.2",
        inspected {
            $0.version = "TLSv1.2"
            $0.farVersion = "TLSv1.2"
        }, ["--set", "tls_version_client_max=TLS1_2", "--set", "tls_version_server_max=TLS1_2"])

    static let mitmproxyHTTP1 = mitmproxy(
        "mitmproxy: no h2", inspected { $0.alpn = "http/1.1" }, ["--set", "http2=false"])

    static let mitmproxyIgnoring = mitmproxy("mitmproxy: ignore every host", .none, ["--ignore-hosts", ".*"])

    static let mitmproxyReverse = mitmproxy(
        "mitmproxy: reverse", approach: .direct, inspected { $0.serverName = .dropped }
    ) { ["--mode", "reverse:https://127.0.0.1:\($0.farPort)"] }

    private static func inspected(_ change: (inout GatewayEffect) -> Void) -> GatewayEffect {
        var effect = GatewayEffect(issuer: "mitmproxy", hasStaple: false)
        change(&effect)
        return effect
    }

    private static func mitmproxy(
        _ name: String, _ effect: GatewayEffect, _ arguments: [String]
    ) -> Gateway {
        mitmproxy(name, approach: .connect, effect) { _ in arguments }
    }

    private static func mitmproxy(
        _ name: String, approach: Approach, _ effect: GatewayEffect,
        _ arguments: @escaping @Sendable (Site) -> [String]
    ) -> Gateway {
        Gateway(name: name, approach: approach, effect: effect, needs: [.program(.mitmdump)]) { site in
            let common = [
                "--listen-host", "127.0.0.1", "--listen-port", "\(site.port)", "--ssl-insecure", "--quiet",
                "--set",
                "confdir=\(site.scratch.file("mitmproxy").path)",
            ]
            return try await ServerProcess(
                .mitmdump, common + arguments(site), ready: .accepts(port: site.port), in: site.scratch)
        }
    }
}
