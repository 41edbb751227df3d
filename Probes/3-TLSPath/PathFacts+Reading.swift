package import CaseReading
import Casework
package import OpenFormats
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PathFacts {
    /// Draws the layer's facts from a case; `judgeChains` adds what the certificates themselves say.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        for record in evidence.handshakes {
            if let handshake = PathHandshake(record, asOf: evidence.asOf) {
                take(handshake)
            } else {
                unreadable += 1
            }
        }
        pair(with: evidence.reflections.compactMap(FarHello.init))
        diagnostics = evidence.exchanges.compactMap(DiagnosticAnswer.init)
        requiresPSK = evidence.profile.requiresPSK
    }

    /// The record as a report shows it, with an outcome; `nil` for what has not the shape of a transcript.
    package static func transcript(of record: RawRecord) -> JSONValue? {
        guard let handshake = PathHandshake(record, asOf: Instant(microseconds: 0)),
            var object = (try? JSONValue(parsing: record.json))?.object
        else { return nil }
        let outcome = handshake.transcript.outcome.rawValue
        let isName = outcome.utf8.allSatisfy { 0x61...0x7A ~= $0 || $0 == 0x2D }
        guard isName, outcome.first?.isLetter == true else { return nil }
        object.set("outcome", .string(outcome))
        return .object(object)
    }
}

extension PathHandshake {
    /// The name that a case gives to a path, and an outcome that may be missing.
    private struct Loose: Decodable {
        var name: String?
        var outcome: String?
    }

    /// The outcome of a transcript that states none.
    static let unrecorded = HandshakeTranscript.Outcome(rawValue: "unrecorded")

    /// Decodes one record; `nil` where it is no transcript.
    init?(_ record: RawRecord, asOf: Instant) {
        let decoder = JSONDecoder()
        guard let loose = try? decoder.decode(Loose.self, from: Data(record.json)) else { return nil }
        let json = loose.outcome == nil ? Self.withOutcome(record.json) : record.json
        guard var transcript = try? decoder.decode(HandshakeTranscript.self, from: Data(json)) else {
            return nil
        }
        if transcript.outcome == Self.unrecorded, transcript.reached(.serverFinished) {
            transcript.outcome = .completed
        }
        self.init(transcript, name: loose.name, citation: record.citation, asOf: asOf)
    }

    /// Puts an outcome in front of the first key, since the transcript's shape asks for one.
    private static func withOutcome(_ json: [UInt8]) -> [UInt8] {
        guard let brace = json.firstIndex(of: UInt8(ascii: "{")) else { return json }
        return Array(json[...brace]) + Array(#""outcome":"\#(unrecorded.rawValue)","#.utf8)
            + Array(json[(brace + 1)...])
    }
}

extension Instant {
    init?(rfc3339 text: String) {
        guard let microseconds = Timestamps.microseconds(of: text) else { return nil }
        self.init(microseconds: microseconds)
    }
}
