import Casework
import OpenFormats

/// Keeps a small file whole, for the kinds that are one document.
struct DocumentBytes {
    private let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isTooLarge = false

    init(limit: Int) { self.limit = limit }

    mutating func read(_ chunk: Span<UInt8>) {
        guard !isTooLarge, bytes.count + chunk.count <= limit else {
            isTooLarge = true
            bytes = []
            return
        }
        bytes.append(contentsOf: chunk.array(0..<chunk.count))
    }

    /// What is wrong with the file as a whole.
    var fault: String? { isTooLarge ? "larger than \(limit) bytes" : nil }
}

/// Reads a configuration profile: a plain XML property list.
struct ConfigurationProfileReader: EvidenceReader {
    private var document: DocumentBytes
    private var profile: ProfileWalk?
    private var stray: StrayBytes?
    private(set) var fault: String?
    let problems = RecordProblems()
    var records: Int { profile == nil && stray == nil ? 0 : 1 }

    init(limits: ReadingLimits) { document = DocumentBytes(limit: limits.documentBytes) }

    mutating func read(_ chunk: Span<UInt8>) { document.read(chunk) }

    mutating func finish() {
        fault = document.fault
        guard fault == nil, !document.bytes.isEmpty else { return }
        stray = StrayBytes(document.bytes)
        guard stray == nil else { return }
        do throws(RecordFault) { profile = try ProfileWalk(document.bytes) } catch { fault = error.reason }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        if let stray {
            draft.profileDefects.append(
                ProfileDefect(strayBytes: stray.count, form: stray.form, citation: source.citation()))
        }
        guard let profile else { return }
        draft.profiles.append(profile.facts(citing: source.citation()))
    }
}

/// Keeps a certificate file as it is.
struct CertificateReader: EvidenceReader {
    private let role: EvidenceRole?
    private var document: DocumentBytes
    let problems = RecordProblems()
    var records: Int { document.bytes.isEmpty ? 0 : 1 }
    var fault: String? { document.fault }

    init(role: EvidenceRole?, limits: ReadingLimits) {
        self.role = role
        document = DocumentBytes(limit: limits.documentBytes)
    }

    mutating func read(_ chunk: Span<UInt8>) { document.read(chunk) }
    mutating func finish() {}

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        guard !document.bytes.isEmpty else { return }
        draft.certificates.append(
            CertificateFile(role: role, bytes: document.bytes, citation: source.citation()))
    }
}

/// Reads the output of `profiles status` or `profiles show`, every line of it.
///
/// Source: FG-5.1, AE 6.1.
struct DeviceProfilesReader: EvidenceReader {
    let entry: EvidenceEntry
    private let limits: ReadingLimits
    private var document: DocumentBytes
    let problems = RecordProblems()
    var records: Int { document.bytes.isEmpty ? 0 : 1 }
    var fault: String? { document.fault }

    init(entry: EvidenceEntry, limits: ReadingLimits) {
        (self.entry, self.limits) = (entry, limits)
        document = DocumentBytes(limit: limits.documentBytes)
    }

    mutating func read(_ chunk: Span<UInt8>) { document.read(chunk) }
    mutating func finish() {}

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        let lines = document.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated().prefix(limits.keptLogLines) {
            let shown = String(decoding: line.prefix(limits.logLineBytes), as: UTF8.self).trimmedASCII
            let text = Redaction.line(shown)
            guard !text.isEmpty else { continue }
            let record = DeviceLogRecord(
                time: entry.collectedAt.map { .known($0) }, process: "profiles", subsystem: nil, text: text,
                locator: "line \(number + 1)")
            draft.deviceLog.append(CaseDraft.PlacedLine(line: record, entry: entry, source: source))
        }
    }
}
