// Each variation takes one thing away, so that two handshakes tell whether a box on the way minds that thing.
// A template that has nothing of the kind is returned as it is, name and all.

extension ClientHelloTemplate {
    /// Without groups that need ML-KEM, whose keys make a ClientHello longer than one segment.
    public var withoutPostQuantum: ClientHelloTemplate {
        guard groups.contains(where: \.isPostQuantum) else { return self }
        var template = self
        template.name += "-no-pq"
        template.groups.removeAll(where: \.isPostQuantum)
        template.keyShares.removeAll(where: \.isPostQuantum)
        return template
    }

    /// Without the values that a server must ignore (RFC 8701).
    public var withoutGREASE: ClientHelloTemplate {
        var template = self
        template.cipherSuites.removeAll(where: \.isGREASE)
        template.groups.removeAll(where: \.isGREASE)
        template.keyShares.removeAll(where: \.isGREASE)
        template.signatureSchemes.removeAll(where: \.isGREASE)
        template.versions.removeAll(where: \.isGREASE)
        template.slots.removeAll(where: \.isGREASE)
        if template != self { template.name += "-no-grease" }
        return template
    }

    /// With an encrypted_client_hello that hides nothing, to see whether a box on the way minds the extension.
    ///
    /// The one variation that adds a thing. Chrome and Firefox send it always, Apple's clients do not.
    public var withGREASEECH: ClientHelloTemplate {
        guard versions.contains(.tls13), !slots.contains(.greaseECH) else { return self }
        var template = self
        template.name += "-grease-ech"
        let last = slots.lastIndex { $0 != .padding && !$0.isGREASE }
        template.slots.insert(.greaseECH, at: last.map { $0 + 1 } ?? slots.endIndex)
        return template
    }

    /// What the same client sends when it may speak nothing newer than TLS 1.2.
    ///
    /// Suites, groups and extensions of TLS 1.3 are left out; a template that has no other suites gets those
    /// of ``modern``.
    public var limitedToTLS12: ClientHelloTemplate {
        guard versions.contains(.tls13) else { return self }
        var template = withoutPostQuantum
        template.name = name + "-tls12"
        template.cipherSuites.removeAll(where: \.isTLS13)
        if template.cipherSuites.allSatisfy(\.isGREASE) {
            template.cipherSuites += CipherSuite.forwardSecret
        }
        template.versions = []
        template.keyShares = []
        template.slots.removeAll(where: \.isOnlyForTLS13)
        return template
    }
}

extension ClientHelloTemplate.Slot {
    fileprivate var isGREASE: Bool {
        if case .fixed(let raw) = self { raw.type.isGREASE } else { false }
    }

    fileprivate var isOnlyForTLS13: Bool {
        switch self {
        case .keyShare, .supportedVersions, .greaseECH: true
        case .fixed(let raw): [.pskKeyExchangeModes, .compressCertificate, .earlyData].contains(raw.type)
        case .serverName, .supportedGroups, .signatureAlgorithms, .applicationProtocols, .padding: false
        }
    }
}
