import Casework
import Crypto
import OpenFormats

/// Reads a case from disk: the way from a folder to `CaseEvidence`.
///
/// Each file is read once, in chunks; what a bad record, a damaged file or an altered file takes with it is itself
/// only, and is said in `problems`.
package struct CaseReader: Sendable {
    private let limits: ReadingLimits

    package init(limits: ReadingLimits = ReadingLimits()) { self.limits = limits }

    /// Reads the case in a folder, or the one whose case file is named.
    ///
    /// Throws: `CaseError` where there is no case, where its file cannot be understood, where it names what it may
    /// not have, and where none of its evidence can be read.
    package func read(at path: String, options: ReadingOptions = ReadingOptions()) throws(CaseError)
        -> CaseEvidence
    {
        let (folder, name) = try place(of: path)
        let manifest = try manifest(of: folder)
        var caseFile = try caseFile(name, in: folder, manifest)
        var intake = EvidenceIntake(
            folder: folder, caseFileName: name, manifest: manifest, limits: limits,
            environment: options.environment)
        intake.callbackRanges = caseFile.profile.callbackRanges
        if name == nil {
            let found = Recognition(folder: folder, limits: limits).evidence()
            caseFile.evidence = found.entries
            for problem in found.problems { intake.add(problem) }
        }
        for anchor in caseFile.anchors {
            guard let file = try intake.bytes(of: anchor) else { continue }
            caseFile.profile.anchors.append(
                CertificateFile(role: nil, bytes: file.bytes, citation: file.citation))
        }
        let active = try caseFile.active.map { (file) throws(CaseError) in try intake.bytes(of: file) }
        intake.expect(caseFile.evidence)
        for entry in caseFile.evidence { try intake.take(entry) }
        intake.checkTheRest()
        try refuseNothing(intake, caseFile, path: name ?? path)
        caseFile.profile.manifestSHA256 = manifest?.sha256
        if caseFile.profile.id.isEmpty {
            caseFile.profile.id = String(folder.root.split(separator: "/").last ?? "")
        }
        let assembly = CaseAssembly(
            caseFile: caseFile, draft: intake.draft,
            active: options.active + SerialList.serials(active.flatMap { $0 }?.bytes ?? []))
        guard var evidence = assembly.evidence(options) else {
            throw CaseError(
                .configuration, file: name ?? path,
                "nothing in the case tells the time; set asOf, or give --as-of")
        }
        evidence.root = folder.root
        return evidence
    }

    /// The folder of a case and the name of its case file, where it has one.
    private func place(of path: String) throws(CaseError) -> (CaseFolder, String?) {
        guard let resolved = resolvedPath(path) else {
            throw CaseError(.unreadable, file: path, "there is no such case")
        }
        if let folder = CaseFolder(resolved) {
            for name in CaseFile.usualNames {
                do throws(CaseFolder.Fault) {
                    _ = try folder.path(of: name)
                    return (folder, name)
                } catch {
                    guard error == .leavesCase else { continue }
                    throw CaseError(
                        .configuration, file: name,
                        "it is a link that leads out of the case; name the file itself, or copy it here")
                }
            }
            return (folder, nil)
        }
        let name = String(path.split(separator: "/").last ?? "")
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
            throw CaseError(.unreadable, file: path, "expected a folder or a case file (case.yaml)")
        }
        let parent = path.hasSuffix(name) ? String(path.dropLast(name.count)) : "."
        guard let folder = CaseFolder(parent.isEmpty ? "." : parent) else {
            throw CaseError(.unreadable, file: path, "its folder cannot be opened")
        }
        return (folder, name)
    }

    private func manifest(of folder: CaseFolder) throws(CaseError) -> Manifest? {
        guard let path = try? folder.path(of: Manifest.name) else { return nil }
        do throws(FileFault) {
            return Manifest(try RegularFile.bytes(of: path, limit: limits.manifestBytes))
        } catch {
            throw CaseError(.unreadable, file: Manifest.name, "\(error)")
        }
    }

    private func caseFile(_ name: String?, in folder: CaseFolder, _ manifest: Manifest?) throws(CaseError)
        -> CaseFile
    {
        guard let name else { return CaseFile() }
        let bytes: [UInt8]
        do {
            bytes = try RegularFile.bytes(of: try folder.path(of: name), limit: limits.caseFileBytes)
        } catch {
            throw CaseError(.unreadable, file: name, "\(error)")
        }
        let digest = Hex.text(SHA256.hash(data: bytes))
        if let expected = manifest?.digests[name], expected != digest {
            throw CaseError(
                .unreadable, file: name,
                "altered after the case was sealed: \(Manifest.name) says \(expected), the file has \(digest)"
            )
        }
        return try CaseFile(yaml: bytes, file: name, limits: limits)
    }

    /// Throws where there is evidence and none of it can be judged.
    private func refuseNothing(_ intake: EvidenceIntake, _ caseFile: CaseFile, path: String) throws(CaseError)
    {
        guard intake.readable == 0 else { return }
        let reasons = intake.draft.problems.prefix(3).map { "\($0.citation.short): \($0.reason)" }
        if !caseFile.evidence.isEmpty {
            throw CaseError(
                .unreadable, file: path,
                "none of its evidence can be judged: " + reasons.joined(separator: "; "))
        }
        guard caseFile.isEmpty else { return }
        throw CaseError(
            .unreadable, file: path,
            "nothing in this folder is evidence"
                + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")))
    }
}
