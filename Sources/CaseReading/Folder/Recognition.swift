import Casework
import DeviceTriangulation
import OpenFormats

/// Tells what the files of a folder are from what they hold; names decide only between equals.
struct Recognition {
    /// How much of a file is looked at: a HAR entry or a device record begins well before.
    private static let headBytes = 64 << 10
    private static let ignoredNames = [
        "readme", "license", "licence", "changelog", "manifest-sha256.txt", "custody.ndjson", "case.yaml",
        "case.yml",
    ]
    private static let ignoredSuffixes = [".md", ".sh", ".py", ".png", ".svg", ".key", ".secret"]

    let folder: CaseFolder
    let limits: ReadingLimits

    /// Every file with its kind, and a problem for each that is of none.
    func evidence() -> (entries: [EvidenceEntry], problems: [EvidenceProblem]) {
        var entries: [EvidenceEntry] = []
        var problems: [EvidenceProblem] = []
        let names = folder.files(limit: limits.folderFiles)
        if names.count == limits.folderFiles {
            problems.append(
                EvidenceProblem(
                    .unreadableFile, Citation(file: "."),
                    "only the first \(limits.folderFiles) files are looked at"))
        }
        for name in names where !isIgnored(name) {
            guard let path = try? folder.path(of: name), !isOwnDeviceList(name, among: names) else {
                continue
            }
            do throws(FileFault) {
                let head = try EvidenceStream(limits: limits).head(of: path, bytes: Self.headBytes)
                guard !head.isEmpty, !Self.isOwnReport(head) else { continue }
                if let entry = Self.entry(name, head) {
                    entries.append(entry)
                } else {
                    problems.append(
                        EvidenceProblem(
                            .unreadableFile, Citation(file: name),
                            "not recognised by its content; name its kind in a case.yaml"))
                }
            } catch {
                problems.append(EvidenceProblem(.unreadableFile, Citation(file: name), "\(error)"))
            }
        }
        return (entries, problems)
    }

    /// What this tool wrote of a case is no evidence in it.
    static func isOwnReport(_ head: [UInt8]) -> Bool {
        if head.starts(with: "abm-forensics ".utf8) { return true }
        let start = String(decoding: head.prefix(200), as: UTF8.self).filter { !$0.isWhitespace }
        return ["report", "device"].contains { start.hasPrefix("{\"schema\":\"abm-forensics/\($0)/") }
    }

    /// The device list that stands beside a report.
    private func isOwnDeviceList(_ name: String, among names: [String]) -> Bool {
        guard name.hasSuffix(".devices.ndjson") else { return false }
        let stem = name.dropLast("devices.ndjson".count)
        return names.contains { other in
            guard other != name, other.hasPrefix(stem) || other + "." == stem,
                let path = try? folder.path(of: other),
                let head = try? EvidenceStream(limits: limits).head(of: path, bytes: 256)
            else { return false }
            return Self.isOwnReport(head)
        }
    }

    private func isIgnored(_ path: String) -> Bool {
        let name = (path.split(separator: "/").last ?? "").lowercased()
        let stem = name.prefix { $0 != "." }
        return Self.ignoredNames.contains(name) || Self.ignoredNames.contains(String(stem))
            || Self.ignoredSuffixes.contains { name.hasSuffix($0) }
    }

    /// What a file is from its first bytes; `nil` for what no rule knows.
    static func entry(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        let start = head.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        if start == 0x7B || start == 0x5B {
            if let entry = json(name, head) { return entry }
        }
        if AccessLogEvidenceReader.reads(head) { return EvidenceEntry(kind: .accessLog, file: name) }
        return document(name, head) ?? csv(name, head) ?? log(name, head)
    }

    // MARK: JSON

    private struct FirstRecord: RecordReceiver {
        var bytes: [UInt8] = []
        var value: JSONValue?

        mutating func record(_ record: Span<UInt8>, at locator: RecordLocator, offset: Int) {
            // A broken line costs that line, also if it is the first.
            guard value == nil, let read = try? JSONValue(parsing: record, limits: .record) else { return }
            (bytes, value) = (record.array(0..<record.count), read)
        }

        mutating func problem(_ problem: RecordProblem) {}
    }

    private static func json(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        let keys =
            DeviceDialect.everyListKey + AuditHandler.listKeys + ExchangeHandler.listKeys
            + IntegrationHandler.listKeys
            + ServerTokenHandler.listKeys
        var records = JSONRecords(listKeys: keys)
        var first = FirstRecord()
        records.read(head.span, into: &first)
        records.finish(into: &first)
        guard let value = first.value else { return whole(name, head) ?? cutShort(name, head) }
        if let kind = kind(of: value) { return EvidenceEntry(kind: kind, file: name) }
        if AccessLogEvidenceReader.reads(head) { return EvidenceEntry(kind: .accessLog, file: name) }
        guard let shape = DeviceDialect.recognise(first.bytes.span) else { return whole(name, head) }
        return devices(name, DeviceDialect.all.first { $0.shapes.contains(shape) })
    }

    /// A document of one piece whose list is empty, or holds no records.
    private static func whole(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        guard head.count < headBytes, let value = try? JSONValue(parsing: head.span, limits: .record) else {
            return nil
        }
        return kind(of: value).map { EvidenceEntry(kind: $0, file: name) }
    }

    /// A document of one piece that is longer than what was looked at.
    private static func cutShort(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        let text = String(decoding: head.prefix(4096), as: UTF8.self)
        if text.contains("\"\(HandshakeHandler.schema)\"") {
            return EvidenceEntry(kind: .handshakes, file: name)
        }
        if text.contains("\"log\""), text.contains("\"entries\"") || text.contains("\"creator\"") {
            return EvidenceEntry(kind: .exchanges, file: name)
        }
        return nil
    }

