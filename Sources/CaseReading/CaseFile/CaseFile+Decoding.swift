import AccessLogs
import Casework
import OpenFormats
import Yams

extension CaseFile {
    private static let topKeys = [
        "schema", "id", "title", "asOf", "tenant", "mdm", "expect", "thresholds", "evidence", "collect",
    ]
    private static let entryKeys = [
        "kind", "role", "dialect", "file", "collectedAt", "timeZone", "columns", "complete", "scope",
        "device", "secret",
        "key", "keyLog", "vantage", "path", "clockOffset", "clientAddressFrom",
    ]

    /// Reads a case file.
    ///
    /// Throws: `CaseError` of class `.configuration`, with the line, for what is no YAML, for a key that is not known
    /// and for a value of a wrong type.
    init(yaml bytes: [UInt8], file: String, limits: ReadingLimits) throws(CaseError) {
        let top = try StrictMapping(
            try YAMLText.node(bytes, file: file, limits: limits), path: "", file: file, known: Self.topKeys)
        isEmpty = false
        if let schema = try top.text("schema"), schema != Self.schema {
            throw top.error("schema", "this version reads \(Self.schema), not \(schema.prefix(60))")
        }
        profile.id = try top.text("id") ?? ""
        profile.title = try top.text("title") ?? ""
        asOf = try top.instant("asOf")
        try readTenant(top)
        try readMDM(top)
        try readExpectations(top)
        try readThresholds(top)
        let entries = try top.mappings("evidence", known: Self.entryKeys)
        guard entries.count <= limits.entries else {
            throw top.error("evidence", "\(entries.count) entries; at most \(limits.entries) are read")
        }
        for entry in entries { evidence.append(try EvidenceEntry(entry)) }
        // `collect` is read by the collectors; here it only has to be a mapping.
        if let node = top.node("collect"), node.mapping == nil, node.scalar?.string.isEmpty != true {
            throw top.error("collect", "expected a mapping")
        }
        profile.namesLiveSources = top.node("collect")?.mapping?.isEmpty == false
    }

    private mutating func readTenant(_ top: StrictMapping) throws(CaseError) {
        guard let tenant = try top.mapping("tenant", known: ["id", "sector", "dialect"]) else { return }
        profile.tenantID = try tenant.text("id")
        profile.sector = try tenant.text("sector")?.lowercased()
        profile.dialect = try tenant.text("dialect")
        if let dialect = profile.dialect, !["field-guide", "published"].contains(dialect) {
            throw tenant.error(
                "dialect", "expected field-guide or published, found \"\(dialect.prefix(40))\"")
        }
    }

    private mutating func readMDM(_ top: StrictMapping) throws(CaseError) {
        let known = ["vendor", "version", "serverId", "syncIntervalMinutes"]
        guard let mdm = try top.mapping("mdm", known: known) else { return }
        profile.vendor = try mdm.text("vendor")
        profile.vendorVersion = try mdm.text("version")
        profile.serverID = try mdm.text("serverId")
        profile.syncIntervalMinutes = try mdm.integer("syncIntervalMinutes")
        if let minutes = profile.syncIntervalMinutes, !(1...525_600).contains(minutes) {
            throw mdm.error("syncIntervalMinutes", "expected 1 minute to a year, found \(minutes)")
        }
    }

    private mutating func readExpectations(_ top: StrictMapping) throws(CaseError) {
        let known = ["hosts", "anchors", "rootFingerprints", "callbackRanges", "active", "psk"]
        guard let expect = try top.mapping("expect", known: known) else { return }
        profile.expectedHosts = try expect.texts("hosts").map { $0.text.lowercased() }
        anchors = try expect.texts("anchors").map { NamedFile(name: $0.text, line: $0.line) }
        for (text, line) in try expect.texts("rootFingerprints") {
            guard let print = Fingerprint(text), Hex.bytes(print.hex)?.count == 32 else {
                throw CaseError(
                    .configuration, file: top.file, line: line,
                    "expect.rootFingerprints: expected SHA256: and 64 hex digits, found \"\(text.prefix(40))\""
                )
            }
            profile.rootFingerprints.append(print)
        }
        let ranges = try expect.texts("callbackRanges")
        if expect.node("callbackRanges") != nil { profile.callbackRanges = ranges.map(\.text) }
        if let psk = try expect.text("psk") {
            guard psk == "required" else {
                throw expect.error("psk", "expected required, found \"\(psk.prefix(40))\"")
            }
            profile.requiresPSK = true
        }
        active = try expect.text("active").map { NamedFile(name: $0, line: expect.line("active")) }
    }

