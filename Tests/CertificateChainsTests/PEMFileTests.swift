import Foundation
import Testing

@testable import CertificateChains

@Suite struct PEMFileTests {
    private let first: [UInt8]
    private let second: [UInt8]

    init() throws {
        first = try TestAuthority("First").der
        second = try TestAuthority("Second").der
    }

    private func pem(_ der: [UInt8], _ label: String = "CERTIFICATE", newline: String = "\n") -> String {
        let text = Data(der).base64EncodedString()
        let lines = stride(from: 0, to: text.count, by: 64).map { String(text.dropFirst($0).prefix(64)) }
        return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----", ""]).joined(
            separator: newline)
    }

    @Test func manyBlocksAreReadWithTheirLines() throws {
        let text = "subject=First\n" + pem(first) + pem([0x30, 0], "PRIVATE KEY") + pem(second)
        let file = try PEMFile(Array(text.utf8))
        #expect(file.certificates == [first, second])
        #expect(file.entries.first?.line == 2)
        #expect(file.problems.isEmpty)
    }

    @Test func carriageReturnsAreAccepted() throws {
        #expect(try PEMFile(Array(pem(first, newline: "\r\n").utf8)).certificates == [first])
    }

    @Test func derMayBeConcatenated() throws {
        #expect(try PEMFile(first).certificates == [first])
        #expect(try PEMFile(first + second).certificates == [first, second])
    }

    @Test func theSettingsOfATrustedCertificateAreDropped() throws {
        let text = pem(first + [0x30, 0x02, 0x05, 0x00], "TRUSTED CERTIFICATE")
        #expect(try PEMFile(Array(text.utf8)).certificates == [first])
    }

    @Test func aBrokenBlockCostsOnlyItself() throws {
        let text = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n" + pem(second)
        let file = try PEMFile(Array(text.utf8))
        #expect(file.certificates == [second])
        #expect(file.problems.map(\.description) == ["line 1: the block is not Base64"])
    }

    @Test func derCutShortSaysWhere() throws {
        let file = try PEMFile(first + second.dropLast(10))
        #expect(file.certificates == [first])
        #expect(file.problems.first?.offset == first.count)
    }

    @Test(arguments: [
        ("", "byte 0: expected -----BEGIN CERTIFICATE----- or DER, found neither"),
        ("hello", "byte 0: expected -----BEGIN CERTIFICATE----- or DER, found neither"),
        (
            "\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "line 2: expected a CERTIFICATE block, found only PRIVATE KEY"
        ),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n", "line 1: CERTIFICATE has no END line"),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            "line 1: the block holds no DER sequence"
        ),
        ("0", "byte 0: expected a DER sequence that ends inside the file"),
    ])
    func aFileWithoutCertificatesSaysWhy(_ text: String, _ message: String) {
        let error = #expect(throws: CertificateFileError.self) { try PEMFile(Array(text.utf8)) }
        #expect(error?.description == message)
    }

    @Test func lengthsBeyondTheFileAreRefused() {
        #expect(PEMFile.endOfSequence([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], from: 0) == nil)
        #expect(PEMFile.endOfSequence([0x30, 0x88, 1, 1, 1, 1, 1, 1, 1, 1], from: 0) == nil)
        #expect(PEMFile.endOfSequence([0x30, 0x80, 0, 0], from: 0) == nil)
        #expect(PEMFile.endOfSequence([0x30], from: 0) == nil)
        #expect(PEMFile.endOfSequence([0x30, 0], from: 0) == 2)
    }
}