    /// The kind of a record by the members that no other kind has.
    private static func kind(of value: JSONValue) -> EvidenceKind? {
        func has(_ keys: String...) -> Bool { keys.allSatisfy { value[$0] != nil } }
        if has("request", "response") || has("request", "startedDateTime") { return .exchanges }
        if has("eventType", "timestamp"), !has("eventMessage"), !has("log_type") { return .audit }
        if AxMResource.isOf("auditEvents", value, members: ["eventDateTime", "type"]) { return .audit }
        if AxMResource.isOf(MDMServerHandler.type, value, members: MDMServerHandler.members) {
            return .mdmServers
        }
        if AxMResource.isOf(ActivityHandler.type, value, members: ActivityHandler.members) {
            return .activities
        }
        if has("remainingBurst") || has("remaining24h") || has("remainingHour") { return .rateLimits }
        if has("lastSyncStatus") || has("vendorName") || IntegrationHandler.list(in: value) != nil {
            return .integrations
        }
        if has("devices"), has("more_to_follow") || has("fetched_until") { return .adeSync }
        if has("org_id_hash") || has("server_uuid", "admin_id"), !has("access_token_expiry") {
            return .adeAccount
        }
        if has("url"), ADEProfileHandler.marks.contains(where: { value[$0] != nil }) { return .adeProfile }
        if MDMConnection.isOne(value) { return .integrations }
        if has("access_token_expiry") || has("organizationName", "expiresAt") { return .serverToken }
        if value["schema"]?.string == HandshakeHandler.schema { return .handshakes }
        if has("serverName", "outcome") || has("stages", "outcome") { return .handshakes }
        if ReflectionHandler.isReflection(value) { return .reflections }
        if has("receivedAt"), has("body") || has("headers") { return .callbacks }
        if has("total", "queued") { return .queue }
        if has("eventMessage") || (has("message", "process") && has("timestamp")) { return .deviceLog }
        return nil
    }

    private static func devices(_ name: String, _ dialect: DeviceDialect?) -> EvidenceEntry {
        var entry = EvidenceEntry(kind: .devices, file: name)
        entry.dialect = dialect?.name
        return entry
    }

    // MARK: Other forms

    private static func document(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        let text = String(decoding: head.prefix(4096), as: UTF8.self)
        if text.contains("-----BEGIN CERTIFICATE-----") { return certificate(name) }
        if text.contains("<plist"), String(decoding: head, as: UTF8.self).contains("PayloadType") {
            return EvidenceEntry(kind: .configurationProfile, file: name)
        }
        let suffix = name.lowercased().split(separator: ".").last ?? ""
        if head.first == 0x30, head.count > 2, head[1] & 0x80 != 0 {
            if suffix == "mobileconfig" { return EvidenceEntry(kind: .configurationProfile, file: name) }
            if suffix == "p7m" { return EvidenceEntry(kind: .serverToken, file: name) }
            if ["cer", "crt", "der"].contains(suffix) { return certificate(name) }
        }
        if text.contains("application/pkcs7-mime") { return EvidenceEntry(kind: .serverToken, file: name) }
        if text.contains("Number of trusted certs") || text.contains("No Trust Settings were found")
            || text.contains(" +/- ") && text.count < 400
        {
            return EvidenceEntry(kind: .deviceCommands, file: name)
        }
        let file = String(name.split(separator: "/").last ?? "")
        if DeviceFileReader.isMarker(file) || file == "hosts"
            || text.contains(".cloudConfig") && text.contains("root")
            || file == "CloudConfigurationDetails.plist"
        {
            return EvidenceEntry(kind: .deviceFiles, file: name)
        }
        if text.contains("Enrolled via DEP:") || text.contains("Device Enrollment configuration") {
            return EvidenceEntry(kind: .deviceProfiles, file: name)
        }
        return nil
    }

    private static func certificate(_ name: String) -> EvidenceEntry {
        var entry = EvidenceEntry(kind: .certificate, file: name)
        if name.lowercased().contains("supervision") { entry.role = .supervisionIdentity }
        return entry
    }

    private static func csv(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        var reader = CSVReader()
        var header: CSVRow?
        reader.read(head) {
            if header == nil { header = $0 }
        } problem: { _ in
        }
        reader.finish {
            if header == nil { header = $0 }
        } problem: { _ in
        }
        if let header, header.count > 1, name.lowercased().contains("activit") {
            return EvidenceEntry(kind: .activities, file: name)
        }
        guard let header, header.count > 1, DeviceDialect.recognise(header: header.fields) != nil else {
            return nil
        }
        return devices(name, nil)
    }

    /// Lines with a time: the MDM's log if it speaks of syncs, else a device's.
    private static func log(_ name: String, _ head: [UInt8]) -> EvidenceEntry? {
        var splitter = LineSplitter()
        var dated = 0
        var lines = 0
        splitter.read(head.span) { line, _ in
            guard lines < 50, line.count > 0 else { return }
            lines += 1
            if LogTime.read(line, zoneSeconds: 0) != nil { dated += 1 }
        } tooLong: { _ in
        }
        guard dated > 0, dated * 2 >= lines else { return nil }
        let isMDM = LogPatterns.mdm.occurs(in: head.span) && !LogPatterns.device.occurs(in: head.span)
        let isNamedMDM = name.lowercased().split { !$0.isLetter }.contains("mdm")
        return EvidenceEntry(kind: isMDM || isNamedMDM ? .mdmLog : .deviceLog, file: name)
    }
}