    private mutating func readThresholds(_ top: StrictMapping) throws(CaseError) {
        guard let given = try top.mapping("thresholds", known: Thresholds.names.map(\.name)) else { return }
        for name in given.keys {
            guard let value = try given.integer(name) else { continue }
            guard (0...1_000_000_000).contains(value), thresholds.override(name, with: value) else {
                throw given.error(name, "expected 0 to 1,000,000,000, found \(value)")
            }
        }
    }
}

extension EvidenceEntry {
    fileprivate init(_ entry: StrictMapping) throws(CaseError) {
        guard let kind = try entry.text("kind"), !kind.isEmpty else {
            throw CaseError(
                .configuration, file: entry.file, line: entry.keys.first.flatMap(entry.line),
                "\(entry.path): \"kind\" is missing")
        }
        guard let file = try entry.text("file"), !file.isEmpty else {
            throw entry.error("kind", "the entry names no \"file\"")
        }
        self.init(kind: EvidenceKind(kind), file: file)
        line = entry.line("file") ?? entry.line("kind")
        role = try entry.text("role").map { EvidenceRole($0.lowercased()) }
        dialect = try entry.text("dialect")?.lowercased()
        collectedAt = try entry.instant("collectedAt")
        columns = try entry.dictionary("columns")
        scope = try entry.text("scope")
        device = try entry.text("device")
        path = try entry.text("path")
        vantage = try entry.text("vantage")
        try checkRole(entry)
        try readZone(entry)
        try readCompleteness(entry)
        try readSecret(entry)
        try readClientAddress(entry)
        for key in ["key", "keyLog", "clockOffset"] { _ = try entry.text(key) }
    }

    private func checkRole(_ entry: StrictMapping) throws(CaseError) {
        let known = [EvidenceRole.tenant, .ade, .mdm, .device].map(\.name)
        guard kind == .devices, let name = role?.name, !known.contains(name) else { return }
        throw entry.error("role", "expected \(known.joined(separator: ", ")), found \"\(name.prefix(40))\"")
    }

    private mutating func readZone(_ entry: StrictMapping) throws(CaseError) {
        guard let zone = try entry.text("timeZone") else { return }
        guard let seconds = TimeZoneOffset.seconds(zone) else {
            throw entry.error(
                "timeZone", "expected an offset such as +02:00 or Z, found \"\(zone.prefix(40))\"")
        }
        zoneSeconds = seconds
    }

    private mutating func readCompleteness(_ entry: StrictMapping) throws(CaseError) {
        guard let complete = try entry.text("complete") else { return }
        guard let value = Completeness(rawValue: complete.lowercased()) else {
            throw entry.error("complete", "expected true, false or auto, found \"\(complete.prefix(40))\"")
        }
        completeness = value
    }

    private mutating func readClientAddress(_ entry: StrictMapping) throws(CaseError) {
        guard let name = try entry.text("clientAddressFrom") else { return }
        guard let address = AccessLogPolicy.ClientAddress(rawValue: name.lowercased()) else {
            throw entry.error(
                "clientAddressFrom", "expected x-forwarded-for or connection, found \"\(name.prefix(40))\"")
        }
        clientAddress = address
    }

    private mutating func readSecret(_ entry: StrictMapping) throws(CaseError) {
        guard let reference = try entry.text("secret") else { return }
        // The value may be a secret typed in the wrong place, so it is not repeated.
        guard let value = SecretReference(reference) else {
            throw entry.error("secret", "expected env:NAME, file:PATH, fd:N or keychain:SERVICE/ACCOUNT")
        }
        secret = value
    }
}
