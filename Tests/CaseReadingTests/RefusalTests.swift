import Casework
import Foundation
import Testing

@testable import CaseReading

/// What makes a whole case unjudgeable, and what does not.
struct RefusalTests {
    @Test func aPathThatDoesNotExistIsNoCase() {
        #expect(throws: CaseError.self) { try CaseReader().read(at: "/nonexistent/case") }
    }

    @Test func aFileThatIsNoCaseFileIsNoCase() throws {
        let disk = CaseOnDisk()
        try disk.write("notes.txt", "x")
        let error = #expect(throws: CaseError.self) { try CaseReader().read(at: disk.path + "/notes.txt") }
        #expect(error?.exitClass == .unreadable)
    }

    @Test func anEmptyFolderHoldsNoEvidence() {
        #expect(CaseOnDisk().refusal()?.exitClass == .unreadable)
    }

    @Test func aCaseFileUnderAnotherNameIsReadWhenNamed() throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write(
            "mine.yaml",
            "asOf: 2026-04-17T12:00:00Z\nevidence: [{kind: devices, role: tenant, file: d.ndjson}]")
        #expect(try CaseReader().read(at: disk.path + "/mine.yaml").fleet.count == 3)
    }

    @Test func anUnknownKeyEndsWithTheConfigurationClass() throws {
        let disk = CaseOnDisk()
        try disk.caseFile("evidenc: []")
        let error = try #require(disk.refusal())
        #expect(error.exitClass == .configuration && error.line == 3 && error.file == "case.yaml")
    }

    @Test(arguments: ["../outside.ndjson", "/etc/hostname", "a/../../outside.ndjson"])
    func anEntryOutsideOfTheCaseIsRefused(name: String) throws {
        let disk = CaseOnDisk()
        try disk.caseFile("evidence:\n  - {kind: audit, file: \(name)}")
        let error = try #require(disk.refusal())
        #expect(error.exitClass == .configuration && error.line == 4 && error.reason.contains("outside"))
    }

    @Test func aLinkThatLeavesTheCaseIsRefused() throws {
        let disk = try CaseOnDisk("audit", "a.ndjson", "")
        try disk.link("a.ndjson", to: "/etc/hostname")
        #expect(disk.refusal()?.exitClass == .configuration)
    }

    @Test func aLinkInsideTheCaseIsFollowed() throws {
        let disk = try CaseOnDisk("devices", "link.ndjson", "", more: "role: tenant")
        try disk.write("real.ndjson", threeDevices)
        try disk.link("link.ndjson", to: "real.ndjson")
        #expect(try disk.read().fleet.count == 3)
    }

    @Test func dotsInsideTheCaseAreFine() throws {
        let disk = CaseOnDisk()
        try disk.write("tenant/d.ndjson", threeDevices)
        try disk.caseFile("evidence: [{kind: devices, role: tenant, file: tenant/../tenant/./d.ndjson}]")
        let evidence = try disk.read()
        #expect(evidence.fleet.count == 3 && evidence.sources.first?.path == "tenant/d.ndjson")
    }

    @Test func aMissingFileIsAProblemWhileOtherEvidenceCounts() throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.ndjson}, {kind: audit, file: gone.ndjson}]")
        let evidence = try disk.read()
        #expect(evidence.problems(.missing).map(\.citation.file) == ["gone.ndjson"])
        #expect(evidence.fleet.count == 3 && !evidence.supplied.contains(Supply(.audit, .tenant)))
    }

    @Test func aCaseWithoutAnyReadableEvidenceIsUnreadable() throws {
        let disk = CaseOnDisk()
        try disk.caseFile("evidence: [{kind: audit, file: gone.ndjson}, {kind: horoscope, file: case.yaml}]")
        let error = try #require(disk.refusal())
        #expect(error.exitClass == .unreadable && error.reason.contains("gone.ndjson"))
    }

    @Test func aCaseThatNamesNoEvidenceYetIsReadable() throws {
        let disk = CaseOnDisk()
        try disk.caseFile("collect: {paths: []}")
        #expect(try disk.read().supplied.isEmpty)
    }

    @Test func anUnknownKindIsAProblem() throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.ndjson}, {kind: horoscope, file: d.ndjson}]")
        let evidence = try disk.read()
        #expect(evidence.problems(.unreadableFile).first?.reason.contains("horoscope") == true)
    }

    @Test func aPipeIsNoEvidence() throws {
        let disk = try CaseOnDisk("audit", "a.ndjson", "")
        try FileManager.default.removeItem(atPath: disk.path + "/a.ndjson")
        let made = unsafe mkfifo(disk.path + "/a.ndjson", 0o644)
        #expect(made == 0)
        #expect(disk.refusal()?.reason.contains("not a regular file") == true)
    }
}
