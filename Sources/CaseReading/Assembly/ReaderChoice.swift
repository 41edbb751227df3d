import Casework

/// Chooses the reader of an entry by its kind.
struct ReaderChoice {
    let limits: ReadingLimits
    /// The ranges that callbacks are expected from, in CIDR notation.
    var callbackRanges: [String] = []

    /// Throws: `RecordFault` with the reason why this version cannot read the entry.
    func reader(for entry: EvidenceEntry, file: Int, secret: Secret?) throws(RecordFault)
        -> any EvidenceReader
    {
        switch entry.kind {
        case .devices: return try DeviceListReader(entry: entry, file: file, limits: limits)
        case .audit:
            guard entry.dialect.map(AuditHandler.dialects.contains) ?? true else {
                throw RecordFault(
                    "audit events are read in the dialects \(AuditHandler.dialects.joined(separator: " and ")), "
                        + "not \(entry.dialect ?? "")")
            }
            return RecordReader(AuditHandler(file: file), listKeys: AuditHandler.listKeys, limits: limits)
        case .rateLimits: return RecordReader(RateLimitHandler(), limits: limits)
        case .integrations:
            return RecordReader(IntegrationHandler(), listKeys: IntegrationHandler.listKeys, limits: limits)
        case .mdmServers: return RecordReader(MDMServerHandler(entry: entry), limits: limits)
        case .activities: return ActivityReader(entry: entry, limits: limits)
        case .exchanges:
            return RecordReader(
                ExchangeHandler(limits: limits), listKeys: ExchangeHandler.listKeys, limits: limits)
        case .serverToken:
            return ServerTokenFileReader(limits: limits)
        case .handshakes: return RecordReader(HandshakeHandler(entry: entry), limits: limits)
        case .reflections: return RecordReader(ReflectionHandler(), limits: limits)
        case .callbacks: return RecordReader(CallbackHandler(secret: secret, file: file), limits: limits)
        case .queue: return RecordReader(QueueHandler(), limits: limits)
        case .mdmLog: return MDMLogReader(entry: entry, limits: limits)
        case .deviceLog: return DeviceLogReader(entry: entry, limits: limits)
        case .deviceProfiles: return DeviceProfilesReader(entry: entry, limits: limits)
        case .configurationProfile: return ConfigurationProfileReader(limits: limits)
        case .certificate: return CertificateReader(role: entry.role, limits: limits)
        case .accessLog: return AccessLogEvidenceReader(entry: entry, ranges: callbackRanges, limits: limits)
        case .adeAccount: return RecordReader(ADEAccountHandler(), limits: limits)
        case .adeProfile: return RecordReader(ADEProfileHandler(), limits: limits)
        case .adeSync: return RecordReader(ADESyncHandler(), limits: limits)
        case .deviceFiles: return DeviceFileReader(entry: entry, limits: limits)
        case .deviceCommands: return DeviceCommandReader(entry: entry, limits: limits)
        default: throw RecordFault("evidence of kind \(entry.kind) is not read by this version")
        }
    }

    /// What a file of which no record can be read probably is, from its first bytes.
    static func guess(_ head: [UInt8], kind: EvidenceKind) -> String {
        let text = String(decoding: head, as: UTF8.self)
        // A mitmproxy flow is a tnetstring: its length, a colon, a pair.
        let digits = text.prefix { $0.isNumber }
        if !digits.isEmpty, text.dropFirst(digits.count).hasPrefix(":"), text.contains("version") {
            return "a mitmproxy flow file; convert it: mitmdump -nr FILE --set hardump=FILE.har"
        }
        return "no record of it can be read"
    }
}
