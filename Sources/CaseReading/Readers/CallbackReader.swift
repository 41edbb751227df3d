import Casework
import Crypto
import OpenFormats

/// Reads webhook deliveries as the MDM's side stored them.
///
/// The signature is HMAC-SHA256 over the body as it came, as hex or base 64, with or without `sha256=`.
/// Source: FG-6.1, FG-6.3; NanoMDM's webhook payload.
struct CallbackHandler: RecordHandler {
    private let file: Int
    private let keys: SigningKeys?
    private var draft = CaseDraft.Deliveries()
    private var newest: Instant?

    init(secret: Secret?, file: Int) {
        self.file = file
        keys = secret.map(SigningKeys.init)
    }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let record = try CallbackRecord(scanning: bytes)
        let body = try record.decodedBody()
        let payload = body.flatMap { try? CallbackPayload(scanning: $0.span) } ?? CallbackPayload()
        let path = record.path.map(EndpointPath.init)
        if let time = record.receivedAt { newest = newest.map { max($0, time) } ?? time }
        draft.append(
            CallbackDelivery(
                receivedAt: record.receivedAt, remoteAddress: record.remoteAddress, path: path?.text,
                status: record.status, session: payload.session, needsSession: payload.needsSession,
                signature: signature(record, body), checkin: payload.message?.kind,
                topic: payload.message?.topic, awaitsConfiguration: payload.message?.awaitsConfiguration,
                mark: mark(record, payload, body), file: file, line: locator.number),
            serial: payload.serial, udid: payload.udid ?? (payload.serial == nil ? path?.device : nil))
    }

    private func signature(_ record: CallbackRecord, _ body: [UInt8]?) -> CallbackDelivery.SignatureCheck {
        guard let header = record.signature else { return .unsigned }
        // A body that the store has parsed can no longer be checked against its signature.
        guard let keys, let body, !record.isParsed else { return .unchecked }
        return keys.check(header, body)
    }

    /// What two deliveries of one event have in common.
    ///
    /// Two payloads may be equal and right where nobody signed them, so only an event's id or a signature counts.
    private func mark(_ record: CallbackRecord, _ payload: CallbackPayload, _ body: [UInt8]?) -> UInt64? {
        if let event = payload.event { return Mark(event.utf8).value }
        guard let signature = record.signature else { return nil }
        var mark = Mark(signature.utf8)
        if let body { mark.add(body) }
        return mark.value
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.noteTime(newest)
        draft.callbacks.append(contentsOf: self.draft)
    }
}

/// The secret of a webhook, and the secret with a line break behind it.
///
/// A secret file that ends in a line break is read with it by some tools and without it by others.
struct SigningKeys {
    private let key: SymmetricKey
    private let keyWithLineBreak: SymmetricKey

    init(_ secret: Secret) {
        key = SymmetricKey(data: secret.bytes)
        keyWithLineBreak = SymmetricKey(data: secret.bytes + [0x0A])
    }

    /// Compares in constant time.
    func check(_ header: String, _ body: [UInt8]) -> CallbackDelivery.SignatureCheck {
        guard let code = Self.code(header) else { return .invalid }
        if HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: key) { return .valid }
        let fits = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: keyWithLineBreak)
        return fits ? .validWithLineBreak : .invalid
    }

    /// The 32 bytes of a header, as hex or base 64.
    private static func code(_ header: String) -> [UInt8]? {
        var text = header.trimmedASCII
        if text.utf8.count > 7, text.prefix(7).lowercased() == "sha256=" { text = String(text.dropFirst(7)) }
        let code = text.utf8.count == 64 ? Hex.bytes(text) : Base64.bytes(text)
        return code.flatMap { $0.count == SHA256.byteCount ? $0 : nil }
    }
}

/// A short name for bytes: equal for equal bytes.
///
/// Source: FNV-1a with 64 bits.
private struct Mark {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ bytes: some Sequence<UInt8>) { add(bytes) }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}

extension String {
    /// The text without ASCII spaces and line breaks around it.
    var trimmedASCII: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let kept = utf8.drop(while: isSpace)
        guard let last = kept.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(Substring(kept[...last]))
    }
}
