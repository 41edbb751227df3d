import Foundation
import HandshakePeer
import NIOCore
import TLSHandshake
import Testing

@testable import TLSDialer

extension PeerTests {
    /// Servers that begin well: each attempt ends in time, in little memory, with an outcome that has a name.
    @Suite struct HostilePeerTests {
        private func dial(
            _ manner: HostileListener.Manner, _ change: (inout DialOptions) -> Void = { _ in }
        ) async throws -> HandshakeTranscript {
            let listener = try await HostileListener.start(manner)
            let transcript = try await dialLoopback(listener.port) {
                $0.timeout = .seconds(5)
                $0.stall = .milliseconds(800)
                change(&$0)
            }
            await listener.stop()
            return transcript
        }

        @Test(arguments: Flood.all)
        func aFloodEnds(_ flood: Flood) async throws {
            let clock = ContinuousClock()
            let start = clock.now
            let memory = PeakMemory()
            let transcript = try await dial(flood.manner)
            #expect(transcript.outcome == flood.outcome, Comment(rawValue: transcript.error ?? ""))
            if flood.outcome != .completed { #expect(transcript.error?.isEmpty == false) }
            if let words = flood.words {
                #expect(transcript.error?.contains(words) == true, "\(transcript.error ?? "")")
            }
            #expect((transcript.bytesIn ?? .max) <= DialOptions.receiveLimit)
            #expect(clock.now - start < .seconds(4))
            // Both ends live here; one that kept everything would grow by more.
            #expect((memory.growth ?? 0) < 48 << 20)
        }

        /// Small certificates meet the limit of their number, real ones that of their size.
        @Test(arguments: [(1, "at most 100 certificates"), (400, "more than 262144")])
        func aChainOfTenThousandIsRefused(_ size: Int, _ words: String) async throws {
            var manner = HostileListener.Manner()
            let entry = CertificateEntry(der: [UInt8](repeating: 0x30, count: size))
            manner.script.chain = Array(repeating: entry, count: 10_000)
            let transcript = try await dial(manner)
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error?.contains(words) == true, "\(transcript.error ?? "")")
            #expect(transcript.certificates?.isEmpty ?? true)
        }

        @Test func oneByteAtATimeEndsWithTheTimeout() async throws {
            let transcript = try await dial(.init(pause: .milliseconds(50))) { $0.timeout = .seconds(1) }
            #expect(transcript.outcome == .stalled)
            #expect(transcript.error?.contains("the 1.0 s for the whole attempt were over") == true)
            #expect((1...25).contains(transcript.bytesIn ?? 0))
        }

        @Test func oneByteASecondIsAStallUnderAShorterThreshold() async throws {
            let transcript = try await dial(.init(pause: .seconds(1))) { $0.stall = .milliseconds(300) }
            #expect(transcript.outcome == .stalled)
            #expect(transcript.error?.hasSuffix("after client-hello (threshold 0.3 s)") == true)
            #expect(transcript.bytesIn == 1)
        }

        @Test(arguments: [
            HandshakeType.serverHello, .encryptedExtensions, .certificate, .certificateVerify, .finished,
        ])
        func garbageAfterAStageIsAnError(_ stage: HandshakeType) async throws {
            var manner = HostileListener.Manner()
            manner.script.alterUnseen = { $0 == stage ? $1 + [UInt8](repeating: 0xA5, count: 64) : $1 }
            let transcript = try await dial(manner)
            // The client's own Finished is out by then, and what is finished stays so; the error tells.
            #expect(transcript.outcome == (stage == .finished ? .completed : .protocolError))
            #expect(transcript.error?.isEmpty == false)
            #expect(transcript.verified?.finished == nil || stage == .finished)
        }

        @Test(arguments: [
            HandshakeType.serverHello, .encryptedExtensions, .certificate, .certificateVerify, .finished,
        ])
        func garbageInPlaceOfAStageIsAnError(_ stage: HandshakeType) async throws {
            var manner = HostileListener.Manner()
            manner.script.alterUnseen = { type, bytes in
                type == stage ? bytes.prefix(4) + [UInt8](repeating: 0xA5, count: bytes.count - 4) : bytes
            }
            let transcript = try await dial(manner)
            #expect(transcript.outcome == .protocolError)
            #expect(transcript.error?.isEmpty == false)
            #expect(transcript.verified?.finished != "valid")
        }

        /// The flight has 563 to 567 bytes: the length of a signature varies.
        @Test func aResetInTheFlightIsAResetWhereverItComes() async throws {
            for position in stride(from: 0, to: 560, by: 14) {
                let transcript = try await dial(.init(turn: .after(position), deed: .reset))
                #expect(transcript.outcome == .reset, "at byte \(position): \(transcript.error ?? "")")
                #expect(transcript.error?.hasPrefix("reset after ") == true)
                #expect(transcript.bytesIn == position)
            }
        }

        @Test func theEndOfTheStreamIsNamedAtEveryByteOfTheFlight() throws {
            var conversation = try Conversation(.init(serverName: "mdm.example.com"), identity: .ed25519())
            let hello = conversation.client.start().send
            let flight = try conversation.server.receive(hello)
            let started = conversation.client
            for count in 0..<flight.count {
                var client = started
                let step = client.receive(flight.prefix(count))
                #expect(step.ended == nil, "at byte \(count)")
                let last = client.receiveEndOfStream()
                #expect(!client.isConnected)
                guard case .truncated = last.ended else {
                    Issue.record("at byte \(count): \(String(describing: last.ended))")
                    continue
                }
            }
        }
    }
}

/// The most memory that this process had since this was made, above what it had then.
struct PeakMemory: Sendable {
    private let start: Int?

    /// Asks the system to forget the peak of before, where it can (proc(5), clear_refs).
    init() {
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        start = Self.field("VmRSS:")
    }

    /// In bytes, absent where the system does not tell.
    var growth: Int? {
        guard let start, let peak = Self.field("VmHWM:") else { return nil }
        return peak - start
    }

    private static func field(_ name: String) -> Int? {
        guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/self/status")) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix(name) }?.split(whereSeparator: \.isWhitespace)
        return words?.dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
