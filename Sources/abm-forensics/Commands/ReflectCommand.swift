import ArgumentParser
import Reflector
import TLSDialer
import TLSHandshake

/// The far end of a path: what arrives here is what the path made of what was sent.
struct ReflectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reflect",
        abstract: "Be the far end of a path: record the ClientHello that arrives, and answer with it.",
        discussion: """
            A TLS server that writes down every ClientHello byte by byte, finishes the \
            handshake and answers a GET with what arrived, as JSON. Start it on a host \
            behind the path, and ask it with "path HOST --reflector ADDR:PORT" from \
            before the path.

            Gateways choose by name and address: what arrives here speaks for a name on \
            its way to this address, not to the host's own.

            Each connection is one line of JSON, on standard output or in --record FILE; \
            a case takes the file as evidence of the kind "reflections". With --sign-key \
            each line and answer bears a signature that "path --reflector-key" checks.

            Examples:
              abm-forensics reflect
              abm-forensics reflect --listen 192.0.2.7:443 --record hellos.ndjson
              abm-forensics reflect --certificate chain.pem --key key.pem
              openssl genpkey -algorithm ed25519 -out sign.pem && chmod 600 sign.pem
              abm-forensics reflect --sign-key sign.pem

            It runs until SIGINT or SIGTERM and ends with exit code 0; with 69 if it \
            cannot listen there.
            """)

    @Option(help: ArgumentHelp("Where to listen; port 0 takes any free one.", valueName: "addr:port"))
    var listen: String = "0.0.0.0:8443"

    @Option(
        help: ArgumentHelp("A certificate with its chain, PEM. Without it one is made.", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp("The certificate's private key, PEM, not encrypted.", valueName: "file"),
        completion: .file())
    var key: String?

    @Option(help: ArgumentHelp("A name in the certificate that is made (repeatable).", valueName: "name"))
    var name: [String] = []

    @Option(
        help: ArgumentHelp("Add the lines to this file, not standard output.", valueName: "file"),
        completion: .file())
    var record: String?

    @Option(
        help: ArgumentHelp("Sign with this key: Ed25519 or P-256, PEM, mode 0600.", valueName: "file"),
        completion: .file())
    var signKey: String?

    @Option(help: ArgumentHelp("Connections at a time.", valueName: "number"))
    var connections: Int = ReflectorLimits().connections

    @Option(help: ArgumentHelp("How long one connection may last.", valueName: "seconds"))
    var lifetime: Double = 20

    mutating func validate() throws {
        guard listening != nil else {
            throw ValidationError(
                "--listen takes ADDRESS:PORT, as in 0.0.0.0:8443 or [::]:0; got \"\(listen)\".")
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together.")
        }
        guard name.isEmpty || certificate == nil else {
            throw ValidationError("--name is for a certificate that is made here, not for --certificate.")
        }
        guard name.allSatisfy({ Endpoint($0, defaultPort: 443) != nil }) else {
            throw ValidationError("--name takes a host name or an address.")
        }
        guard (1...65_536).contains(connections) else {
            throw ValidationError("--connections takes a number from 1 to 65536.")
        }
        guard lifetime > 0, lifetime <= 3_600 else {
            throw ValidationError("--lifetime takes seconds, more than 0 and at most 3600.")
        }
    }

    func run() async throws {
        do {
            let identity = try identity()
            let signer = try signer()
            let reflector = try await Reflector.start(try configuration(identity, signer))
            Terminal.say("listening on \(reflector.address)")
            Terminal.say("certificate sha256:\(identity.fingerprint)")
            if let signer { Terminal.say("receipts signed by \(signer.publicKey)") }
            _ = await StopSignal.first()
            Terminal.say("stopped: \(await reflector.stop().text)")
        } catch {
            throw Failure.exit(error, of: "reflect")
        }
    }

    // MARK: - What it is made of

    /// The host and the port, which may be 0 here.
    private var listening: (host: String, port: Int)? {
        let isAny = listen.hasSuffix(":0")
        guard let endpoint = Endpoint(isAny ? listen.dropLast() + "1" : listen) else { return nil }
        return (endpoint.host, isAny ? 0 : endpoint.port)
    }

    private func configuration(_ identity: ReflectorIdentity, _ signer: ReceiptSigner?) throws
        -> Reflector.Configuration
    {
        let file = try record.map(RecordFile.init(path:)) ?? RecordFile()
        var configuration = Reflector.Configuration(
            host: listening?.host ?? "", port: listening?.port ?? 0, identity: identity, now: { .now },
            write: { try file.append($0) }, report: { Terminal.say("abm-forensics: \($0)") })
        configuration.signer = signer
        configuration.limits.connections = connections
        configuration.limits.connectionsPerAddress = max(1, connections * 3 / 4)
        configuration.limits.lifetime = .seconds(lifetime)
        return configuration
    }

    private func identity() throws -> ReflectorIdentity {
        guard let certificate, let key else {
            return try ReflectorIdentity.selfMade(names: names, now: .now)
        }
        if KeyFile.isShared(key) {
            Terminal.say("abm-forensics: --key \(key) can be read by others than its owner")
        }
        do {
            return try ReflectorIdentity(
                certificatePEM: try KeyFile.read(certificate, for: "--certificate"),
                keyPEM: try KeyFile.read(key, for: "--key"))
        } catch let error as IdentityError {
            throw ValidationError("--certificate \(certificate), --key \(key): \(error).")
        }
    }

    /// What a certificate that is made here is for; the listening address too, unless it stands for all.
    private var names: [String] {
        guard name.isEmpty else { return name }
        let host = listening?.host ?? ""
        let own = ["0.0.0.0", "::", "127.0.0.1", "::1"].contains(host) ? ["127.0.0.1", "::1"] : [host]
        return [ReflectorIdentity.defaultName] + own
    }

    private func signer() throws -> ReceiptSigner? {
        guard let signKey else { return nil }
        guard !KeyFile.isShared(signKey) else {
            throw ValidationError(
                "--sign-key \(signKey) can be read by others than its owner: chmod 600 \(signKey)")
        }
        do {
            return try ReceiptSigner(pem: try KeyFile.read(signKey, for: "--sign-key"))
        } catch let error as IdentityError {
            throw ValidationError("--sign-key \(signKey): \(error).")
        }
    }
}

extension RFC3339Time {
    /// The wall clock of this machine.
    fileprivate static var now: RFC3339Time {
        RFC3339Time(millisecondsSince1970: WallTime.now.millisecondsSince1970)
    }
}
