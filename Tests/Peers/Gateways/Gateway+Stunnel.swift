import Foundation

extension Program {
    static let stunnel = Program("stunnel", package: "stunnel4")
}

extension Gateway {
    /// stunnel 5: one service ends TLS and hands over to another that begins it anew.
    static let stunnel = Gateway(
        name: "stunnel: end and begin anew", approach: .direct,
        effect: GatewayEffect(
            issuer: PrivateAuthority.Subject.umbrella.commonName, alpn: nil, hasStaple: false, farALPN: nil),
        needs: [.program(.stunnel)], subject: .umbrella
    ) { site in
        let between = try await LoopbackPort.free()
        let text = """
            foreground = yes
            pid =
            syslog = no
            [near]
            accept = 127.0.0.1:\(site.port)
            cert = \(try site.own.both.path)
            connect = 127.0.0.1:\(between)
            [far]
            client = yes
            accept = 127.0.0.1:\(between)
            connect = 127.0.0.1:\(site.farPort)
            sni = \(site.host)

            """
        let file = try site.scratch.write(text, to: "stunnel-\(site.port).conf")
        return try await ServerProcess(
            .stunnel, [file.path], ready: .accepts(port: site.port), in: site.scratch)
    }
}
