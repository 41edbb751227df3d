import Foundation

/// nginx 1.22, as an HTTP proxy and as a switch by name.
extension Gateway {
    /// With nothing said about TLS to the far end, it sends no server name and TLS 1.2.
    static let nginxDefaults = nginx(
        "nginx: http proxy, defaults", proxied(.dropped), .company, "")

    static let nginxRenaming = nginx(
        "nginx: http proxy, another server name", proxied(.replaced("gateway.zscaler.net")), .zscaler,
        "proxy_ssl_name gateway.zscaler.net; proxy_ssl_server_name on;")

    /// The same towards the far end, behind TLS 1.3 on this side.
    static let nginxHidingDefaults = nginx(
        "nginx: http proxy, TLS 1.3 on this side", proxied(.dropped, version: "TLSv1.3"), .company, "",
        versions: "TLSv1.2 TLSv1.3")

    static let nginxHidingRenaming = nginx(
        "nginx: http proxy, TLS 1.3 on this side, another server name",
        proxied(.replaced("gateway.zscaler.net"), version: "TLSv1.3"), .zscaler,
        "proxy_ssl_name gateway.zscaler.net; proxy_ssl_server_name on;", versions: "TLSv1.2 TLSv1.3")

    static let nginxPassing = Gateway(
        name: "nginx: pass by name", approach: .direct, effect: .none,
        needs: [.program(.nginx), .file(streamModule, "nginx's stream module (libnginx-mod-stream)")]
    ) { site in
        let text = """
            load_module \(streamModule ?? "");
            \(NginxText.head(site.scratch, site.port))
            stream {
                map $ssl_preread_server_name $far { default 127.0.0.1:\(site.farPort); }
                server {
                    listen 127.0.0.1:\(site.port);
                    ssl_preread on;
                    proxy_pass $far;
                }
            }

            """
        return try await NginxText.start(text, site.port, site.scratch)
    }

    /// Where the module is, absent where it is not installed.
    private static let streamModule = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules"]
        .map { "\($0)/ngx_stream_module.so" }
        .first(where: FileManager.default.fileExists(atPath:))

    private static func proxied(
        _ serverName: GatewayEffect.ServerName, version: String = "TLSv1.2"
    ) -> GatewayEffect {
        let subject: PrivateAuthority.Subject = serverName == .dropped ? .company : .zscaler
        return GatewayEffect(
            issuer: subject.commonName, version: version, alpn: "http/1.1", hasStaple: false,
            farVersion: "TLSv1.2", farALPN: nil, serverName: serverName)
    }

    private static func nginx(
        _ name: String, _ effect: GatewayEffect, _ subject: PrivateAuthority.Subject, _ options: String,
        versions: String = "TLSv1 TLSv1.1 TLSv1.2"
    ) -> Gateway {
        Gateway(
            name: name, approach: .direct, effect: effect, needs: [.program(.nginx)], subject: subject
        ) { site in
            let files = try site.own
            let text = """
                \(NginxText.head(site.scratch, site.port))
                http {
                    access_log off;
                    \(NginxText.folders(site.scratch))
                    server {
                        listen 127.0.0.1:\(site.port) ssl;
                        ssl_certificate \(files.certificate.path);
                        ssl_certificate_key \(files.key.path);
                        ssl_protocols \(versions);
                        location / {
                            proxy_pass https://127.0.0.1:\(site.farPort);
                            \(options)
                        }
                    }
                }

                """
            return try await NginxText.start(text, site.port, site.scratch)
        }
    }
}
