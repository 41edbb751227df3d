import Casework

/// Takes the files of a case one by one: found, read once, compared with the manifest, handed over or refused.
struct EvidenceIntake {
    let folder: CaseFolder
    /// The name of the case file, for errors; `nil` where the evidence was recognised.
    let caseFileName: String?
    let manifest: Manifest?
    let limits: ReadingLimits
    let environment: [String: String]
    /// The ranges that callbacks are expected from, in CIDR notation.
    var callbackRanges: [String] = []
    private(set) var draft = CaseDraft()
    /// Names whose digest was compared.
    private var checked: Set<String> = []
    /// How many entries gave evidence.
    private(set) var readable = 0

    init(
        folder: CaseFolder, caseFileName: String?, manifest: Manifest?, limits: ReadingLimits,
        environment: [String: String]
    ) {
        self.folder = folder
        self.caseFileName = caseFileName
        self.manifest = manifest
        self.limits = limits
        self.environment = environment
    }

    /// Learns which entries are snapshots of one source, before any of them is read.
    mutating func expect(_ entries: [EvidenceEntry]) { draft.expect(entries) }

    /// Reads one entry.
    ///
    /// Throws: `CaseError` for a name that leaves the case and for a secret that cannot be had.
    mutating func take(_ entry: EvidenceEntry) throws(CaseError) {
        let name = Self.normalised(entry.file)
        guard let path = try path(of: entry.file, line: entry.line, noted: name) else { return }
        let secret = try secret(of: entry)
        let index = draft.sources.count
        let role = entry.role ?? entry.kind.usualRole
        var reader: any EvidenceReader
        do throws(RecordFault) {
            reader = try ReaderChoice(limits: limits, callbackRanges: callbackRanges).reader(
                for: entry, file: index, secret: secret)
        } catch {
            draft.problems.append(EvidenceProblem(.unreadableFile, Citation(file: name), error.reason))
            return
        }
        var head: [UInt8] = []
        let outcome: EvidenceStream.Outcome
        do throws(FileFault) {
            outcome = try EvidenceStream(limits: limits).read(path) { chunk in
                if head.count < 64 { head.append(contentsOf: (0..<min(64, chunk.count)).map { chunk[$0] }) }
                reader.read(chunk)
            }
        } catch {
            draft.problems.append(EvidenceProblem(.unreadableFile, Citation(file: name), "\(error)"))
            return
        }
        reader.finish()
        let source = SourceFile(
            path: name, sha256: outcome.sha256, kind: entry.kind, role: role, dialect: entry.dialect,
            collectedAt: entry.collectedAt)
        guard isUnaltered(source) else { return }
        hand(over: reader, source, outcome, head)
    }

    private mutating func hand(
        over reader: any EvidenceReader, _ source: SourceFile, _ outcome: EvidenceStream.Outcome,
        _ head: [UInt8]
    ) {
        var reader = reader
        // Of a damaged file without a record the damage is the reason, not what the reader makes of it.
        var fault = outcome.fault == nil || reader.records > 0 ? reader.fault : nil
        if fault == nil, outcome.fault == nil, reader.records == 0, reader.problems.count > 0 {
            fault = ReaderChoice.guess(head, kind: source.kind)
        }
        if let damage = outcome.fault, fault == nil {
            let count = reader.records
            draft.problems.append(
                EvidenceProblem(
                    .unreadableFile, source.citation(),
                    "\(damage); \(count == 0 ? "no record" : "only the \(count.grouped) records") before it can be read"
                ))
            guard count > 0 else { return }
            if var list = reader as? DeviceListReader {
                list.noteBreak()
                reader = list
            }
        }
        if let fault {
            let first = reader.problems.list(in: source).first.map { ": \($0.reason)" } ?? ""
            draft.problems.append(EvidenceProblem(.unreadableFile, source.citation(), fault + first))
            return
        }
        draft.sources.append(source)
        draft.supplied.insert(Supply(source.kind, source.role))
        draft.problems.append(contentsOf: reader.problems.list(in: source))
        reader.deliver(source, index: draft.sources.count - 1, to: &draft)
        readable += 1
    }

