import CertificateChains
import Crypto
import Foundation
import Synchronization
import TLSHandshake
import Testing

@testable import Reflector
@testable import TLSDialer

/// Our own client and the reflector, over real sockets.
struct ReflectingTests {
    private static let host = "mdm.example.test"

    private static func reflect(
        _ reflector: LoopbackReflector, as host: String = host, key: ReflectorKey? = nil,
        _ change: (inout DialOptions) -> Void = { _ in }
    ) async throws -> [HandshakeTranscript] {
        let question = ReflectionQuestion(DialTarget(host: host), reflector: reflector.endpoint, key: key)
        let options = testOptions(change)
        return try await withDialer { await $0.reflect(question, options: options) }
    }

    @Test(arguments: ClientHelloTemplate.all) func whatWasSentArrives(_ template: ClientHelloTemplate)
        async throws
    {
        let reflector = try await LoopbackReflector.start()
        let transcripts = try await Self.reflect(reflector) {
            $0.template = template
            $0.keepsRaw = true
        }
        let transcript = try #require(transcripts.first)
        #expect(transcripts.count == 1, "\(transcript.error ?? "")")
        #expect(transcript.outcome == .completed && transcript.version == "TLSv1.3")
        #expect(transcript.trial == .init(purpose: "reflection", variant: "probe", round: 1))
        #expect(transcript.nonce?.utf8.count == 32)
        let reflection = try #require(transcript.reflection)
        #expect(reflection.matchedBy == ["random", "session-id", "request"])
        #expect(reflection.sni == Self.host && reflection.signature == "unsigned")
        #expect(reflection.ja3 == transcript.sent?.ja3 && reflection.ja4 == transcript.sent?.ja4)
        #expect(reflection.cipherSuites == transcript.sent?.cipherSuites)
        #expect(reflection.bytes == transcript.sent?.bytes && reflection.records == 1)
        #expect(reflection.peer == transcript.localAddress && reflection.local == transcript.address)
        #expect(reflection.negotiatedSuite == transcript.cipherSuite)
        #expect(reflection.negotiatedGroup == transcript.group)
        #expect(reflection.negotiatedVersion == "TLSv1.3" && reflection.outcome == "completed")
        let raw = try #require(reflection.raw.flatMap { Data(base64Encoded: $0) })
        #expect(transcript.rawMessages?.first?.hex == Hex.encode(raw.dropFirst(RecordLimits.headerLength)))
        #if os(Linux)
        #expect((1...2).contains(reflection.segments ?? 0))
        #endif
        #expect(try await reflector.stop().map(\.nonce) == [transcript.nonce])
        #expect(reflector.counters.answers == 1 && reflector.counters.failures == 0)
    }

    @Test func aReceiptComesWithTheRecordAndTheLine() async throws {
        let pem = Array(P256.Signing.PrivateKey().pemRepresentation.utf8)
        let signer = try ReceiptSigner(pem: pem)
        let reflector = try await LoopbackReflector.start(signer: signer)
        let known = try await Self.reflect(reflector, key: signer.publicKey)
        #expect(known.first?.reflection?.signature == "valid")
        let other = try await Self.reflect(reflector, key: ReflectorKey(subjectPublicKeyInfo: [1]))
        #expect(other.first?.reflection?.signature == "other key")
        let lines = try await reflector.stop()
        #expect(lines.map { $0.verdict(expecting: signer.publicKey) } == [.valid, .valid])
        #expect(lines.map(\.nonce) == [known[0].nonce, other[0].nonce])
    }

    @Test func aHelloRetryRequestLeavesBothHellos() async throws {
        let reflector = try await LoopbackReflector.start()
        var template = ClientHelloTemplate.minimal
        template.groups = [.secp256r1, .x25519]
        template.keyShares = []
        let transcripts = try await Self.reflect(reflector) { $0.template = template }
        let reflection = try #require(transcripts.first?.reflection)
        #expect(transcripts.first?.stages?.contains { $0.name == .helloRetry } == true)
        #expect(reflection.retried == true && reflection.keyShares == [])
        #expect((reflection.secondRaw?.utf8.count ?? 0) > (reflection.raw?.utf8.count ?? 0))
        _ = try await reflector.stop()
    }

    @Test func noNameArrivesAsNoName() async throws {
        let reflector = try await LoopbackReflector.start()
        let transcripts = try await Self.reflect(reflector, as: "192.0.2.1")
        let reflection = try #require(transcripts.first?.reflection)
        #expect(reflection.sni == nil && reflection.matchedBy?.contains("request") == true)
        _ = try await reflector.stop()
    }

    @Test func aLaterQuestionFindsAnEarlierHandshake() async throws {
        let reflector = try await LoopbackReflector.start()
        let nonce = [UInt8](repeating: 0xA5, count: 16)
        let target = DialTarget(host: Self.host, connect: reflector.endpoint)
        let endpoint = reflector.endpoint
        let (sent, told) = try await withDialer { dialer in
            let sent = await dialer.dial(target, options: testOptions { $0.nonce = nonce })
            let told = await dialer.fetchReflections(
                of: [Hex.encode(nonce)], at: endpoint, options: testOptions())
            return (sent, told)
        }
        #expect(sent.nonce == Hex.encode(nonce))
        let match = ReflectionMatch.match(sent: sent, among: told)
        #expect(match?.matchedBy == ["random", "session-id"] && match?.sni == Self.host)
        let lines = try await reflector.stop()
        #expect(ReflectionMatch.match(sent: sent, among: lines)?.random == match?.random)
    }

    @Test func nobodyIsToldOfOthersWithoutANonce() async throws {
        let reflector = try await LoopbackReflector.start()
        let target = DialTarget(host: Self.host, connect: reflector.endpoint)
        let answers = try await withDialer { dialer in
            var answers: [ReflectionAnswer?] = []
            for _ in 0..<2 {
                let request = Array("GET / HTTP/1.1\r\n\r\n".utf8)
                let options = testOptions { $0.request = request }
                let response = await dialer.attempt(target, options: options).response
                answers.append(ReflectionRequest.answer(in: response))
            }
            return answers
        }
        #expect(answers.map { $0?.earlier?.count } == [0, 0])
        #expect(answers.allSatisfy { $0?.record?.sni == Self.host })
        _ = try await reflector.stop()
    }

    @Test func aServerThatIsNoReflectorLeavesNoReflection() async throws {
        let reflector = try await LoopbackReflector.start()
        let endpoint = reflector.endpoint
        _ = try await reflector.stop()
        let question = ReflectionQuestion(DialTarget(host: Self.host), reflector: endpoint)
        let transcripts = try await withDialer { await $0.reflect(question, options: testOptions()) }
        #expect(transcripts.map(\.outcome) == [.refused])
        #expect(transcripts.first?.reflection == nil)
    }

    @Test func aFullDiskIsToldOnceAndStopsNothing() async throws {
        let reflector = try await LoopbackReflector.start(diskIsFull: true)
        for _ in 0..<3 {
            #expect(try await Self.reflect(reflector).first?.reflection != nil)
        }
        #expect(try await reflector.stop().isEmpty)
        #expect(reflector.reports.count == 1)
        #expect(reflector.counters.lostLines == 3)
    }
}
