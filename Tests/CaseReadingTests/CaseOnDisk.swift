import CZlib
import Casework
import Crypto
import Foundation
import OpenFormats
import Testing

@testable import CaseReading

/// A case in a folder of its own, which goes away with it.
final class CaseOnDisk {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "case-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A case whose file names one piece of evidence.
    convenience init(_ kind: String, _ name: String, _ content: String, more: String = "") throws {
        self.init()
        try write(name, content)
        try caseFile("evidence: [{kind: \(kind), file: \(name)\(more.isEmpty ? "" : ", " + more)}]")
    }

    func caseFile(_ body: String) throws {
        try write("case.yaml", "schema: abm-forensics/case/1\nasOf: 2026-04-17T12:00:00Z\n" + body)
    }

    func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8], mode: Int = 0o644) throws {
        let whole = "\(path)/\(name)"
        let folder = (whole as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: whole))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: whole)
    }

    func link(_ name: String, to target: String) throws {
        try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    /// Lists files in the manifest with the digests that they have now.
    func seal(_ names: String...) throws {
        let lines = try names.map { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
            return "\(Hex.text(SHA256.hash(data: data)))  \(name)\n"
        }
        try write(Manifest.name, lines.joined())
    }

    func read(_ options: ReadingOptions = ReadingOptions(), limits: ReadingLimits = ReadingLimits()) throws
        -> CaseEvidence
    {
        try CaseReader(limits: limits).read(at: path, options: options)
    }

    /// The error that reading ends in.
    func refusal(limits: ReadingLimits = ReadingLimits()) -> CaseError? {
        do throws(CaseError) {
            _ = try CaseReader(limits: limits).read(at: path)
            return nil
        } catch {
            return error
        }
    }
}

/// Deflates bytes into one gzip member.
func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = unsafe z_stream()
    let opened = unsafe deflateInit2_(
        &stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    try #require(opened == Z_OK)
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 1024)
    var input = bytes
    let written = unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { sink in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = UInt32(source.count)
            unsafe stream.next_out = sink.baseAddress
            unsafe stream.avail_out = UInt32(sink.count)
            _ = unsafe deflate(&stream, Z_FINISH)
            return unsafe sink.count - Int(stream.avail_out)
        }
    }
    _ = unsafe deflateEnd(&stream)
    return Array(output[..<written])
}

func gzipped(_ text: String) throws -> [UInt8] { try gzipped(Array(text.utf8)) }

/// A time of a test; one that is mistyped equals nothing.
func instant(_ text: String) -> Instant {
    Instant(microseconds: Timestamps.microseconds(of: text) ?? .min)
}

extension CaseEvidence {
    func problems(_ kind: EvidenceProblem.Kind) -> [EvidenceProblem] { problems.filter { $0.kind == kind } }
}

/// Three devices as a tenant lists them.
let threeDevices =
    (1...3).map {
        #"{"serialNumber":"ZZTEST00000\#($0)","udid":"00008120-00000000000\#($0)001E","enrollmentStatus":"enrolled","mdmProfileId":"p"}"#
    }.joined(separator: "\n") + "\n"