    /// Reads a small file that the case names besides its evidence.
    mutating func bytes(of file: CaseFile.NamedFile) throws(CaseError) -> (
        bytes: [UInt8], citation: Citation
    )? {
        let name = Self.normalised(file.name)
        guard let path = try path(of: file.name, line: file.line, noted: name) else { return nil }
        var document = DocumentBytes(limit: limits.documentBytes)
        let outcome: EvidenceStream.Outcome
        do throws(FileFault) {
            outcome = try EvidenceStream(limits: limits).read(path) { document.read($0) }
        } catch {
            draft.problems.append(EvidenceProblem(.unreadableFile, Citation(file: name), "\(error)"))
            return nil
        }
        let source = SourceFile(path: name, sha256: outcome.sha256, kind: .certificate)
        guard isUnaltered(source) else { return nil }
        if let fault = document.fault ?? outcome.fault {
            draft.problems.append(EvidenceProblem(.unreadableFile, source.citation(), fault))
            return nil
        }
        return (document.bytes, source.citation())
    }

    mutating func add(_ problem: EvidenceProblem) { draft.problems.append(problem) }

    // MARK: Names

    private mutating func path(of file: String, line: Int?, noted name: String) throws(CaseError) -> String? {
        do throws(CaseFolder.Fault) { return try folder.path(of: file) } catch {
            switch error {
            case .leavesCase:
                throw CaseError(
                    .configuration, file: caseFileName ?? name, line: line,
                    "\(file) lies outside the case; evidence must be inside its folder")
            case .missing:
                checked.insert(name)
                draft.problems.append(
                    EvidenceProblem(
                        .missing, Citation(file: name), "the case names this file, and it is not there"))
                return nil
            }
        }
    }

    private func secret(of entry: EvidenceEntry) throws(CaseError) -> Secret? {
        guard let reference = entry.secret else { return nil }
        do throws(SecretFault) { return try reference.resolve(in: folder, environment: environment) } catch {
            throw CaseError(
                .configuration, file: caseFileName ?? entry.file, line: entry.line, "secret: \(error.reason)")
        }
    }

    /// A name without `.` and `..`, as the manifest writes it.
    static func normalised(_ name: String) -> String {
        var parts: [Substring] = []
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    // MARK: Manifest

    /// Compares a digest with the manifest's; evidence that was altered must not reach a verdict.
    private mutating func isUnaltered(_ source: SourceFile) -> Bool {
        checked.insert(source.path)
        guard let expected = manifest?.digests[source.path], expected != source.sha256 else { return true }
        draft.problems.append(
            EvidenceProblem(
                .altered, source.citation(),
                "altered after it was sealed, and not judged: \(Manifest.name) says \(expected), "
                    + "the file has \(source.sha256)"))
        return false
    }

    /// Compares the files of the manifest that nothing else has asked for.
    mutating func checkTheRest() {
        guard let manifest else { return }
        for line in manifest.badLines {
            draft.problems.append(
                EvidenceProblem(
                    .unreadableRecord, Citation(file: Manifest.name, locator: "line \(line)"),
                    "expected 64 hex digits, two spaces and a name"))
        }
        for (name, line) in manifest.names where !checked.contains(Self.normalised(name)) {
            checked.insert(Self.normalised(name))
            let place = Citation(file: Manifest.name, locator: "line \(line)", sha256: manifest.sha256)
            do throws(CaseFolder.Fault) {
                check(try folder.path(of: name), Self.normalised(name))
            } catch {
                let words = error == .missing ? "is not there" : "lies outside the case"
                draft.problems.append(
                    EvidenceProblem(.missing, place, "the manifest lists \(name), which \(words)"))
            }
        }
    }

    private mutating func check(_ path: String, _ name: String) {
        do throws(FileFault) {
            let outcome = try EvidenceStream(limits: limits).digest(of: path)
            _ = isUnaltered(SourceFile(path: name, sha256: outcome, kind: EvidenceKind("file")))
        } catch {
            draft.problems.append(EvidenceProblem(.unreadableFile, Citation(file: name), "\(error)"))
        }
    }
}
