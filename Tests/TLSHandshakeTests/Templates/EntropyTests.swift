import Testing

@testable import TLSHandshake

struct EntropyTests {
    @Test func nonceBeginsRandomAndSessionID() {
        let nonce = (0..<16).map { UInt8($0) }
        let (first, second) = (Entropy.fresh(nonce: nonce), Entropy.fresh(nonce: nonce))
        for entropy in [first, second] {
            #expect(entropy.random.count == 32)
            #expect(entropy.sessionID.count == 32)
            #expect(entropy.random.starts(with: nonce))
            #expect(entropy.sessionID.starts(with: nonce))
        }
        #expect(first.random != second.random)
        #expect(first.sessionID != second.sessionID)
        #expect(first.random.suffix(16) != first.sessionID.suffix(16))
    }

    @Test(arguments: [0, 3, 16, 100])
    func nonceOfAnyLengthIsTaken(length: Int) {
        let nonce = [UInt8](repeating: 7, count: length)
        let entropy = Entropy.fresh(nonce: nonce)
        #expect(entropy.random.count == 32)
        #expect(entropy.random.starts(with: nonce.prefix(Entropy.nonceLength)))
    }

    @Test func nothingRepeatsWithoutANonce() {
        let (first, second) = (Entropy.fresh(), Entropy.fresh())
        #expect(first.random != second.random)
        #expect(first.sessionID != second.sessionID)
    }

    @Test func keysAreMadeOnceAndOnlyForWhatIsSent() throws {
        var entropy = Entropy.fresh()
        #expect(entropy.key(for: .x25519) == nil)
        entropy.makeKeys(for: [.x25519, NamedGroup(rawValue: 0x0A0A), NamedGroup(rawValue: 0x0100)])
        let share = try #require(entropy.key(for: .x25519)?.share)
        entropy.makeKeys(for: [.x25519, .secp384r1])
        #expect(entropy.key(for: .x25519)?.share == share)
        #expect(entropy.key(for: .secp384r1)?.share.keyExchange.count == 97)
        #expect(entropy.key(for: .secp256r1) == nil)
        #expect(entropy.key(for: NamedGroup(rawValue: 0x0100)) == nil)
    }

    @Test func helloCarriesTheNonce() throws {
        let nonce = [UInt8](repeating: 0xAB, count: 16)
        var client = ClientHandshake(
            .init(serverName: nil, template: .apple26), entropy: .fresh(nonce: nonce))
        let hello = try client.start().hello
        #expect(hello.random.starts(with: nonce))
        #expect(hello.sessionID.starts(with: nonce))
    }
}
