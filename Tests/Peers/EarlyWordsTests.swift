import NIOCore
import NIOPosix
import TLSHandshake
import Testing

@testable import TLSDialer

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension PeerTests {
    /// Peers that are gone before the ClientHello, and those that say in pieces what is no TLS.
    @Suite struct EarlyWordsTests {
        private static let refusal = Array("HTTP/1.1 403 Forbidden\r\n\r\n".utf8)

        private func read(_ heard: EarlyWords.Heard) -> Conversation {
            let configuration = ClientHandshake.Configuration(serverName: nil)
            return .neverBegan(ClientHandshake(configuration, entropy: .fresh()), heard, atMs: 1)
        }

        @Test(arguments: [[], refusal])
        func whatIsSaidBeforeTheClientHelloIsKept(_ bytes: [UInt8]) async throws {
            let listener = try await RudeListener.start(.partsAtOnce(bytes))
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: listener.port)
            let connection = await Connection.open(
                [address], on: MultiThreadedEventLoopGroup.singleton, clock: StageClock(), within: .seconds(5)
            )
            guard case .open(let channel, let early, _, _) = connection else {
                Issue.record("no connection")
                return
            }
            try await channel.closeFuture.get()
            await listener.stop()
            #expect(early.heard.end == .closed)
            #expect(early.heard.bytes == bytes)
        }

        @Test func anEndBeforeTheClientHelloIsNoReset() {
            let conversation = read(EarlyWords.Heard(end: .closed))
            #expect(conversation.end == .closed)
            #expect(conversation.moments.isEmpty)
        }

        @Test func aBlockPageBeforeTheClientHelloIsRead() {
            let conversation = read(EarlyWords.Heard(bytes: Self.refusal, end: .closed))
            #expect(conversation.end == .machine(.notTLS))
            #expect(conversation.firstBytes == Self.refusal)
        }

        @Test func anAlertBeforeTheClientHelloIsRead() {
            let heard = EarlyWords.Heard(bytes: [0x15, 3, 3, 0, 2, 2, 49], end: .reset("gone"))
            #expect(read(heard).end == .machine(.alertReceived(Alert(.init(rawValue: 49), level: .fatal))))
        }

        @Test func writingAfterThePeersEndIsNoReset() {
            let error = IOError(errnoCode: EPIPE, reason: "write")
            #expect(Reachability.end(of: error) == .closed)
        }

        @Test func anAnswerInPiecesIsCollected() async throws {
            let pieces = [
                Self.refusal.prefix(1), Self.refusal.dropFirst(1).prefix(9), Self.refusal.dropFirst(10),
            ]
            let listener = try await RudeListener.start(.saysInPieces(pieces.map { Array($0) }))
            let transcript = try await dialLoopback(listener.port)
            await listener.stop()
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error == "the peer speaks no TLS: HTTP/1.1 403 Forbidden")
            #expect(transcript.firstBytes == Hex.encode(Self.refusal))
        }
    }
}
