import Casework
import Testing

@testable import CaseReading

struct ManifestTests {
    private func twoFiles() throws -> CaseOnDisk {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write("q.ndjson", #"{"at":"2026-04-17T11:00:00Z","total":10,"queued":1}"# + "\n")
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.ndjson}, {kind: queue, file: q.ndjson}]")
        return disk
    }

    @Test func anUnalteredCaseHasNoProblems() throws {
        let disk = try twoFiles()
        try disk.seal("case.yaml", "d.ndjson", "q.ndjson")
        let evidence = try disk.read()
        #expect(evidence.problems == [])
        #expect(evidence.profile.manifestSHA256?.count == 64)
    }

    @Test func alteredEvidenceIsNamedWithBothDigestsAndNotJudged() throws {
        let disk = try twoFiles()
        try disk.seal("d.ndjson", "q.ndjson")
        try disk.write("q.ndjson", #"{"at":"2026-04-17T11:00:00Z","total":10,"queued":9}"# + "\n")
        let evidence = try disk.read()
        let problem = try #require(evidence.problems(.altered).first)
        #expect(problem.citation.file == "q.ndjson" && problem.citation.sha256?.count == 64)
        #expect(problem.reason.split { !$0.isHexDigit }.filter { $0.count == 64 }.count == 2)
        #expect(evidence.queue.isEmpty && !evidence.supplied.contains(Supply(.queue, .mdm)))
        #expect(evidence.fleet.count == 3)
    }

    @Test func aCaseWhoseEvidenceIsAllAlteredIsUnreadable() throws {
        let disk = try twoFiles()
        try disk.seal("d.ndjson", "q.ndjson")
        try disk.write("q.ndjson", "{}\n")
        try disk.write("d.ndjson", "{}\n")
        #expect(disk.refusal()?.exitClass == .unreadable)
    }

    @Test func anAlteredCaseFileIsUnreadable() throws {
        let disk = try twoFiles()
        try disk.seal("case.yaml")
        try disk.caseFile("evidence: [{kind: queue, file: q.ndjson}]")
        let error = try #require(disk.refusal())
        #expect(
            error.exitClass == .unreadable && error.file == "case.yaml" && error.reason.contains("altered"))
    }

    @Test func filesOfTheManifestThatNobodyReadsAreCheckedToo() throws {
        let disk = try twoFiles()
        try disk.write("notes/a.txt", "x")
        try disk.write("notes/b.txt", "x")
        try disk.seal("notes/a.txt", "notes/b.txt")
        try disk.write("notes/a.txt", "y")
        let evidence = try disk.read()
        #expect(evidence.problems(.altered).map(\.citation.file) == ["notes/a.txt"])
    }

    @Test func aListedFileThatIsGoneIsMissing() throws {
        let disk = try twoFiles()
        let digest = String(repeating: "0", count: 64)
        try disk.write(Manifest.name, "\(digest)  gone.bin\n\(digest)  ../outside\n")
        let problems = try disk.read().problems(.missing)
        #expect(problems.map(\.citation.locator) == ["line 1", "line 2"])
    }

    @Test func marksLineEndsAndEscapesAreRead() {
        let digest = String(repeating: "A", count: 64)
        let manifest = Manifest(
            Array(
                "\u{FEFF}\(digest) *binary.gz\r\n\(digest)  ./plain\n\\\(digest)  new\\nline\n# note\nbroken\n"
                    .utf8))
        #expect(manifest.names.map(\.name) == ["binary.gz", "plain", "new\nline"])
        #expect(manifest.badLines == [5])
        #expect(manifest.digests["plain"] == digest.lowercased())
    }

    @Test func aBrokenLineOfTheManifestIsAProblem() throws {
        let disk = try twoFiles()
        try disk.write(Manifest.name, "what is this\n")
        #expect(try disk.read().problems(.unreadableRecord).map(\.citation.short) == ["\(Manifest.name):1"])
    }
}
