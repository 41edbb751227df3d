import ArgumentParser
import CertificateChains
import TLSDialer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How a handshake is made.
struct PathOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Dial here; the name stays for the server name and the checks.", valueName: "addr:port"))
    var connect: String?

    @Option(help: ArgumentHelp("The server name to send, or none.", valueName: "name"))
    var sni: String?

    @Option(
        help: ArgumentHelp(
            "A root that the chain is expected to end in, PEM or DER (repeatable).", valueName: "file"),
        completion: .file())
    var anchor: [String] = []

    @Option(help: ArgumentHelp("For the whole attempt.", valueName: "seconds"))
    var timeout: Double = 35

    @Option(help: ArgumentHelp("Silence after the last byte that counts as a stall.", valueName: "seconds"))
    var stall: Double = 28

    @Option(help: ArgumentHelp("Protocols to offer, with commas, or none.", valueName: "list"))
    var alpn: String = "h2,http/1.1"

    mutating func validate() throws {
        for (name, value) in [("--timeout", timeout), ("--stall", stall)] where !(value > 0 && value <= 3600)
        {
            throw ValidationError("\(name) takes seconds, more than 0 and at most 3600.")
        }
        if let connect, Endpoint(connect) == nil {
            throw ValidationError(
                "--connect takes ADDRESS:PORT, as in 127.0.0.1:8443 or [::1]:8443; got \"\(connect)\".")
        }
        if let name = sni, name.isEmpty || name.utf8.count > 255 {
            throw ValidationError("--sni takes a host name, or none.")
        }
        let room = protocols.reduce(0) { $0 + 1 + $1.utf8.count }
        if room > Self.protocolRoom || protocols.contains(where: { $0.isEmpty || $0.utf8.count > 255 }) {
            throw ValidationError("--alpn takes protocol names with commas, as in h2,http/1.1, or none.")
        }
    }

    /// The most bytes that the names may take; the whole ClientHello has 65,535 for its extensions.
    private static let protocolRoom = 16_384

    private var protocols: [String] {
        alpn == "none" ? [] : alpn.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    func target(_ endpoint: Endpoint) -> DialTarget {
        let serverName: DialTarget.ServerName = sni.map { $0 == "none" ? .none : .name($0) } ?? .host
        return DialTarget(
            host: endpoint.host, port: endpoint.port, connect: connect.flatMap { Endpoint($0) },
            serverName: serverName)
    }

    func dialOptions() throws -> DialOptions {
        var options = DialOptions()
        options.timeout = .seconds(timeout)
        options.stall = .seconds(stall)
        options.alpn = protocols
        options.anchors = try anchor.flatMap(Self.certificates)
        return options
    }

    private static func certificates(in path: String) throws -> [[UInt8]] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("--anchor \(path) cannot be read.")
        }
        do {
            let certificates = try PEMFile(Array(bytes)).certificates
            guard !certificates.isEmpty else {
                throw ValidationError("--anchor \(path) holds no certificate.")
            }
            return certificates
        } catch let error as CertificateFileError {
            throw ValidationError("--anchor \(path): \(error)")
        }
    }
}
