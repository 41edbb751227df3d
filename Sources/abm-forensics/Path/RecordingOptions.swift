import ArgumentParser
import TLSDialer

/// What is kept of a handshake beside the report.
struct RecordingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Append the secrets of each handshake, as Wireshark reads them (mode 0600).", valueName: "file"),
        completion: .file())
    var keyLog: String?

    @Option(
        help: ArgumentHelp(
            "Write what was said as pcapng with the secrets inside (mode 0600).", valueName: "file"),
        completion: .file())
    var capture: String?

    @Flag(help: "Keep the certificates and every handshake message in the JSON report.")
    var raw = false

    /// Finds out before the first packet whether the files can be written.
    func check() throws {
        for file in [keyLog, capture].compactMap(\.self) {
            _ = try OutputFile(secretsAt: file, isAppended: true)
        }
    }

    /// Has every attempt remembered that a file is to hold, those of trials among them.
    func shape(_ options: inout DialOptions, _ memory: WireMemory) {
        options.keepsRaw = raw
        options.recordsWire = capture != nil
        guard keyLog != nil || capture != nil else { return }
        options.witness = { memory.take($0) }
    }

    /// Writes the files that were asked for.
    func write(_ memory: WireMemory) throws {
        if let keyLog {
            try OutputFile(secretsAt: keyLog, isAppended: true)
                .write(memory.keyLog.map { $0 + "\n" }.joined())
        }
        if let capture {
            let file = PCAPNGFile(memory.recordings, application: "abm-forensics \(Version.text)")
            try OutputFile(secretsAt: capture, isAppended: false).write(file.bytes)
        }
    }
}
