import ForensicsTestKit
import Foundation
import PlugIns
import Testing

/// Which files may be plug-ins.
struct FileTests {
    private func refusal(_ path: String) -> String? {
        fault { () throws(PlugInFault) in try PlugInFile(path: path) }?.description
    }

    @Test func theDigestIsThatOfTheBytes() throws {
        let folder = try TemporaryFolder()
        let file = try PlugInFile(path: folder.write("probe", "abc", mode: 0o755))
        #expect(file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func whatIsNotExecutableIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("probe", "#!/bin/sh", mode: 0o644)
        #expect(refusal(path) == "\(path) is not executable: chmod +x \(path)")
    }

    @Test(arguments: [0o757, 0o777, 0o703])
    func whatEverybodyMayWriteIsRefused(_ mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("probe", "#!/bin/sh", mode: mode)
        #expect(refusal(path) == "\(path) can be written by everybody: chmod o-w \(path)")
    }

    @Test func whatIsNoFileIsRefused() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(folder.path) == "\(folder.path) is no regular file")
        #expect(refusal("\(folder.path)/missing") == "\(folder.path)/missing is not there or cannot be read")
        let link = "\(folder.path)/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/bin/sh")
        #expect(refusal(link) == "\(link) is no regular file")
    }

    @Test func aFolderGivesItsProgramsByName() throws {
        let folder = try TemporaryFolder()
        for (name, mode) in [("b", 0o755), ("a.sh", 0o755), ("README.md", 0o644), (".hidden", 0o755)] {
            try folder.write(name, "#!/bin/sh", mode: mode)
        }
        try folder.write("inner/c", "#!/bin/sh", mode: 0o755)
        #expect(PlugInFile.candidates(in: folder.path) == ["\(folder.path)/a.sh", "\(folder.path)/b"])
        #expect(PlugInFile.candidates(in: "\(folder.path)/missing").isEmpty)
    }

    @Test func aSearchPathGivesTheFirstOfEachName() throws {
        let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
        let name = "abm-forensics-probe-x"
        let first = try one.write(name, "#!/bin/sh", mode: 0o755)
        try other.write(name, "#!/bin/sh", mode: 0o755)
        let second = try other.write("abm-forensics-probe-y", "#!/bin/sh", mode: 0o755)
        try other.write("probe-z", "#!/bin/sh", mode: 0o755)
        #expect(PlugInFile.candidates(onPath: "\(one.path)::\(other.path):/nonexistent") == [first, second])
        #expect(PlugInFile.candidates(onPath: "").isEmpty)
    }

    @Test func aRelativeFolderOnTheSearchPathIsNotTaken() throws {
        let folder = try TemporaryFolder()
        try folder.write("abm-forensics-probe-x", "#!/bin/sh", mode: 0o755)
        let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
        let relative = String(repeating: "../", count: depth) + folder.path.dropFirst()
        #expect(PlugInFile.candidates(in: relative).count == 1)
        #expect(PlugInFile.candidates(onPath: relative).isEmpty)
    }
}
