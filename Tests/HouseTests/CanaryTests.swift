import CustomDump
import ForensicsTestKit
import Foundation
import Testing

/// The tools of the tests themselves: what must fail does.
struct CanaryTests {
    /// Without IssueReportingTestSupport a failing `expectNoDifference` passes on Linux.
    @Test func aDifferenceIsAnIssue() {
        withKnownIssue { expectNoDifference(1, 2) }
    }

    @Test func aSnapshotIsRecordedOnceAndThenCompared() throws {
        let folder = try TemporaryFolder()
        let test = "\(folder.path)/SomeTests.swift"
        withKnownIssue("a recording is no pass") { expectSnapshot("one\n", named: "a.txt", beside: test) }
        #expect(try String(contentsOfFile: "\(folder.path)/Snapshots/a.txt", encoding: .utf8) == "one\n")
        let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
        withKnownIssue {
            expectSnapshot("one\n", named: "a.txt", beside: test)
        } when: {
            isRecording
        }
        withKnownIssue("another text") { expectSnapshot("two\n", named: "a.txt", beside: test) }
    }

    @Test func thePackageRootIsFound() {
        #expect(PackageRoot.files(under: "Tests/HouseTests").contains("Tests/HouseTests/CanaryTests.swift"))
        #expect(PackageRoot.folders(under: "Sources").contains("Casework"))
        #expect(PackageRoot.files(under: "Nowhere").isEmpty && PackageRoot.folders(under: "Nowhere").isEmpty)
    }

    @Test func programsAreFoundOnThePath() {
        #expect(Program.path("sh")?.hasSuffix("/sh") == true)
        #expect(Program.path("no-such-program-anywhere") == nil)
    }

    @Test func aTemporaryFolderIsRemovedWithItsLastReference() throws {
        var folder: TemporaryFolder? = try TemporaryFolder()
        let path = try #require(folder).path
        try folder?.write("inner/a", "text", mode: 0o600)
        #expect(FileManager.default.fileExists(atPath: "\(path)/inner/a"))
        folder = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aSeedGivesTheSameNumbers() {
        var one = SeededGenerator(seed: 7)
        var other = SeededGenerator(seed: 7)
        var third = SeededGenerator(seed: 8)
        let numbers = (0..<5).map { _ in one.next() }
        #expect(numbers == (0..<5).map { _ in other.next() })
        #expect(numbers != (0..<5).map { _ in third.next() })
        var zero = SeededGenerator(seed: 0)
        #expect(zero.next() == 0xE220_A839_7B1D_CDAF, "the first number of SplitMix64 with seed 0")
    }
}
