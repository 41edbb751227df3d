import Crypto
import Foundation

/// Lower-case hex, as `sha256sum` prints it.
func sha256(_ bytes: some DataProtocol) -> String {
    SHA256.hash(data: bytes).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
}

/// What `sort | sha256sum` prints for lines.
func sortedSHA256(_ lines: [String]) -> String {
    sha256(Data(lines.sorted().map { "\($0)\n" }.joined().utf8))
}

/// The text of a file.
func read(_ path: String) throws -> String { try String(contentsOf: URL(filePath: path), encoding: .utf8) }
