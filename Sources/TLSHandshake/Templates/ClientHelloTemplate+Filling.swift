extension ClientHelloTemplate {
    /// The ClientHello of one connection; a key must have been made for each share that is to be sent.
    func hello(serverName: String?, alpn: [String], entropy: Entropy) -> ClientHello {
        let grease = entropy.grease
        var greaseExtensions = [grease.firstExtension, grease.lastExtension]
        let extensions = slots.compactMap { slot -> RawExtension? in
            switch slot {
            case .serverName: serverName.map { ServerName(hostName: $0).raw }
            case .supportedGroups: SupportedGroups(groups.replacingGREASE(by: grease.group)).raw
            case .signatureAlgorithms: SignatureAlgorithms(signatureSchemes).raw
            case .applicationProtocols: alpn.isEmpty ? nil : ApplicationProtocols(alpn).raw
            case .supportedVersions: OfferedVersions(versions.replacingGREASE(by: grease.version)).raw
            case .keyShare: OfferedKeyShares(keyShares.compactMap { share(for: $0, entropy) }).raw
            case .greaseECH: GREASEEncryptedClientHello.make()
            case .padding: RawExtension(type: .padding, data: [])
            case .fixed(let raw) where raw.type.isGREASE && !greaseExtensions.isEmpty:
                RawExtension(type: ExtensionType(rawValue: greaseExtensions.removeFirst()), data: raw.data)
            case .fixed(let raw): raw
            }
        }
        return ClientHello(
            // RFC 8446 section 4.1.2: only a client of TLS 1.3 makes up a session id.
            random: entropy.random, sessionID: versions.contains(.tls13) ? entropy.sessionID : [],
            cipherSuites: cipherSuites.replacingGREASE(by: grease.cipherSuite), extensions: extensions
        ).padded()
    }

    private func share(for group: NamedGroup, _ entropy: Entropy) -> KeyShareEntry? {
        guard !group.isGREASE else {
            return KeyShareEntry(group: NamedGroup(rawValue: entropy.grease.group), keyExchange: [0])
        }
        return entropy.key(for: group)?.share
    }
}

extension Array where Element: CodePoint, Element.RawValue == UInt16 {
    fileprivate func replacingGREASE(by value: UInt16) -> [Element] {
        map { $0.isGREASE ? Element(rawValue: value) : $0 }
    }
}

extension ClientHello {
    /// The second ClientHello: the first with another key share and the server's cookie.
    ///
    /// The cookie stands where BoringSSL puts it, behind supported_versions. Source: RFC 8446 section 4.1.2.
    func repeated(share: KeyShareEntry?, cookie: Cookie?) -> ClientHello {
        var extensions = extensions
        if let share, let index = extensions.firstIndex(where: { $0.type == .keyShare }) {
            extensions[index] = OfferedKeyShares([share]).raw
        }
        if let cookie {
            let versions = extensions.firstIndex { $0.type == .supportedVersions }
            extensions.insert(cookie.raw, at: versions.map { $0 + 1 } ?? extensions.endIndex)
        }
        return with(extensions).padded()
    }
}
