import Foundation

/// OCSP responses for a server of ``PeerCertificates``, made by the openssl program.
struct StapleAuthority {
    /// What the responder's database says of the certificate.
    enum Entry {
        case good
        case revoked
        /// Nothing at all.
        case missing
    }

    /// Who signs.
    enum Signer: String {
        /// The issuer of the certificate.
        case issuer = "middle"
        /// A certificate that the issuer made for this.
        case delegate
        /// The same without the usage OCSPSigning.
        case clerk
        /// A certificate of nobody's.
        case stranger
    }

    let certificates: PeerCertificates
    let leaf: URL
    private var scratch: Scratch { certificates.scratch }

    init(_ certificates: PeerCertificates, leaf: URL) throws {
        self.certificates = certificates
        self.leaf = leaf
        try responder(.delegate, extensions: "basicConstraints=CA:FALSE\nextendedKeyUsage=OCSPSigning\n")
        try responder(.clerk, extensions: "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
        try certificates.key("stranger", .ecdsa)
        try Program.openssl.run(
            [
                "req", "-x509", "-new", "-key", "stranger.key", "-subj", "/CN=Stranger", "-days", "300",
                "-addext", "extendedKeyUsage=OCSPSigning", "-out", "stranger.pem",
            ], in: scratch.folder)
    }

    private func responder(_ signer: Signer, extensions: String) throws {
        let name = signer.rawValue
        try certificates.key(name, .ecdsa)
        try certificates.request(name, subject: "/O=Example Trust/CN=\(name)")
        try scratch.write(extensions, to: "\(name).cnf")
        try certificates.sign(name, by: "middle", extensions: "\(name).cnf")
    }

    /// A response in DER that is good for an hour, and its file.
    func response(
        _ entry: Entry = .good, by signer: Signer = .issuer, about subject: URL? = nil,
        requestOptions: [String] = [], _ options: String...
    ) throws -> (bytes: [UInt8], file: URL) {
        let subject = subject ?? leaf
        let serial = try certificates.field("-serial", of: subject)
        let line: String
        switch entry {
        case .good: line = "V\t371121000000Z\t\t\(serial)\tunknown\t/CN=x\n"
        case .revoked: line = "R\t371121000000Z\t260401000000Z,keyCompromise\t\(serial)\tunknown\t/CN=x\n"
        case .missing: line = ""
        }
        let name = UUID().uuidString
        try scratch.write(line, to: "\(name).index")
        try Program.openssl.run(
            ["ocsp"] + requestOptions + [
                "-issuer", "middle.pem", "-cert", subject.path, "-no_nonce", "-reqout", "\(name).request",
            ], in: scratch.folder)
        try Program.openssl.run(
            [
                "ocsp", "-index", "\(name).index", "-CA", "middle.pem", "-rsigner", "\(signer.rawValue).pem",
                "-rkey", "\(signer.rawValue).key", "-reqin", "\(name).request", "-nmin", "60", "-respout",
                "\(name).der",
            ] + options, in: scratch.folder)
        return (try scratch.bytes("\(name).der"), scratch.file("\(name).der"))
    }
}
