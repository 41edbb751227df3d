import Casework
import OpenFormats

/// Reads a file off a device: its hosts file, a marker of its set-up, a listing of these markers, or a property
/// list of its configuration.
///
/// What it is comes from its name on the device where that is known, else from its first lines.   Source: AE 6.1,
/// AE 6.4.
struct DeviceFileReader: EvidenceReader {
    /// Names of markers below `/private/var/db/ConfigurationProfiles/Settings` and beside it.
    static let markerNames = [
        ".cloudConfig", ".profilesAreInstalled", ".AppleSetupDone", "com.apple.DEPReceipt",
        ".configuratorEnrollment",
    ]

    let entry: EvidenceEntry
    private var document: DocumentBytes
    private var files: [(line: Int?, make: (Citation) -> DeviceFile)] = []
    private(set) var fault: String?
    let problems = RecordProblems()
    var records: Int { files.count }

    init(entry: EvidenceEntry, limits: ReadingLimits) {
        self.entry = entry
        document = DocumentBytes(limit: limits.documentBytes)
    }

    mutating func read(_ chunk: Span<UInt8>) { document.read(chunk) }

    mutating func finish() {
        fault = document.fault
        guard fault == nil else { return }
        let name = String(entry.file.split(separator: "/").last ?? "")
        let text = String(decoding: document.bytes, as: UTF8.self)
        if Self.isMarker(name) {
            let values = (try? PropertyListScalars(document.bytes))?.values ?? [:]
            add(name, size: document.bytes.count, .marker(values), line: nil)
        } else if document.bytes.starts(with: "<?xml".utf8) || document.bytes.starts(with: "<plist".utf8)
            || document.bytes.starts(with: "bplist".utf8)
        {
            do throws(RecordFault) {
                let values = try PropertyListScalars(document.bytes).values
                add(name, size: document.bytes.count, .propertyList(values), line: nil)
            } catch { fault = error.reason }
        } else {
            readLines(text, name)
        }
    }

    static func isMarker(_ name: some StringProtocol) -> Bool { markerNames.contains { name.hasPrefix($0) } }

    /// A listing of markers, else a hosts file.
    private mutating func readLines(_ text: String, _ name: String) {
        var hosts: [DeviceFile.HostsLine] = []
        var isHosts = name.lowercased().hasPrefix("hosts")
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let (marker, size) = Self.listed(line) {
                add(marker, size: size, .marker([:]), line: index + 1)
            } else if let (address, names) = Self.hosts(line) {
                isHosts = true
                let apple = names.filter { $0 == "apple.com" || $0.hasSuffix(".apple.com") }
                if !apple.isEmpty {
                    hosts.append(DeviceFile.HostsLine(number: index + 1, address: address, names: apple))
                }
            }
        }
        if isHosts {
            add("hosts", size: document.bytes.count, .hosts(hosts), line: hosts.first?.number)
        } else if files.isEmpty, !document.bytes.isEmpty {
            fault = "no hosts file, no listing of .cloudConfig markers and no property list"
        }
    }

    private mutating func add(_ name: String, size: Int?, _ content: DeviceFile.Content, line: Int?) {
        let serial = entry.device
        files.append(
            (
                line,
                {
                    DeviceFile(serial: serial, name: name, size: size, content: content, citation: $0)
                }
            ))
    }

    /// A line of `ls -l` or `ls -la` whose last word is a marker; its size is the fifth column.
    private static func listed(_ line: Substring) -> (name: String, size: Int?)? {
        let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard let last = words.last, let name = last.split(separator: "/").last, isMarker(name) else {
            return nil
        }
        return (String(name), words.count >= 9 ? Int(words[4]) : nil)
    }

    /// An address and its names.
    private static func hosts(_ line: Substring) -> (address: String, names: [String])? {
        let bare = line.prefix { $0 != "#" }
        let words = bare.split { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard words.count >= 2, let address = words.first,
            address.contains(":") || address.split(separator: ".").count == 4,
            address.allSatisfy({ $0.isHexDigit || $0 == "." || $0 == ":" || $0 == "%" })
        else { return nil }
        return (String(address), words.dropFirst().map { $0.lowercased() })
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for file in files {
            draft.deviceFiles.append(
                file.make(source.citation(file.line.map { "line \($0)" }, at: entry.collectedAt)))
        }
    }
}
