#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The certificates of one file, PEM or DER, one or many; a broken one costs only itself.
///
/// Blocks that are no certificates, such as a private key, are passed over and never decoded.
/// Source: RFC 7468; `X509 CERTIFICATE` and `TRUSTED CERTIFICATE` as OpenSSL writes them.
package struct PEMFile: Sendable, Hashable {
    /// One certificate and the place it came from.
    package struct Entry: Sendable, Hashable {
        package var der: [UInt8]
        /// The line of its `BEGIN`, from 1, absent in a DER file.
        package var line: Int?
    }

    /// The largest file that is read; a bundle of all public roots is about 220 KB.
    package static let byteLimit = 64 << 20
    /// The most certificates that are read from one file; a bundle of all public roots has about 150.
    package static let certificateLimit = 10_000

    package var entries: [Entry] = []
    /// What could not be read, in the order of the file.
    package var problems: [CertificateFileError] = []

    /// The certificates alone.
    package var certificates: [[UInt8]] { entries.map(\.der) }

    /// Reads the bytes of a file.
    ///
    /// Throws: ``CertificateFileError`` if not a single certificate can be read.
    package init(_ bytes: [UInt8]) throws(CertificateFileError) {
        guard bytes.count <= PEMFile.byteLimit else {
            throw CertificateFileError(reason: "\(bytes.count) bytes are more than \(PEMFile.byteLimit)")
        }
        var labels: [(label: String, line: Int)] = []
        if bytes.first == 0x30 {
            readDER(bytes)
        } else {
            labels = readPEM(bytes)
        }
        guard entries.isEmpty else { return }
        if let problem = problems.first { throw problem }
        if let found = labels.first {
            throw CertificateFileError(
                line: found.line, reason: "expected a CERTIFICATE block, found only \(found.label)")
        }
        throw CertificateFileError(
            offset: 0, reason: "expected -----BEGIN CERTIFICATE----- or DER, found neither")
    }

    /// Splits concatenated DER values by their lengths.
    private mutating func readDER(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count, entries.count < PEMFile.certificateLimit {
            guard let end = PEMFile.endOfSequence(bytes, from: start) else {
                problems.append(
                    CertificateFileError(
                        offset: start, reason: "expected a DER sequence that ends inside the file"))
                return
            }
            entries.append(Entry(der: Array(bytes[start..<end])))
            start = end
        }
    }

    /// The offset behind the DER sequence at this one, absent if there is none or it is cut off.
    static func endOfSequence(_ bytes: [UInt8], from start: Int) -> Int? {
        guard start + 2 <= bytes.count, bytes[start] == 0x30 else { return nil }
        let first = Int(bytes[start + 1])
        var length = first
        var header = 2
        if first >= 0x80 {
            let count = first & 0x7F
            guard (1...4).contains(count), start + 2 + count <= bytes.count else { return nil }
            length = bytes[(start + 2)..<(start + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
            header += count
        }
        guard length <= bytes.count - start - header else { return nil }
        return start + header + length
    }

    /// Walks the lines; answers the labels of blocks that are no certificates.
    private mutating func readPEM(_ bytes: [UInt8]) -> [(label: String, line: Int)] {
        var others: [(label: String, line: Int)] = []
        var block: (label: String, line: Int, text: [UInt8])?
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if let label = PEMFile.label(line, "-----BEGIN ") {
                if let open = block { problem(open.line, "\(open.label) has no END line") }
                block = (label, number, [])
                if !PEMFile.isCertificate(label) { others.append((label, number)) }
            } else if PEMFile.label(line, "-----END ") != nil {
                if let done = block, PEMFile.isCertificate(done.label) { decode(done.text, at: done.line) }
                block = nil
            } else if let open = block, PEMFile.isCertificate(open.label) {
                block?.text.append(contentsOf: line)
            }
            if entries.count >= PEMFile.certificateLimit { return others }
        }
        if let open = block { problem(open.line, "\(open.label) has no END line") }
        return others
    }

    private mutating func decode(_ text: [UInt8], at line: Int) {
        let digits = text.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        guard let data = Data(base64Encoded: Data(digits)) else {
            return problem(line, "the block is not Base64")
        }
        let bytes = Array(data)
        // A trusted certificate of OpenSSL carries its own settings behind the certificate.
        guard let end = PEMFile.endOfSequence(bytes, from: 0) else {
            return problem(line, "the block holds no DER sequence")
        }
        entries.append(Entry(der: Array(bytes[..<end]), line: line))
    }

    private mutating func problem(_ line: Int, _ reason: String) {
        problems.append(CertificateFileError(line: line, reason: reason))
    }

    private static func isCertificate(_ label: String) -> Bool {
        ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"].contains(label)
    }

    private static func label(_ line: ArraySlice<UInt8>, _ prefix: String) -> String? {
        guard line.starts(with: prefix.utf8) else { return nil }
        let text = String(decoding: line.dropFirst(prefix.utf8.count).prefix(80), as: UTF8.self)
        guard let end = text.firstRange(of: "-----") else { return nil }
        return String(text[..<end.lowerBound])
    }
}
