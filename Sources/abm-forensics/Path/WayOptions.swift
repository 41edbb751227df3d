import ArgumentParser
import TLSDialer
import TLSHandshake

/// Over which ways a host is reached, and from where.
struct WayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Go through a proxy: http://, https:// or socks5://[user@]host:port (repeatable).",
            valueName: "url"))
    var via: [String] = []

    @Option(
        help: ArgumentHelp(
            "The password of the proxies that name a user: env:NAME, file:PATH or fd:N.", valueName: "secret")
    )
    var proxyPassword: String?

    @Option(
        help: ArgumentHelp(
            "Compare with this: direct, a proxy's URL, or a path report in a file.", valueName: "way"))
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Dial here; the name stays for the server name and the checks.", valueName: "addr:port"))
    var connect: String?

    @Flag(name: .customShort("4"), help: "IPv4 only.")
    var ipv4 = false

    @Flag(name: .customShort("6"), help: "IPv6 only.")
    var ipv6 = false

    @Option(help: ArgumentHelp("all: a handshake with every address of the name.", valueName: "which"))
    var addresses: AddressChoice = .first

    @Option(help: ArgumentHelp("Send from this network interface.", valueName: "name"))
    var interface: String?

    @Option(help: ArgumentHelp("Send from this address.", valueName: "address"))
    var source: String?

    @Option(help: "From where this is measured: mdm-server, device-network or other.")
    var vantage: VantageChoice?

    enum AddressChoice: String, ExpressibleByArgument, CaseIterable {
        case first, all
    }

    enum VantageChoice: String, ExpressibleByArgument, CaseIterable {
        case mdmServer = "mdm-server"
        case deviceNetwork = "device-network"
        case other
    }

    mutating func validate() throws {
        if ipv4 && ipv6 { throw ValidationError("-4 and -6 exclude each other.") }
        if interface != nil && source != nil {
            throw ValidationError("--interface and --source exclude each other.")
        }
        if let connect, Endpoint(connect) == nil {
            throw ValidationError(
                "--connect takes ADDRESS:PORT, as in 127.0.0.1:8443 or [::1]:8443; got \"\(connect)\".")
        }
        for url in via { _ = try Self.route(url, password: nil, option: "--via") }
        if proxyPassword != nil, !(via + [baseline ?? ""]).contains(where: { $0.contains("@") }) {
            throw ValidationError(
                "--proxy-password needs a proxy that names a user, as in http://anna@proxy:3128.")
        }
    }

    /// Whether what it is compared with stands in a file.
    var hasStoredBaseline: Bool { baseline.map { $0 != "direct" && !$0.contains("://") } ?? false }

    /// Whether one of the ways goes without a proxy.
    var hasDirectWay: Bool { via.isEmpty || baseline == "direct" }

    func target(_ endpoint: Endpoint, serverName: DialTarget.ServerName) -> DialTarget {
        DialTarget(
            host: endpoint.host, port: endpoint.port, connect: connect.flatMap { Endpoint($0) },
            serverName: serverName)
    }

    /// Applies what every way shares.
    func shape(_ options: inout DialOptions) throws {
        options.vantage = vantage?.rawValue
        options.family = ipv4 ? .v4 : ipv6 ? .v6 : .any
        options.source = interface.map(LocalEnd.interface) ?? source.map(LocalEnd.address)
        do throws(LocalEndError) { try options.source?.check() } catch {
            throw ValidationError("\(interface == nil ? "--source" : "--interface"): \(error)")
        }
    }
}
