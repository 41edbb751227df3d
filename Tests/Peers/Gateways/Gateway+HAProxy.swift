import Foundation

extension Program {
    static let haproxy = Program("haproxy", package: "haproxy")
}

/// haproxy 2.6, which passes on, ends TLS, or waits.
extension Gateway {
    static let haproxyPassing = haproxy("haproxy: pass by name", .none) { site in
        """
        frontend near
            mode tcp
            bind 127.0.0.1:\(site.port)
            tcp-request inspect-delay 5s
            tcp-request content accept if { req.ssl_hello_type 1 }
            use_backend far if { req.ssl_sni -m found }
        backend far
            mode tcp
            server far 127.0.0.1:\(site.farPort)
        """
    }

    /// Speaks HTTP on both sides, with another server name to the far end.
    static let haproxyRenaming = haproxy(
        "haproxy: end TLS, rename, http/1.1",
        GatewayEffect(
            issuer: PrivateAuthority.Subject.cloudflare.commonName, hasStaple: false,
            serverName: .replaced("gateway.zscaler.net")),
        .cloudflare
    ) { site in
        """
        frontend near
            mode http
            bind 127.0.0.1:\(site.port) ssl crt \(try site.own.both.path) alpn h2,http/1.1
            default_backend far
        backend far
            mode http
            server far 127.0.0.1:\(site.farPort) ssl verify none sni str(gateway.zscaler.net) alpn http/1.1
        """
    }

    static let haproxyMaximum12 = haproxyDowngrading("ssl-max-ver TLSv1.2")
    static let haproxyForced12 = haproxyDowngrading("force-tlsv12")

    /// Takes the ClientHello and says nothing for a while, then closes.
    static func haproxyStalling(_ delay: Duration) -> Gateway {
        haproxyWaiting(
            "haproxy: silence, then the end", GatewayEffect(delay: delay, isRefusal: true),
            "reject if WAIT_END")
    }

    /// Takes the ClientHello and passes it on after a while.
    static func haproxySlow(_ delay: Duration) -> Gateway {
        haproxyWaiting("haproxy: silence, then passed on", GatewayEffect(delay: delay), "accept if WAIT_END")
    }

    private static func haproxyDowngrading(_ option: String) -> Gateway {
        haproxy(
            "haproxy: end TLS, \(option)",
            GatewayEffect(
                issuer: PrivateAuthority.Subject.fortinet.commonName, version: "TLSv1.2", alpn: nil,
                hasStaple: false, farVersion: "TLSv1.2", farALPN: nil),
            .fortinet
        ) { site in
            """
            frontend near
                mode tcp
                bind 127.0.0.1:\(site.port) ssl crt \(try site.own.both.path) \(option)
                default_backend far
            backend far
                mode tcp
                server far 127.0.0.1:\(site.farPort) ssl verify none sni ssl_fc_sni \(option)
            """
        }
    }

    private static func haproxyWaiting(_ name: String, _ effect: GatewayEffect, _ rule: String) -> Gateway {
        let milliseconds = Int(effect.delay / .milliseconds(1))
        return haproxy(name, effect) { site in
            """
            frontend near
                mode tcp
                bind 127.0.0.1:\(site.port)
                tcp-request inspect-delay \(milliseconds)ms
                tcp-request content \(rule)
                default_backend far
            backend far
                mode tcp
                server far 127.0.0.1:\(site.farPort)
            """
        }
    }

    private static func haproxy(
        _ name: String, _ effect: GatewayEffect, _ subject: PrivateAuthority.Subject = .company,
        _ sections: @escaping @Sendable (Site) throws -> String
    ) -> Gateway {
        Gateway(
            name: name, approach: .direct, effect: effect, needs: [.program(.haproxy)], subject: subject
        ) { site in
            let text = """
                global
                    maxconn 256
                    nbthread 1
                defaults
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                \(try sections(site))

                """
            let file = try site.scratch.write(text, to: "haproxy-\(site.port).cfg")
            return try await ServerProcess(
                .haproxy, ["-db", "-f", file.path], ready: .accepts(port: site.port), in: site.scratch)
        }
    }
}

extension Gateway.Site {
    /// The certificate that a gateway shows which signs nothing by itself.
    var own: PrivateAuthority.Files {
        get throws { try authority.files(for: host) }
    }
}
