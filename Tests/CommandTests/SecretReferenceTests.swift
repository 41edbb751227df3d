import Foundation
import TLSHandshake
import Testing

@testable import abm_forensics

/// Secrets come from where a reference says, and no error tells one.
struct SecretReferenceTests {
    private let folder: URL

    init() throws {
        folder = URL.temporaryDirectory.appending(path: "abm-secret-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func file(_ text: String, mode: Int) throws -> String {
        let path = folder.appending(path: UUID().uuidString).path
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        try #require(
            FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes))
        try FileManager.default.setAttributes(attributes, ofItemAtPath: path)
        return path
    }

    private func problem(_ body: () throws(SecretReference.Problem) -> Void) -> SecretReference.Problem? {
        do { try body() } catch { return error }
        return nil
    }

    @Test func threeFormsAreRead() throws {
        #expect(try SecretReference("env:PSK") == .environment("PSK"))
        #expect(try SecretReference("file:/a:b=c") == .file("/a:b=c"))
        #expect(try SecretReference("fd:3") == .descriptor(3))
        for text in ["", "env:", "file:", "deadbeef", "pass:deadbeef", "ENV:A", ":x"] {
            #expect(problem { () throws(SecretReference.Problem) in _ = try SecretReference(text) } == .form)
        }
        for text in ["fd:1", "fd:2", "fd:-1", "fd:+3", "fd:1024", "fd:99999999999", "fd:x"] {
            #expect(
                problem { () throws(SecretReference.Problem) in _ = try SecretReference(text) }
                    == .descriptorNumber)
        }
    }

    @Test func aVariableIsRead() throws {
        let reference = try SecretReference("env:PSK")
        #expect(try reference.load(environment: ["PSK": "00ff\n"]) == Array("00ff".utf8))
        let missing = problem { () throws(SecretReference.Problem) in _ = try reference.load(environment: [:])
        }
        #expect(missing == .notSet(variable: "PSK"))
        let empty = problem { () throws(SecretReference.Problem) in
            _ = try reference.load(environment: ["PSK": "\n"])
        }
        #expect(empty == .empty("env:PSK"))
    }

    @Test(arguments: [0o600, 0o400]) func aFileOfOnesOwnIsRead(mode: Int) throws {
        let path = try file("hush hush\r\n", mode: mode)
        #expect(try SecretReference.file(path).load() == Array("hush hush".utf8))
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620, 0o700]) func aFileOfOthersIsRefused(mode: Int) throws {
        let path = try file("hush hush", mode: mode)
        let found = problem { () throws(SecretReference.Problem) in
            _ = try SecretReference.file(path).load()
        }
        #expect(found == .tooOpen(path, mode: UInt32(mode)))
        #expect(found?.description.contains("hush") == false)
        #expect(found?.description.contains("0\(String(mode, radix: 8))") == true)
    }

    @Test func whatIsNoFileIsRefused() throws {
        let folder = problem { () throws(SecretReference.Problem) in
            _ = try SecretReference.file(self.folder.path).load()
        }
        #expect(folder == .notAFile(self.folder.path))
        guard
            case .cannotOpen? = problem({ () throws(SecretReference.Problem) in
                _ = try SecretReference.file("/nowhere/at/all").load()
            })
        else {
            Issue.record("a file that is not there was opened")
            return
        }
    }

    @Test func aSecretWithoutEndIsCut() throws {
        let path = try file(String(repeating: "a", count: SecretReference.byteLimit + 1), mode: 0o600)
        let found = problem { () throws(SecretReference.Problem) in
            _ = try SecretReference.file(path).load()
        }
        #expect(found == .tooLong("file:\(path)"))
    }

    @Test func aDescriptorIsReadToItsEnd() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("0011".utf8))
        try pipe.fileHandleForWriting.close()
        let reference = SecretReference.descriptor(pipe.fileHandleForReading.fileDescriptor)
        #expect(try reference.load() == Array("0011".utf8))
    }

    @Test func aKeyIsReadFromItsArgument() throws {
        let path = try file("000102030405060708090a0b0c0d0e0f\n", mode: 0o600)
        let plain = try PSKArgument("client1=file:\(path)")
        #expect(plain.identity == "client1" && plain.hash == .sha256)
        let key = try plain.key()
        #expect(key.identity == Array("client1".utf8) && key.hash == .sha256 && key.kind == .external)
        let other = try PSKArgument("a=b=file:\(path);sha384")
        #expect(other.identity == "a=b" && other.hash == .sha384)
        #expect(other.reference == .file(path))
        #expect(try other.key().hash == .sha384)
    }

    @Test func mistakesWithAKeyNeverShowIt() throws {
        for text in ["client1=00ff00ff00ff", "00ff00ff00ff", "=env:A", "client1="] {
            do throws(PSKArgument.Problem) {
                _ = try PSKArgument(text)
                Issue.record("\(text) was taken")
            } catch {
                #expect(!error.description.contains("00ff"))
            }
        }
        let path = try file("no hex here", mode: 0o600)
        do throws(PSKArgument.Problem) {
            _ = try PSKArgument("client1=file:\(path)").key()
            Issue.record("a key without hex digits was taken")
        } catch {
            #expect(error == .secret(.notHex("file:\(path)")))
            #expect(!error.description.contains("no hex here"))
        }
    }
}
