import Testing

@testable import TLSHandshake

/// The ClientHellos of Apple's systems, as this client makes them.
struct AppleTemplateTests {
    static let server = "mdmenrollment.apple.com"
    static let recorded = "apple26-clienthello-mdmenrollment.hex"

    private func hello(
        _ template: ClientHelloTemplate, serverName: String? = server, entropy: Entropy = .fresh(),
        alpn: [String] = ["h2", "http/1.1"]
    ) throws -> ClientHello {
        var client = ClientHandshake(
            .init(serverName: serverName, alpn: alpn, template: template), entropy: entropy)
        return try client.start().hello
    }

    @Test(arguments: [
        (ClientHelloTemplate.apple26, "ecdf4f49dd59effc439639da29186671", "7f0f34a4126d", 13),
        (.apple18, "773906b0efdefa24a7f2b8eb6985bf37", "e42f34c56612", 14),
    ])
    func fingerprintsAreThoseOfDevices(
        template: ClientHelloTemplate, ja3: String, extensions: String, count: Int
    ) throws {
        let hello = try hello(template)
        #expect(JA3(hello).digest == ja3)
        #expect(JA4(hello).description == "t13d20\(count)h2_a09f3c656075_\(extensions)")
    }

    /// JA4 knows neither groups nor keys: only JA3 sees that ML-KEM is gone.
    @Test func withoutPostQuantumOnlyTheGroupsDiffer() throws {
        let hello = try hello(.apple26NoPQ)
        #expect(JA4(hello).description == "t13d2013h2_a09f3c656075_7f0f34a4126d")
        #expect(JA3(hello).text.hasSuffix(",29-23-24-25,0"))
    }

    /// What processes without HTTP/2, without ALPN and without a name are seen with.
    @Test func protocolAndNameShowInJA4() throws {
        #expect(JA4(try hello(.apple26, alpn: ["http/1.1"])).a == "t13d2013h1")
        #expect(JA4(try hello(.apple26, alpn: [])).a == "t13d201200")
        #expect(JA4(try hello(.apple26, serverName: nil)).a == "t13i2012h2")
    }

    /// Bytes of the message with its header of four, without that of the record.
    @Test(arguments: [(ClientHelloTemplate.apple26, 1541), (.apple26NoPQ, 319), (.apple18, 512)])
    func lengthsAreThoseOfDevices(template: ClientHelloTemplate, length: Int) throws {
        #expect(try hello(template).message.bytes.count == length)
    }

    @Test func greaseStandsWhereBoringSSLPutsIt() throws {
        let hello = try hello(.apple26)
        #expect(hello.cipherSuites.first?.isGREASE == true)
        #expect(hello.versions.map { $0.isGREASE } == [true, false, false])
        #expect(hello.keyShares.map { $0.keyExchange.count } == [1, 1216, 32])
        #expect(hello.keyShares.first?.group == hello.groups.first)
        let greased = hello.extensions.filter(\.type.isGREASE)
        #expect(greased.map { $0.data } == [[], [0]])
        #expect(greased.first?.type == hello.extensions.first?.type)
        #expect(greased.last?.type == hello.extensions.last?.type)
        #expect(Set(greased.map { $0.type }).count == 2)
    }

    @Test func hybridShareHasItsOwnX25519Key() throws {
        let shares = try hello(.apple26).keyShares
        #expect(shares.map { $0.group }.dropFirst() == [.x25519MLKEM768, .x25519])
        #expect(Array(shares[1].keyExchange.suffix(32)) != shares[2].keyExchange)
    }

    @Test(.enabled(if: SharedData.has(recorded), "the ClientHello of Apple is not beside the package"))
    func recordedHelloIsMadeByteForByte() throws {
        let record = try #require(try SharedData.hex(Self.recorded))
        #expect(record.count == 1546)
        let message = try HandshakeMessage(Array(record.dropFirst(RecordLimits.headerLength)))
        let recorded = try message.decode(ClientHello.self)
        let own = try hello(.apple26, entropy: try entropy(of: recorded))
        #expect(own.message.bytes.count == message.bytes.count)
        #expect(own.keyShares.map { $0.group } == recorded.keyShares.map { $0.group })
        let share = try #require(recorded.extensions[.keyShare])
        let same = own.extensions.map { $0.type == .keyShare ? share : $0 }
        #expect(own.with(same).message.bytes == message.bytes)
    }

    /// The random, session id and GREASE of another ClientHello, with other keys.
    private func entropy(of hello: ClientHello) throws -> Entropy {
        let greased = hello.extensions.map(\.type).filter(\.isGREASE).map(\.rawValue)
        let values =
            [
                hello.cipherSuites.first?.rawValue, hello.groups.first?.rawValue,
                hello.versions.first?.rawValue,
            ]
            .compactMap { $0 } + greased
        return try #require(
            Entropy(
                random: hello.random, sessionID: hello.sessionID,
                x25519PrivateKey: [UInt8](repeating: 1, count: 32),
                p256PrivateKey: [UInt8](repeating: 1, count: 32),
                grease: GREASE(values.map { UInt8($0 >> 12) })))
    }
}

extension Step {
    /// The ClientHello that the step sends.
    var hello: ClientHello {
        get throws {
            struct NoHello: Error {}
            for case .clientHelloSent(let sent) in events { return sent.hello }
            throw NoHello()
        }
    }
}
