import ForensicsTestKit
import Foundation
import TLSHandshake
import Testing

extension PeerTests {
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: TLSLitePeer.python != nil, "needs tlslite-ng and kyber-py in .venv"))
    struct TLSLiteTests {
        private let scratch: Scratch
        private let server: PeerCertificates.Server

        init() throws {
            scratch = try Scratch()
            server = try PeerCertificates(in: scratch).server(.ecdsa)
        }

        @Test func aHandshakeCompletesAndBothSayTheSame() async throws {
            let peer = try await TLSLitePeer.start(certificate: server, in: scratch)
            let transcript = try await dialLoopback(peer.port)
            #expect(transcript.outcome == .completed, Comment(rawValue: transcript.error ?? ""))
            #expect(transcript.alpn == "h2")
            let agreement = try #require(peer.agreements.first)
            peer.stop()
            #expect(agreement.error == nil)
            #expect(agreement.suite == transcript.cipherSuite)
            #expect(agreement.group?.lowercased() == transcript.group?.lowercased())
            #expect(agreement.serverName == PeerCertificates.host)
            #expect(agreement.compressed == nil)
        }

        /// The library's own client agrees on the hybrid group, with a certificate and with each kind of key.
        @Test(arguments: [nil, "sha256", "sha384"])
        func itsOwnClientAgreesOnTheHybridGroup(_ hash: String?) async throws {
            let secret = String(repeating: "0b", count: hash == "sha384" ? 48 : 32)
            var options = TLSLitePeer.Options(groups: ["x25519mlkem768", "x25519"], compression: ["zlib"])
            options.keys =
                hash.map { [TLSLitePeer.Key(identity: "device-1", secret: secret, hash: $0)] } ?? []
            let peer = try await TLSLitePeer.start(options, certificate: server, in: scratch)
            let keys = hash.map { "[(b'device-1', bytes.fromhex('\(secret)'), '\($0)')]" } ?? "[]"
            try scratch.write(
                """
                import socket
                from tlslite.api import HandshakeSettings, TLSConnection
                settings = HandshakeSettings()
                settings.minVersion = (3, 4)
                settings.pskConfigs = \(keys)
                connection = TLSConnection(socket.create_connection(("127.0.0.1", \(peer.port))))
                connection.handshakeClientCert(settings=settings, serverName="\(PeerCertificates.host)")
                print(connection.ecdhCurve, connection.session.serverCertChain is not None)
                connection.read(max=64)
                connection.close()

                """, to: "client.py")
            let python = try #require(TLSLitePeer.python)
            let words = try python.run([scratch.file("client.py").path], in: scratch.folder)
            peer.stop()
            #expect(words == "4588 \(hash == nil ? "True" : "False")\n")
            let agreement = try #require(peer.agreements.first)
            #expect(agreement.group == "x25519mlkem768")
            #expect(agreement.compressed == (hash == nil ? "zlib" : nil))
            #expect(
                agreement.suite == (hash == "sha256" ? "TLS_AES_128_GCM_SHA256" : "TLS_AES_256_GCM_SHA384"))
        }
    }
}
