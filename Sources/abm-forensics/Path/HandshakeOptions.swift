import ArgumentParser
import CaseReading
import CertificateChains
import TLSDialer
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What one handshake says, what it may take, and what it is measured against.
struct HandshakeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The server name to send, or none.", valueName: "name"))
    var sni: String?

    @Option(
        help: ArgumentHelp(
            "The ClientHello: \(ClientHelloTemplate.all.map(\.name).joined(separator: ", ")).",
            valueName: "name"),
        completion: .list(ClientHelloTemplate.all.map(\.name)))
    var template: String = ClientHelloTemplate.apple26.name

    @Option(help: ArgumentHelp("Protocols to offer, with commas, or none.", valueName: "list"))
    var alpn: String = "h2,http/1.1"

    @Option(
        help: ArgumentHelp(
            "A root that the chain is expected to end in, PEM or DER (repeatable).", valueName: "file"),
        completion: .file())
    var anchor: [String] = []

    @Option(
        help: ArgumentHelp(
            "Offer a pre-shared key: IDENTITY=env:NAME, =file:PATH or =fd:N; the key is hex, for SHA-256 unless ;sha384 follows.",
            valueName: "identity=secret"))
    var psk: String?

    @Option(
        help: ArgumentHelp("A certificate to give when asked, PEM with its chain.", valueName: "file"),
        completion: .file())
    var clientCertificate: String?

    @Option(
        help: ArgumentHelp("The key of --client-certificate, PEM, mode 0600.", valueName: "file"),
        completion: .file())
    var clientKey: String?

    @Option(help: ArgumentHelp("For the whole attempt.", valueName: "seconds"))
    var timeout: Double = 35

    @Option(help: ArgumentHelp("Silence after the last byte that counts as a stall.", valueName: "seconds"))
    var stall: Double = 28

    mutating func validate() throws {
        for (name, value) in [("--timeout", timeout), ("--stall", stall)] where !(value > 0 && value <= 3600)
        {
            throw ValidationError("\(name) takes seconds, more than 0 and at most 3600.")
        }
        if let name = sni, name.isEmpty || name.utf8.count > 255 {
            throw ValidationError("--sni takes a host name, or none.")
        }
        guard ClientHelloTemplate.named(template) != nil else {
            let names = ClientHelloTemplate.all.map(\.name)
            let near = NearestName.of(template, among: Set(names), slack: 3)
            throw ValidationError(
                "--template takes one of \(names.joined(separator: ", ")); got \"\(template)\".\(near.map { " Did you mean \($0)?" } ?? "")"
            )
        }
        let room = protocols.reduce(0) { $0 + 1 + $1.utf8.count }
        if room > Self.protocolRoom || protocols.contains(where: { $0.isEmpty || $0.utf8.count > 255 }) {
            throw ValidationError("--alpn takes protocol names with commas, as in h2,http/1.1, or none.")
        }
        if (clientCertificate == nil) != (clientKey == nil) {
            throw ValidationError("--client-certificate and --client-key belong together.")
        }
    }

    /// The most bytes that the names may take; the whole ClientHello has 65,535 for its extensions.
    private static let protocolRoom = 16_384

    private var protocols: [String] {
        alpn == "none" ? [] : alpn.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    var serverName: DialTarget.ServerName {
        sni.map { $0 == "none" ? .none : .name($0) } ?? .host
    }

    /// Throws: what cannot be read of the files and secrets that are named.
    func dialOptions() throws -> DialOptions {
        var options = DialOptions()
        options.timeout = .seconds(timeout)
        let usual = options.stall
        options.stall = .seconds(stall)
        if options.stall < usual { options.usualStall = usual }
        options.alpn = protocols
        options.template = ClientHelloTemplate.named(template) ?? .modern
        options.anchors = try anchor.flatMap(Self.certificates)
        options.preSharedKey = try psk.map { text in
            do throws(PSKArgument.Problem) { return try PSKArgument(text).key() } catch {
                throw ValidationError("--psk: \(error)")
            }
        }
        options.clientIdentity = try clientIdentity()
        return options
    }

    private func clientIdentity() throws -> ClientIdentity? {
        guard let clientCertificate, let clientKey else { return nil }
        guard let certificate = FileManager.default.contents(atPath: clientCertificate) else {
            throw ValidationError("--client-certificate \(clientCertificate) cannot be read.")
        }
        let key: [UInt8]
        do throws(SecretReference.Problem) {
            key = try SecretReference("file:\(clientKey)").load(limit: KeyFile.limit)
        } catch {
            throw ValidationError("--client-key: \(error)")
        }
        do throws(ClientIdentityFiles.Problem) {
            return try ClientIdentityFiles.read(certificate: Array(certificate), key: key)
        } catch {
            throw ValidationError("--client-certificate, --client-key: \(error)")
        }
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
