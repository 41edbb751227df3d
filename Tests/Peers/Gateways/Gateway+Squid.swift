import Foundation

extension Program {
    static let squid = Program("squid", package: "squid-openssl")
    /// Signs certificates for squid.
    static let certificateMaker = Program(
        "security_file_certgen", package: "squid-openssl",
        folders: ["/usr/lib/squid", "/usr/lib64/squid", "/opt/homebrew/opt/squid/libexec"])
}

/// squid 5 as a CONNECT proxy in its ways to treat TLS.
extension Gateway {
    static let squidSplice = squid("squid: splice", .none, ["ssl_bump peek s1", "ssl_bump splice all"])

    static let squidBump = squid(
        "squid: bump", bumped, ["ssl_bump peek s1", "ssl_bump bump all"])

    static let squidStare = squid(
        "squid: stare and bump", bumped { $0.farALPN = "http/1.1" },
        ["ssl_bump peek s1", "ssl_bump stare s2", "ssl_bump bump s3"])

    /// Answers before it has asked the far end anything.
    static let squidBumpFirst = squid("squid: bump without a look", bumped, ["ssl_bump bump all"])

    /// The client still sees TLS 1.3.
    static let squidHiddenDowngrade = squid(
        "squid: bump, TLS 1.2 to the far end", bumped { $0.farVersion = "TLSv1.2" },
        ["tls_outgoing_options options=NO_TLSv1_3", "ssl_bump peek s1", "ssl_bump bump all"])

    static let squids = [squidSplice, squidBump, squidStare, squidBumpFirst, squidHiddenDowngrade]

    private static let bumped = bumped { _ in }

    private static func bumped(_ change: (inout GatewayEffect) -> Void) -> GatewayEffect {
        var effect = GatewayEffect(
            issuer: "Zscaler Intermediate Root CA", alpn: nil, hasStaple: false, farALPN: nil)
        change(&effect)
        return effect
    }

    private static func squid(_ name: String, _ effect: GatewayEffect, _ rules: [String]) -> Gateway {
        Gateway(
            name: name, approach: .connect, effect: effect,
            needs: [.program(.squid), .program(.certificateMaker)],
            start: { try await startSquid($0, rules) }, clear: removeSharedMemory)
    }

    /// The name that squid puts before what it shares between processes; letters and digits only.
    private static func instance(_ site: Site) -> String {
        "abm\(ProcessInfo.processInfo.processIdentifier)p\(site.port)"
    }

    private static func startSquid(_ site: Site, _ rules: [String]) async throws -> ServerProcess {
        let maker = Program.certificateMaker.path ?? ""
        let store = site.scratch.file("certificates-\(site.port)")
        let makerArguments = ["-s", store.path, "-M", "4MB"]
        try Program.certificateMaker.run(["-c"] + makerArguments, in: site.scratch.folder)
        try openToAll(store)
        let hosts = try site.scratch.write("127.0.0.1 \(site.host)\n", to: "hosts")
        let text = """
            http_port 127.0.0.1:\(site.port) ssl-bump tls-cert=\(site.authority.both.path) \
            generate-host-certificates=on dynamic_cert_mem_cache_size=4MB
            sslcrtd_program \(maker) \(makerArguments.joined(separator: " "))
            sslcrtd_children 1 startup=1 idle=1
            sslproxy_cert_error allow all
            sslproxy_cert_sign signTrusted all
            sslproxy_session_cache_size 0
            http_access allow all
            cache deny all
            cache_log stdio:/dev/stderr
            access_log none
            pid_filename none
            pinger_enable off
            shutdown_lifetime 0 seconds
            max_filedescriptors 1024
            hosts_file \(hosts.path)
            visible_hostname gateway.test
            coredump_dir none
            acl s1 at_step SslBump1
            acl s2 at_step SslBump2
            acl s3 at_step SslBump3
            \(rules.joined(separator: "\n"))

            """
        let file = try site.scratch.write(text, to: "squid-\(site.port).conf")
        return try await ServerProcess(
            .squid, ["-N", "-n", instance(site), "-f", file.path], ready: .accepts(port: site.port),
            in: site.scratch)
    }

    /// Started by root, squid works as another user.
    private static func openToAll(_ folder: URL) throws {
        let files = FileManager.default
        for path in [folder.path]
            + (try files.subpathsOfDirectory(atPath: folder.path)).map({ "\(folder.path)/\($0)" })
        {
            try files.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
        }
    }

    /// A squid that is ended the hard way leaves its shared memory behind.
    private static func removeSharedMemory(_ site: Site) {
        let folder = "/dev/shm"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix("\(instance(site))-") {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
