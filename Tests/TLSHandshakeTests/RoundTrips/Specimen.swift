import TLSHandshake
import Testing

/// A handshake message and how it is read and written again.
struct Specimen: Sendable, CustomTestStringConvertible {
    let name: String
    let message: HandshakeMessage
    let rewrite: @Sendable (HandshakeMessage) throws -> HandshakeMessage
    /// Whether the body may have any length.
    let isFree: Bool
    /// Lengths of the body, shorter than the whole, at which it still is a body.
    let stops: Set<Int>

    var testDescription: String { name }

    init<Body: HandshakeBody>(_ body: Body, isFree: Bool = false, stops: Set<Int> = []) {
        name = "\(Body.self)"
        message = body.message
        rewrite = { try $0.decode(Body.self).message }
        self.isFree = isFree
        self.stops = stops
    }

    static let all: [Specimen] = [
        Specimen(clientHello, stops: [2 + 32 + 1 + 2 + 2 + 4 + 2]),
        Specimen(serverHello, stops: [2 + 32 + 1 + 2 + 2 + 1]),
        Specimen(EncryptedExtensions(extensions: [ApplicationProtocols(["h2"]).raw])),
        Specimen(CertificateRequest(context: [1], extensions: [SignatureAlgorithms([.ed25519]).raw])),
        Specimen(
            Certificate(entries: [
                CertificateEntry(der: [1, 2, 3], extensions: [CertificateStatus(response: [9]).raw]),
                CertificateEntry(der: [4]),
            ])),
        Specimen(CompressedCertificate(algorithm: .zlib, uncompressedLength: 70_000, compressed: [1, 2])),
        Specimen(CertificateVerify(scheme: .ed25519, signature: [5, 6, 7])),
        Specimen(Finished(verifyData: [8, 9]), isFree: true),
        Specimen(NewSessionTicket(lifetime: 1, ageAdd: 2, nonce: [3], ticket: [4, 5])),
        Specimen(KeyUpdate(isRequested: true)),
        Specimen(LegacyCertificate(certificates: [[1, 2], [3]])),
        Specimen(LegacyCertificateStatus(status: CertificateStatus(response: [1, 2]))),
        Specimen(ECDHEServerKeyExchange(group: .x25519, rest: [1, 2]), isFree: true),
        Specimen(
            LegacyCertificateRequest(
                certificateTypes: [64], signatureSchemes: [.ed25519], authorities: [[0x30, 0], [1]])),
        Specimen(ServerHelloDone()),
    ]

    private static let clientHello = ClientHello(
        random: Array(0..<32), sessionID: [1, 2],
        cipherSuites: [.aes128GCMSHA256, CipherSuite(rawValue: 0xFFEE)],
        extensions: [ServerName(hostName: "a.example").raw, OfferedVersions([.tls13]).raw])
    private static let serverHello = ServerHello(
        random: Array(0..<32), sessionID: [1, 2], cipherSuite: .aes128GCMSHA256,
        extensions: [SelectedVersion(.tls13).raw])
}
