// What a pre-shared key changes in the hellos: an extension at the end of the client's, one answer of the server.

extension ClientHello {
    /// The message up to its binders, which cover just that; `nil` if no pre-shared key is its last extension.
    package var bytesBeforeBinders: [UInt8]? {
        guard extensions.last?.type == .preSharedKey,
            let offered = try? extensions.decode(OfferedPreSharedKeys.self)
        else { return nil }
        return message.bytes.dropLast(offered.bindersLength)
    }

    /// The same ClientHello with `key` offered, if it is an offer of TLS 1.3 at all.
    ///
    /// A suite with the key's hash is added only where the list has none, so that the fingerprint of the
    /// template stays but for the extension.
    func offering(_ key: PreSharedKey, after transcript: TranscriptHash = TranscriptHash()) -> ClientHello {
        guard versions.contains(.tls13) else { return self }
        let blankBinder = [UInt8](repeating: 0, count: key.hash.length)
        // Four bytes are the header of the extension, which counts for the padding before it.
        let length = OfferedPreSharedKeys(key, binder: blankBinder).raw.data.count + 4
        var base = withoutPreSharedKey.extensions
        if base[.pskKeyExchangeModes] == nil {
            base.append(PSKKeyExchangeModes([PSKKeyExchangeModes.pskWithECDHE]).raw)
        }
        let hasSuite = cipherSuites.contains { SuiteParameters($0)?.hash == key.hash }
        let suites = hasSuite ? cipherSuites : cipherSuites + [key.hash.usualSuite]
        base = replacing(extensions: base, suites: suites).padded(later: length).extensions
        func hello(binder: [UInt8]) -> ClientHello {
            replacing(extensions: base + [OfferedPreSharedKeys(key, binder: binder).raw], suites: suites)
        }
        let blank = hello(binder: blankBinder)
        return hello(binder: key.binder(over: blank.bytesBeforeBinders ?? [], after: transcript))
    }

    /// The second ClientHello with the key proved anew, or without one that the server's suite cannot use.
    ///
    /// Source: RFC 8446 section 4.1.2.
    func reoffering(
        _ key: PreSharedKey?, hash: HashAlgorithm, after transcript: TranscriptHash
    ) -> ClientHello {
        guard let key, key.hash == hash else { return withoutPreSharedKey.padded() }
        return offering(key, after: transcript)
    }

    private var withoutPreSharedKey: ClientHello {
        replacing(extensions: extensions.filter { $0.type != .preSharedKey }, suites: cipherSuites)
    }

    private func replacing(extensions: [RawExtension], suites: [CipherSuite]) -> ClientHello {
        ClientHello(
            legacyVersion: legacyVersion, random: random, sessionID: sessionID, cipherSuites: suites,
            compressionMethods: compressionMethods, extensions: extensions)
    }
}

extension HashAlgorithm {
    /// The suite that every client with this hash speaks.
    fileprivate var usualSuite: CipherSuite { self == .sha256 ? .aes128GCMSHA256 : .aes256GCMSHA384 }
}

extension Offer {
    /// The key that the server took, or `nil` when it goes on without one.
    ///
    /// Source: RFC 8446 section 4.2.11, on what a client must verify.
    func acceptedKey(in hello: ServerHello, _ parameters: SuiteParameters) throws(Deviation) -> PreSharedKey?
    {
        guard let selected = try hello.extensions.checked(SelectedPreSharedKey.self, in: .serverHello) else {
            return nil
        }
        let offset = hello.extensions[.preSharedKey]?.offset ?? HandshakeMessage.headerLength
        guard selected.index == 0, let key = preSharedKey else {
            throw illegal("selected_identity is \(selected.index), but one key was offered", at: offset)
        }
        guard key.hash == parameters.hash else {
            throw illegal("\(parameters.suite) has another hash than the chosen key", at: offset)
        }
        guard hello.extensions[.keyShare] != nil else {
            throw illegal("the chosen key comes without a key_share, which psk_dhe_ke asks for", at: offset)
        }
        return key
    }

    private func illegal(_ what: String, at offset: Int) -> Deviation {
        Deviation(what, in: .message(.serverHello), at: offset, alert: .illegalParameter)
    }
}
