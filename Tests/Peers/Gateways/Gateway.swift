import CertificateChains
import Foundation
import Testing

@testable import TLSDialer

/// A real program between a client and a far end, in one mode, and what that mode does to a handshake.
///
/// What it does was seen with openssl as the client; `GatewayTests` sees it again each time.
struct Gateway: Sendable, CustomTestStringConvertible {
    /// How a client goes through it.
    enum Approach: Sendable {
        /// It is dialled itself, in the name of the host.
        case direct
        /// An HTTP proxy that is asked to CONNECT to the far end's address.
        case connect
        /// A SOCKS5 proxy that is asked for the far end's address.
        case socks
    }

    /// A thing that must be installed.
    struct Need: Sendable {
        let what: String
        let isMet: Bool

        static func program(_ program: Program) -> Need {
            Need(what: "\(program.name) (\(program.package))", isMet: program.isInstalled)
        }

        static func file(_ path: String?, _ what: String) -> Need { Need(what: what, isMet: path != nil) }
    }

    /// What its configuration is written for.
    struct Site: Sendable {
        let port: Int
        /// The port of the far end on 127.0.0.1.
        let farPort: Int
        /// The name that clients mean.
        let host: String
        /// What the gateway signs with.
        let authority: PrivateAuthority
        let scratch: Scratch
    }

    let name: String
    let approach: Approach
    let effect: GatewayEffect
    let needs: [Need]
    /// Whom it signs as, where it signs.
    var subject = PrivateAuthority.Subject.zscaler
    let start: @Sendable (Site) async throws -> ServerProcess
    /// What is to be removed once the process has ended.
    var clear: @Sendable (Site) -> Void = { _ in }

    var testDescription: String { name }

    /// What is not installed, empty if it can run.
    var missing: [String] { needs.filter { !$0.isMet }.map(\.what) }

    /// Runs a body while the gateway stands before `127.0.0.1:farPort`, and ends it.
    func withRunning<Result>(
        before farPort: Int, as host: String = OriginServer.host,
        _ body: (RunningGateway) async throws -> Result
    ) async throws -> Result {
        let scratch = try Scratch()
        let authority = try PrivateAuthority(subject, in: scratch)
        let (process, site) = try await Self.onFreePort { port in
            let site = Site(
                port: port, farPort: farPort, host: host, authority: authority, scratch: scratch)
            return (try await start(site), site)
        }
        defer {
            process.stop()
            clear(site)
        }
        return try await body(RunningGateway(gateway: self, site: site, process: process))
    }

    /// Starts something on a free port; on another one if somebody else took that first.
    static func onFreePort<Result>(_ start: (Int) async throws -> Result) async throws -> Result {
        for _ in 1..<3 {
            if let result = try? await start(LoopbackPort.free()) { return result }
        }
        return try await start(LoopbackPort.free())
    }
}

/// A gateway that takes connections.
struct RunningGateway: Sendable {
    let gateway: Gateway
    let site: Gateway.Site
    let process: ServerProcess

    var port: Int { site.port }

    /// What a dialer aims at: the gateway itself, or the far end if the gateway is a proxy to go through.
    var target: DialTarget {
        let port = gateway.approach == .direct ? port : site.farPort
        return DialTarget(host: site.host, connect: Endpoint(host: "127.0.0.1", port: port))
    }

    /// The proxy to go through, absent where the gateway is dialled itself.
    var proxy: String? {
        switch gateway.approach {
        case .direct: nil
        case .connect: "http://127.0.0.1:\(port)"
        case .socks: "socks5://127.0.0.1:\(port)"
        }
    }

    /// The root that it signs with, in DER, absent where it is the gateway's own secret.
    var root: [UInt8]? {
        try? PEMFile(Array(Data(contentsOf: site.authority.certificate))).certificates.first
    }
}
