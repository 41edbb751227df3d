import Casework

/// Chooses the reader of an entry by its kind.
struct ReaderChoice {
    let limits: ReadingLimits

    /// Throws: `RecordFault` with the reason why this version cannot read the entry.
    func reader(for entry: EvidenceEntry, file: Int, secret: Secret?) throws(RecordFault)
        -> any EvidenceReader
    {
        switch entry.kind {
        case .devices: return try DeviceListReader(entry: entry, file: file, limits: limits)
        case .audit:
            guard entry.dialect == nil || entry.dialect == "field-guide" else {
                throw RecordFault(
                    "audit events of dialect \(entry.dialect ?? "") are read by a later version")
            }
            return RecordReader(AuditHandler(file: file), listKeys: AuditHandler.listKeys, limits: limits)
        case .rateLimits: return RecordReader(RateLimitHandler(), limits: limits)
        case .integrations:
            return RecordReader(IntegrationHandler(), listKeys: IntegrationHandler.listKeys, limits: limits)
        case .exchanges:
            return RecordReader(
                ExchangeHandler(limits: limits), listKeys: ExchangeHandler.listKeys, limits: limits)
        case .serverToken:
            return RecordReader(ServerTokenHandler(), listKeys: ServerTokenHandler.listKeys, limits: limits)
        case .handshakes: return RecordReader(HandshakeHandler(entry: entry), limits: limits)
        case .reflections: return RecordReader(ReflectionHandler(), limits: limits)
        case .callbacks: return RecordReader(CallbackHandler(secret: secret), limits: limits)
        case .queue: return RecordReader(QueueHandler(), limits: limits)
        case .mdmLog: return MDMLogReader(entry: entry, limits: limits)
        case .deviceLog: return DeviceLogReader(entry: entry, limits: limits)
        case .deviceProfiles: return DeviceProfilesReader(entry: entry, limits: limits)
        case .configurationProfile: return ConfigurationProfileReader(limits: limits)
        case .certificate: return CertificateReader(role: entry.role, limits: limits)
        default: throw RecordFault("evidence of kind \(entry.kind) is not read by this version")
        }
    }

    /// What a file of which no record can be read probably is, from its first bytes.
    static func guess(_ head: [UInt8], kind: EvidenceKind) -> String {
        let text = String(decoding: head, as: UTF8.self)
        if kind == .serverToken, head.first == 0x30 || text.contains("pkcs7") || text.hasPrefix("-----BEGIN")
        {
            return "an encrypted server token (.p7m) is read by a later version; supply the decrypted JSON"
        }
        // A mitmproxy flow is a tnetstring: its length, a colon, a pair.
        let digits = text.prefix { $0.isNumber }
        if !digits.isEmpty, text.dropFirst(digits.count).hasPrefix(":"), text.contains("version") {
            return "a mitmproxy flow file; convert it: mitmdump -nr FILE --set hardump=FILE.har"
        }
        return "no record of it can be read"
    }
}
