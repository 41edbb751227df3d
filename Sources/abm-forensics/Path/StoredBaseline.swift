import ArgumentParser
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Handshakes of an earlier call, out of a path report, to compare with.
struct StoredBaseline: Sendable {
    /// What the report calls it.
    static let name = "baseline"

    private let handshakes: [HandshakeTranscript]

    /// The largest file that is read; a report with raw messages has some 100 KB a handshake.
    private static let sizeLimit = 64 << 20

    /// Reads `path/1` documents, one or one a line, or bare transcripts; the first path of a document counts.
    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ValidationError(
                "--baseline \(file) cannot be read; it takes direct, a URL or a path report.")
        }
        guard data.count <= Self.sizeLimit else {
            throw ValidationError("--baseline \(file) is larger than \(Self.sizeLimit >> 20) MB.")
        }
        handshakes = Self.documents(data).flatMap(\.handshakes)
        guard !handshakes.isEmpty else {
            throw ValidationError(
                "--baseline \(file) holds no handshake: it takes what path --format json wrote.")
        }
    }

    /// The plain handshakes with a host.
    func handshakes(with host: String) -> [HandshakeTranscript] {
        handshakes.filter { transcript in
            transcript.serverName?.lowercased() == host.lowercased() && transcript.trial == nil
                && transcript.application == nil
        }
    }

    /// A path report, or a bare transcript; of a report only the first path counts.
    private struct Document: Decodable {
        struct Path: Decodable {
            var handshake: HandshakeTranscript?
            var repeats: [HandshakeTranscript]?
        }

        private enum Key: CodingKey { case paths }

        let handshakes: [HandshakeTranscript]

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            guard container.contains(.paths) else {
                handshakes = [try HandshakeTranscript(from: decoder)]
                return
            }
            let first = try container.decode([Path].self, forKey: .paths).first
            handshakes = [first?.handshake].compactMap(\.self) + (first?.repeats ?? [])
        }
    }

    /// What the bytes hold: one document, a list, or one a line; a line that is none is left out.
    private static func documents(_ data: Data) -> [Document] {
        let decoder = JSONDecoder()
        if let one = try? decoder.decode(Document.self, from: data) { return [one] }
        if let list = try? decoder.decode([Document].self, from: data) { return list }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Document.self, from: $0)
        }
    }
}
