extension ClientHello {
    /// The lengths at which some old servers and balancers hang, taking the second byte for a record type.
    ///
    /// Units: bytes of the message, header included. Source: RFC 7685 section 1.
    private static let hangingLengths = 256..<512

    /// The ClientHello with as much padding as BoringSSL gives it, if it has a padding extension.
    ///
    /// `later` bytes are still to be added behind it.
    ///
    /// Source: RFC 7685; BoringSSL `ssl_add_clienthello_tlsext`.
    func padded(later: Int = 0) -> ClientHello {
        guard let index = extensions.firstIndex(where: { $0.type == .padding }) else { return self }
        var extensions = extensions
        extensions.remove(at: index)
        let count = with(extensions).message.bytes.count + later
        if Self.hangingLengths.contains(count) {
            // Four bytes are the extension's own header; one byte of content is the least that is sent.
            let zeros = max(1, Self.hangingLengths.upperBound - count - 4)
            let padding = RawExtension(type: .padding, data: [UInt8](repeating: 0, count: zeros))
            extensions.insert(padding, at: index)
        }
        return with(extensions)
    }

    /// The same ClientHello with other extensions.
    func with(_ extensions: [RawExtension]) -> ClientHello {
        ClientHello(
            legacyVersion: legacyVersion, random: random, sessionID: sessionID, cipherSuites: cipherSuites,
            compressionMethods: compressionMethods, extensions: extensions)
    }
}
