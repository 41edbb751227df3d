import Casework
import OpenFormats

/// Reads what a command printed on a device; which command it was is told by what it printed.
///
/// Source: AE 6.1, AE 6.4, AE 6.5; `sntp` and `security dump-trust-settings` of macOS.
struct DeviceCommandReader: EvidenceReader {
    let entry: EvidenceEntry
    private let limits: ReadingLimits
    private var document: DocumentBytes
    private var outputs: [(line: Int?, output: DeviceCommand.Output)] = []
    /// The output of `profiles`, which is read as such.
    private var profiles: DeviceProfilesReader?
    private(set) var fault: String?
    let problems = RecordProblems()
    var records: Int { outputs.count + (profiles?.records ?? 0) }

    init(entry: EvidenceEntry, limits: ReadingLimits) {
        (self.entry, self.limits) = (entry, limits)
        document = DocumentBytes(limit: limits.documentBytes)
    }

    mutating func read(_ chunk: Span<UInt8>) { document.read(chunk) }

    mutating func finish() {
        fault = document.fault
        guard fault == nil, !document.bytes.isEmpty else { return }
        let text = String(decoding: document.bytes, as: UTF8.self)
        if text.contains("Enrolled via DEP:") || text.contains("Device Enrollment configuration") {
            var reader = DeviceProfilesReader(entry: entry, limits: limits)
            reader.read(document.bytes.span)
            reader.finish()
            profiles = reader
        } else if document.bytes.starts(with: "<?xml".utf8) || document.bytes.starts(with: "<plist".utf8)
            || document.bytes.starts(with: "bplist".utf8)
        {
            do throws(RecordFault) {
                outputs.append((nil, .propertyList(try PropertyListScalars(document.bytes).values)))
            } catch { fault = error.reason }
        } else if text.contains("Number of trusted certs") || text.contains("No Trust Settings were found") {
            outputs.append((1, .trustSettings(Self.trustSettings(text))))
        } else {
            readClock(text)
            if outputs.isEmpty {
                fault =
                    "not the output of a command that is read: profiles, sntp, security dump-trust-settings, "
                    + "or a property list"
            }
        }
    }

    /// `Cert 0: NAME`, then indented settings with `Result Type : …`.
    static func trustSettings(_ text: String) -> [DeviceCommand.TrustedCertificate] {
        var found: [DeviceCommand.TrustedCertificate] = []
        var name: String?
        var results: [String] = []
        func close() {
            if let name { found.append(DeviceCommand.TrustedCertificate(name: name, results: results)) }
            results = []
        }
        for line in text.split(whereSeparator: \.isNewline) {
            let words = String(line).trimmedASCII
            if words.hasPrefix("Cert "), let colon = words.firstIndex(of: ":") {
                close()
                name = String(words[words.index(after: colon)...]).trimmedASCII
            } else if words.hasPrefix("Result"), let start = words.firstRange(of: "kSecTrustSettingsResult") {
                results.append(String(words[start.lowerBound...].prefix { !$0.isWhitespace }))
            }
        }
        close()
        return found
    }

    /// `+0.012345 +/- 0.023456 time.apple.com 17.253.4.125`, or a line that says that nobody answered.
    private mutating func readClock(_ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            if let mark = words.firstIndex(of: "+/-"), mark > 0 {
                let number = words[mark - 1]
                guard number.hasPrefix("+") || number.hasPrefix("-"), let offset = Double(number),
                    offset.isFinite
                else { continue }
                let server = mark + 2 < words.count ? String(words[mark + 2]) : nil
                outputs.append((index + 1, .clock(behindSeconds: offset, server: server)))
            } else if line.contains("sntp"),
                ["Timeout", "timed out", "No response", "Exchange failed"].contains(
                    where: { line.contains($0) })
            {
                let server = words.first { $0.contains("time") && $0.contains(".") }
                outputs.append((index + 1, .clockUnanswered(server: server.map(String.init))))
            }
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        profiles?.deliver(source, index: index, to: &draft)
        if profiles != nil { draft.supply(.deviceProfiles) }
        for (line, output) in outputs {
            draft.deviceCommands.append(
                DeviceCommand(
                    serial: entry.device, at: entry.collectedAt, output: output,
                    citation: source.citation(line.map { "line \($0)" }, at: entry.collectedAt)))
        }
    }
}
