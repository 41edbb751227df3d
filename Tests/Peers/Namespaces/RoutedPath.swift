import Foundation
import TLSHandshake

@testable import CertificateChains
@testable import TLSDialer

/// A server that this client trusts behind two routers, and what the client measures of the way to it.
struct RoutedPath {
    /// The name that the routers may mind.
    static let name = PeerCertificates.host

    let network: HopNetwork
    let server: NamespaceServer
    let target: DialTarget
    let options: DialOptions

    static func make() async throws -> RoutedPath {
        let scratch = try Scratch()
        let network = try HopNetwork(routers: 2, in: scratch)
        let certificates = try PeerCertificates(in: scratch)
        let server = try await NamespaceServer.start(in: network, with: certificates)
        try Program.openssl.run(
            ["x509", "-in", "root.pem", "-outform", "der", "-out", "root.der"], in: scratch.folder)
        var options = DialOptions()
        options.template = .apple26
        options.timeout = .seconds(10)
        options.stall = .seconds(1)
        options.anchors = [try scratch.bytes("root.der")]
        let endpoint = Endpoint(host: network.serverAddress, port: NamespaceServer.port)
        return RoutedPath(
            network: network, server: server, target: DialTarget(host: name, connect: endpoint),
            options: options)
    }

    /// A plain handshake, then the ladder, then both series of hops if they are asked for.
    func measure(locating: Bool = false) async throws -> [HandshakeTranscript] {
        try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
            let plain = await dialer.dial(target, options: options)
            let rungs = await dialer.climbLadder(target, options: options)
            let hops = locating ? await dialer.locate(target, options: options, maximumHops: 8) : []
            return [plain] + rungs + hops
        }
    }

    /// Lets the second router drop the segments to the server that are longer than a small ClientHello's.
    func dropLargeSegments() throws {
        try network.router(
            2, "-p", "tcp", "-d", network.serverAddress, "-m", "length", "--length", "1000:65535", "-j",
            "DROP")
    }

    /// Lets the first router end every connection with the name.
    func resetByName() throws {
        try network.router(
            1, "-p", "tcp", "-d", network.serverAddress, "-m", "string", "--algo", "bm", "--string",
            Self.name,
            "-j", "REJECT", "--reject-with", "tcp-reset")
    }

    /// Lets the second router pass one connection and starve the next, in turns.
    func dropEveryOtherConnection() throws {
        let router = network.routers[1].namespace
        for rule in [
            "-p tcp --syn -m statistic --mode nth --every 2 --packet 1 -j CONNMARK --set-mark 7",
            "-p tcp -m connmark --mark 7 -m length --length 200:65535 -j DROP",
        ] {
            try Program.ip.run(
                ["netns", "exec", router, Program.iptables.name, "-t", "mangle", "-A", "FORWARD"]
                    + rule.split(separator: " ").map(String.init), in: server.scratch.folder)
        }
    }
}
