/// What the client offered, against which the server's answers are checked.
struct Offer: Sendable {
    let hello: ClientHello
    let alpn: [String]
    let entropy: Entropy
    /// The pre-shared key that the hello offers.
    var preSharedKey: PreSharedKey?
    /// What answers a request for a certificate of the client.
    var clientIdentity: ClientIdentity?

    var sharedGroups: [NamedGroup] { hello.keyShares.map(\.group) }

    /// Checks that no extension comes twice, unasked, or in a message where it does not belong.
    ///
    /// Source: RFC 8446 section 4.2.
    func check(
        _ extensions: [RawExtension], in type: HandshakeType, allowed: Set<ExtensionType>,
        unasked: Set<ExtensionType> = []
    ) throws(Deviation) {
        if let duplicate = extensions.firstDuplicate {
            throw Deviation(
                "extension \(duplicate.type) comes twice", in: .message(type), at: duplicate.offset,
                alert: .illegalParameter)
        }
        for each in extensions where !unasked.contains(each.type) {
            // RFC 8701 section 3.1: a value that means "ignore me" is never an offer.
            guard hello.extensions[each.type] != nil, !each.type.isGREASE else {
                throw Deviation(
                    "extension \(each.type) was not offered", in: .message(type), at: each.offset,
                    alert: .unsupportedExtension)
            }
            guard allowed.contains(each.type) else {
                throw Deviation(
                    "extension \(each.type) does not belong here", in: .message(type), at: each.offset,
                    alert: .illegalParameter)
            }
        }
    }
}

extension HandshakeMessage {
    /// Reads the body, with the peer's mistakes as deviations.
    func checked<Body: HandshakeBody>(_: Body.Type = Body.self) throws(Deviation) -> Body {
        do throws(WireError) { return try decode() } catch { throw Deviation(error, in: type) }
    }

    /// Checks that the message is one of those that may come now.
    func expect(_ types: HandshakeType...) throws(Deviation) { try expect(types) }

    /// Checks that the message is one of those that may come now.
    func expect(_ types: [HandshakeType]) throws(Deviation) {
        guard types.contains(type) else {
            let expected = types.map(\.description).joined(separator: " or ")
            throw Deviation(
                "\(type) came where \(expected) should", in: .message(type), at: 0,
                alert: .unexpectedMessage)
        }
    }
}

extension [RawExtension] {
    /// Reads an extension, with the peer's mistakes as deviations.
    func checked<Content: HelloExtension>(
        _: Content.Type = Content.self, in type: HandshakeType
    ) throws(Deviation) -> Content? {
        do throws(WireError) { return try decode() } catch { throw Deviation(error, in: type) }
    }
}
