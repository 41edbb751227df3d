import TLSHandshake
import Testing

struct FingerprintTests {
    static let apple = "apple26-clienthello-mdmenrollment.hex"

    private func helloOfApple() throws -> ClientHello {
        let bytes = try #require(try SharedData.hex(Self.apple))
        var framer = RecordFramer()
        framer.append(bytes)
        let record = try #require(try framer.next())
        return try HandshakeMessage(record.fragment).decode()
    }

    @Test(.enabled(if: SharedData.has(apple), "the ClientHello of Apple is not beside the package"))
    func appleDevicesHaveTheirKnownFingerprints() throws {
        let hello = try helloOfApple()
        #expect(JA3(hello).digest == "ecdf4f49dd59effc439639da29186671")
        #expect(JA4(hello).description == "t13d2013h2_a09f3c656075_7f0f34a4126d")
        #expect(hello.serverName == "mdmenrollment.apple.com")
        #expect(hello.alpn == ["h2", "http/1.1"])
        #expect(hello.keyShares.map(\.group).contains(.x25519MLKEM768))
    }

    @Test(.enabled(if: SharedData.has(apple), "the ClientHello of Apple is not beside the package"))
    func appleHelloIsRewrittenByteForByte() throws {
        let bytes = try #require(try SharedData.hex(Self.apple))
        #expect(try helloOfApple().message.bytes == Array(bytes.dropFirst(5)))
    }

    private func hello(suites: [UInt16] = [0x1301], _ extensions: [RawExtension]) -> ClientHello {
        ClientHello(
            random: [UInt8](repeating: 0, count: 32), sessionID: [],
            cipherSuites: suites.map(CipherSuite.init(rawValue:)), extensions: extensions)
    }

    @Test(arguments: [
        ([UInt8](), "00"), (Array("h2".utf8), "h2"), (Array("x".utf8), "xx"), ([0xAB], "ab"),
        ([0x30, 0x31, 0xAB, 0xCD], "3d"), (Array("http/1.1".utf8), "h1"),
    ])
    func protocolOfJA4IsFirstAndLast(name: [UInt8], expected: String) {
        let list = name.isEmpty ? [] : [ApplicationProtocols(names: [name]).raw]
        #expect(JA4(hello(list)).a.suffix(2) == expected)
    }

    @Test func emptyListsHashToZeros() {
        #expect(JA4(hello(suites: [0x0A0A], [])).description == "t12i000000_000000000000_000000000000")
    }

    @Test func greaseIsIgnored() {
        let plain = hello([SupportedGroups([.x25519]).raw])
        let greased = hello(
            suites: [0xFAFA, 0x1301],
            [
                RawExtension(type: ExtensionType(rawValue: 0x2A2A), data: []),
                SupportedGroups([NamedGroup(rawValue: 0x3A3A), .x25519]).raw,
            ])
        #expect(JA3(plain) == JA3(greased))
        #expect(JA4(plain).description == JA4(greased).description)
        #expect(!CipherSuite(rawValue: 0x0A1A).isGREASE)
    }

    @Test func serverFingerprintIsVersionSuiteExtensions() {
        let hello = ServerHello(
            random: [UInt8](repeating: 0, count: 32), sessionID: [], cipherSuite: .aes128GCMSHA256,
            extensions: [
                SelectedKeyShare(KeyShareEntry(group: .x25519, keyExchange: [1])).raw,
                SelectedVersion(.tls13).raw,
            ])
        #expect(JA3S(hello).text == "771,4865,51-43")
        #expect(JA3S(hello).digest == "eb1d94daa7e0344597e756a1fb6e7054")
    }
}
