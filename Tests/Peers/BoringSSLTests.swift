import Foundation
import NIOCore
import NIOEmbedded
import NIOSSL
import TLSHandshake
import Testing

extension PeerTests {
    /// BoringSSL, whose relatives stand on both ends of Apple's connections, as a server in memory.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl) for the certificates"))
    struct BoringSSLTests {
        private let scratch: Scratch
        private let context: NIOSSLContext

        init() throws {
            scratch = try Scratch()
            let files = try PeerCertificates(in: scratch).server(.ecdsa)
            let chain = try NIOSSLCertificate.fromPEMFile(files.chain.path)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key.path, format: .pem)))
            configuration.applicationProtocols = ["h2", "http/1.1"]
            configuration.curves = Self.curves
            context = try NIOSSLContext(configuration: configuration)
        }

        private static let curves: [NIOTLSCurve] = [.x25519_MLKEM768, .x25519, .secp256r1, .secp384r1]

        /// Lets the server and a client talk until neither has anything to say.
        private func run(
            _ configuration: ClientHandshake.Configuration
        ) throws -> (client: ClientHandshake, transcript: HandshakeTranscript) {
            let channel = EmbeddedChannel(handler: NIOSSLServerHandler(context: context))
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            var client = ClientHandshake(configuration, entropy: .fresh())
            var transcript = HandshakeTranscript(of: configuration, startedAt: nil)
            var step = client.start()
            while true {
                for event in step.events { transcript.record(event, atMs: nil) }
                if !step.send.isEmpty { _ = try? channel.writeInbound(ByteBuffer(bytes: step.send)) }
                var answer: [UInt8] = []
                while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
                    answer += buffer.readableBytesView
                }
                guard !answer.isEmpty, client.ending == nil else { break }
                step = client.receive(answer)
            }
            // The server waits for the client's close_notify, by a clock that stands still: let its time run out.
            channel.close(promise: nil)
            channel.embeddedEventLoop.advanceTime(by: .seconds(60))
            return (client, transcript)
        }

        @Test(arguments: [
            (ClientHelloTemplate.apple26, "X25519MLKEM768"), (.apple26.withoutGREASE, "X25519MLKEM768"),
            (.apple26NoPQ, "x25519"), (.apple18, "x25519"), (.modern, "x25519"), (.minimal, "x25519"),
        ])
        func everyTemplateIsUnderstood(template: ClientHelloTemplate, group: String) throws {
            let (client, transcript) = try run(
                .init(serverName: PeerCertificates.host, alpn: ["h2", "http/1.1"], template: template))
            #expect(client.isConnected)
            #expect(transcript.group == group)
            #expect(transcript.alpn == "h2")
            #expect(transcript.verified?.certificateVerify == "valid")
            #expect(transcript.verified?.finished == "valid")
        }

        /// BoringSSL checks every coefficient of the key: filler instead of a key would be an alert.
        @Test(arguments: [NamedGroup.x25519MLKEM768, .secp384r1])
        func otherShareIsAskedForAndGiven(group: NamedGroup) throws {
            let (client, transcript) = try run(
                .init(
                    serverName: PeerCertificates.host, template: .apple26, groups: [group, .secp521r1],
                    keyShares: []))
            #expect(client.isConnected)
            #expect(transcript.group == group.description)
            #expect(transcript.stages?.map(\.name).contains(.helloRetry) == true)
        }

        @Test func olderTemplateEndsInTLS12() throws {
            let (client, transcript) = try run(
                .init(serverName: PeerCertificates.host, template: .apple26.limitedToTLS12))
            #expect(client.ending == .legacyVersion(.tls12))
            #expect(transcript.version == "TLSv1.2")
            #expect(transcript.certificates?.count == 2)
            #expect(transcript.downgradeSentinel == "DOWNGRD 01")
        }
    }
}
