package import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The private key of one file, PEM or DER; what its errors say never holds any of it.
///
/// Source: RFC 7468 sections 10 and 11, with the older labels of SEC 1 and PKCS #1; RFC 1421 for `Proc-Type`.
package struct PrivateKeyFile: Sendable {
    /// What is wrong with a file.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case tooLong(Int)
        /// The key needs a passphrase, which this tool does not take.
        case encrypted(line: Int)
        /// There is no block with a key; the label of the first block, if there is one.
        case noKey(found: String?)
        case notBase64(line: Int)
        /// The block holds no key, or one that cannot sign in TLS 1.3.
        case unusable(line: Int?)

        package var description: String {
            switch self {
            case .tooLong(let count): "\(count) bytes are more than \(PrivateKeyFile.byteLimit)"
            case .encrypted(let line):
                "line \(line): the key is encrypted; decrypt it first (openssl pkey -in FILE -out FILE)"
            case .noKey(let found):
                "expected a PRIVATE KEY block or DER, found \(found.map { "only \($0)" } ?? "neither")"
            case .notBase64(let line): "line \(line): the block is not Base64"
            case .unusable(let line):
                (line.map { "line \($0): " } ?? "")
                    + "expected an EC (P-256, P-384, P-521), Ed25519 or RSA key, found something else"
            }
        }
    }

    /// The largest file that is read; a chain of ten certificates beside the key has 30 KB.
    package static let byteLimit = 1 << 20

    package let key: SigningKey

    /// Reads the bytes of a file; blocks that are no keys, such as the certificate itself, are passed over.
    package init(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.count <= Self.byteLimit else { throw .tooLong(bytes.count) }
        if bytes.first == 0x30 {
            let keys = SigningKey.Format.allCases.lazy.compactMap { SigningKey(der: bytes, format: $0) }
            guard let key = keys.first else { throw .unusable(line: nil) }
            self.key = key
        } else {
            key = try Self.key(inPEM: bytes)
        }
    }

    private static func key(inPEM bytes: [UInt8]) throws(Problem) -> SigningKey {
        var (number, other) = (0, String?.none)
        var block: (format: SigningKey.Format, line: Int, text: [UInt8])?
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if let label = label(line, "-----BEGIN ") {
                guard !label.hasPrefix("ENCRYPTED") else { throw .encrypted(line: number) }
                block = SigningKey.Format(rawValue: label).map { ($0, number, []) }
                if block == nil { other = other ?? label }
            } else if let done = block, label(line, "-----END ") != nil {
                return try decode(done.text, as: done.format, at: done.line)
            } else if block != nil {
                if line.starts(with: "Proc-Type:".utf8) { throw .encrypted(line: number) }
                block?.text.append(contentsOf: line)
            }
        }
        throw .noKey(found: other)
    }

    private static func decode(
        _ text: [UInt8], as format: SigningKey.Format, at line: Int
    ) throws(Problem) -> SigningKey {
        let digits = text.filter { ![0x20, 0x09, 0x0D].contains($0) }
        guard let der = Data(base64Encoded: Data(digits)) else { throw .notBase64(line: line) }
        guard let key = SigningKey(der: Array(der), format: format) else { throw .unusable(line: line) }
        return key
    }

    private static func label(_ line: some Collection<UInt8>, _ prefix: String) -> String? {
        guard line.starts(with: prefix.utf8) else { return nil }
        let text = String(decoding: line.dropFirst(prefix.utf8.count).prefix(80), as: UTF8.self)
        guard let end = text.firstRange(of: "-----") else { return nil }
        return String(text[..<end.lowerBound])
    }
}
