import HandshakePeer
import TLSHandshake

/// Damaged ClientHellos of Apple's systems, described as a reflector does it.
struct HelloFeeder: Feeder {
    private let seed: [UInt8]
    private var random: SplitMix64

    init(seed: UInt64) {
        var client = ClientHandshake(
            .init(serverName: "mdmenrollment.apple.com", alpn: ["h2", "http/1.1"], template: .apple26),
            entropy: .fresh())
        self.seed = Array(client.start().send.dropFirst(RecordLimits.headerLength))
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> (label: String, peakBuffered: Int) {
        var bytes = Mutator.mutate(seed, &random)
        // The header's length follows the damage, so that the body's parser sees it.
        if random.below(4) != 0 {
            bytes = HandshakeMessage(type: .clientHello) { $0.write(bytes.dropFirst(4)) }.bytes
        }
        var assembler = HandshakeAssembler()
        assembler.append(bytes)
        guard let message = try? assembler.next(), let hello = try? message.decode(ClientHello.self) else {
            return ("refused", 0)
        }
        var record = HandshakeTranscript.Reflection()
        record.describe(hello)
        return (record.sni == nil ? "described, no name" : "described", 0)
    }
}

/// Damaged answers of a reflector.
struct AnswerFeeder: Feeder {
    private let seed: [UInt8]
    private var random: SplitMix64

    init(seed: UInt64) throws {
        var record = HandshakeTranscript.Reflection()
        record.sni = "mdmenrollment.apple.com"
        record.cipherSuites = CipherSuite.tls13.map(\.description)
        record.receivedAt = "2026-04-17T12:00:00.250Z"
        record.nonce = "00112233445566778899aabbccddeeff"
        var receipt = HandshakeTranscript.Reflection.Receipt()
        receipt.algorithm = HandshakeTranscript.Reflection.Receipt.ed25519
        // An Ed25519 key and a signature that is none: it is read and checked all the same.
        receipt.key = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
        receipt.payload = "e30="
        receipt.signature = String(repeating: "A", count: 86) + "=="
        record.receipt = receipt
        let inner = try record.payload().map { Character(UnicodeScalar($0)) }
        let signed =
            "{\"algorithm\":\"Ed25519\",\"key\":\"\(receipt.key ?? "")\",\"payload\":\"e30=\","
            + "\"signature\":\"\(receipt.signature ?? "")\"}"
        let body = String(inner.dropLast()) + ",\"receipt\":\(signed)}"
        let text =
            "{\"schema\":\"\(ReflectionAnswer.currentSchema)\",\"record\":\(body),\"earlier\":[\(String(inner))]}"
        self.seed = Array(text.utf8)
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> (label: String, peakBuffered: Int) {
        guard let answer = ReflectionAnswer(json: Mutator.mutate(seed, &random)) else {
            return ("refused", 0)
        }
        let sent = HandshakeTranscript(outcome: .completed)
        _ = ReflectionMatch.match(sent: sent, among: answer.records)
        return (answer.record?.verdict().rawValue ?? "no record", 0)
    }
}
