import Foundation

/// A root of its own that signs for any name: a gateway's, or the one of the servers behind it.
struct PrivateAuthority: Sendable {
    /// The files of one name.
    struct Files: Sendable {
        let certificate: URL
        let key: URL
        /// The certificate and then the key, as haproxy and stunnel want them.
        let both: URL
    }

    /// How a gateway names itself in what it signs.
    enum Subject: String, Sendable, CaseIterable {
        case zscaler = "/O=Zscaler Inc./CN=Zscaler Intermediate Root CA (zscalertwo.net)"
        case cloudflare =
            "/O=Cloudflare, Inc./OU=www.cloudflare.com/CN=Gateway CA - Cloudflare Managed G1 8f2c41d7"
        case fortinet = "/O=Fortinet/OU=Certificate Authority/CN=FGT60FTK20012345"
        case umbrella = "/O=Cisco/CN=Cisco Umbrella Secondary SubCA lon-SG"
        case netskope = "/O=Netskope Inc/CN=ca.example.eu.goskope.com"
        /// No product signs like this.
        case company = "/O=Example Company/CN=Example Company Web Access CA"
        /// What signs for the far end.
        case origin = "/O=Example Origin/CN=Example Origin Root"

        /// The common name.
        var commonName: String {
            String(rawValue[(rawValue.firstRange(of: "/CN=")?.upperBound ?? rawValue.startIndex)...])
        }
    }

    let subject: Subject
    let scratch: Scratch
    private let name: String

    var certificate: URL { scratch.file("\(name).pem") }
    var key: URL { scratch.file("\(name).key") }
    /// The certificate and then the key, for programs that sign by themselves.
    var both: URL { scratch.file("\(name)-both.pem") }

    init(_ subject: Subject, in scratch: Scratch) throws {
        self.subject = subject
        self.scratch = scratch
        name = "authority-\(subject)"
        try Program.openssl.run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                key.path, "-out", certificate.path, "-days", "3650", "-subj", subject.rawValue, "-addext",
                "keyUsage=critical,keyCertSign,cRLSign",
            ], in: scratch.folder)
        try join(certificate, key, into: both)
    }

    /// A certificate for one name and 127.0.0.1, good for 300 days.
    func files(for host: String) throws -> Files {
        let base = "\(name)-\(host)"
        let files = Files(
            certificate: scratch.file("\(base).pem"), key: scratch.file("\(base).key"),
            both: scratch.file("\(base)-both.pem"))
        try scratch.write(
            """
            basicConstraints=CA:FALSE
            extendedKeyUsage=serverAuth
            subjectAltName=DNS:\(host),IP:127.0.0.1

            """, to: "\(base).cnf")
        try Program.openssl.run(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                files.key.path, "-out", "\(base).csr", "-subj", "/O=Example Devices/CN=\(host)",
            ], in: scratch.folder)
        try Program.openssl.run(
            [
                "x509", "-req", "-in", "\(base).csr", "-CA", certificate.path, "-CAkey", key.path,
                "-CAcreateserial", "-days", "300", "-sha256", "-extfile", "\(base).cnf", "-out",
                files.certificate.path,
            ], in: scratch.folder)
        try join(files.certificate, files.key, into: files.both)
        return files
    }

    /// A good OCSP response for a certificate of this authority, in DER.
    func staple(for files: Files) throws -> URL {
        let line = try Program.openssl.run(
            ["x509", "-noout", "-serial", "-in", files.certificate.path], in: scratch.folder)
        let serial = line.drop { $0 != "=" }.dropFirst().prefix(while: \.isHexDigit)
        try scratch.write("V\t471231235959Z\t\t\(serial)\tunknown\t/CN=any\n", to: "\(name)-index.txt")
        let response = scratch.file("\(name)-staple.der")
        try Program.openssl.run(
            [
                "ocsp", "-index", "\(name)-index.txt", "-CA", certificate.path, "-rsigner", certificate.path,
                "-rkey", key.path, "-issuer", certificate.path, "-cert", files.certificate.path, "-respout",
                response.path, "-ndays", "30",
            ], in: scratch.folder)
        return response
    }

    private func join(_ first: URL, _ second: URL, into file: URL) throws {
        try (Data(contentsOf: first) + Data(contentsOf: second)).write(to: file)
    }
}
