package import CaseReading
package import Casework
package import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A ClientHello that arrived at a far end, with its place in the evidence.
package struct FarHello: Sendable, Hashable {
    package var reflection: HandshakeTranscript.Reflection
    package var citation: Citation

    package init(_ reflection: HandshakeTranscript.Reflection, citation: Citation) {
        self.reflection = reflection
        self.citation = citation
    }

    /// Decodes one record; `nil` where it is no reflection.
    package init?(_ record: RawRecord) {
        guard
            let reflection = try? JSONDecoder().decode(
                HandshakeTranscript.Reflection.self, from: Data(record.json))
        else { return nil }
        self.init(reflection, citation: record.citation)
        // What the record says of its own receipt is nobody's word; the expected key is not known here.
        if reflection.receipt != nil {
            let verdict = reflection.verdict()
            if verdict == .invalid || reflection.signature == nil {
                self.reflection.signature = verdict.rawValue
            }
        }
    }
}

/// Finds what arrived for what was sent.
///
/// Rules: 1. the handshake's nonce begins the random, or the session ID, or is that of the request: found.
///        2. a handshake that was made with a reflector, and whose nonce a gateway threw away: the only record within
///           a minute that belongs to no other handshake.  3. else nothing: a guess is no evidence.
struct ReflectionPairing {
    /// How much of a nonce must be there before it tells one handshake from another.
    ///
    /// Unit: hex digits, 64 bits.
    static let shortestNonce = 16
    /// How far the clocks of both ends may be apart.
    static let tolerance = Interval(microseconds: 60_000_000)

    private let records: [FarHello]
    /// Indexes by the first digits of everything that may hold a nonce.
    private var byNonce: [String: [Int]] = [:]
    private var isTaken: Set<Int> = []

    init(_ told: [FarHello]) {
        records = Self.latest(told)
        for (index, record) in records.enumerated() {
            let reflection = record.reflection
            for text in Set([reflection.random, reflection.sessionID, reflection.nonce].compactMap(Self.key))
            {
                byNonce[text, default: []].append(index)
            }
        }
    }

    /// Each connection once, in its last state: a reflector tells a record again when it knows more.
    private static func latest(_ told: [FarHello]) -> [FarHello] {
        var places: [[String?]: Int] = [:]
        return told.reduce(into: []) { latest, record in
            let reflection = record.reflection
            let key = [reflection.peer, reflection.receivedAt, reflection.random]
            if let place = places[key] {
                latest[place] = record
            } else {
                places[key] = latest.count
                latest.append(record)
            }
        }
    }

    /// The first digits of a nonce, or of a field that may begin with one.
    private static func key(_ text: String?) -> String? {
        guard let text, text.utf8.count >= shortestNonce else { return nil }
        return String(text.lowercased().prefix(shortestNonce))
    }

    /// Takes the record that holds the handshake's nonce.
    mutating func byNonce(of transcript: HandshakeTranscript) -> FarHello? {
        guard let nonce = transcript.nonce?.lowercased(), let key = Self.key(nonce) else { return nil }
        for index in byNonce[key] ?? [] {
            var found = records[index]
            let means = Self.means(of: found.reflection, nonce)
            guard !means.isEmpty else { continue }
            isTaken.insert(index)
            found.reflection.matchedBy = means
            return found
        }
        return nil
    }

    /// The ways in which a record holds a nonce.
    private static func means(of reflection: HandshakeTranscript.Reflection, _ nonce: String) -> [String] {
        var result: [String] = []
        if reflection.random?.lowercased().hasPrefix(nonce) == true { result.append("random") }
        if reflection.sessionID?.lowercased().hasPrefix(nonce) == true { result.append("session-id") }
        if reflection.nonce?.lowercased() == nonce { result.append("request") }
        return result
    }

    /// Takes the only record of that minute; call it when all nonces have been looked for.
    mutating func byTime(of handshake: PathHandshake) -> FarHello? {
        guard handshake.transcript.trial?.purpose == TrialPurpose.reflection.rawValue,
            let startedAt = handshake.startedAt
        else { return nil }
        let window = TimeWindow(startedAt + -Self.tolerance, startedAt + Self.tolerance)
        let near = records.indices.filter { index in
            // A request names its own handshake.
            !isTaken.contains(index) && records[index].reflection.nonce == nil
                && records[index].reflection.receivedAt.flatMap(Instant.init(rfc3339:))
                    .map { window.start <= $0 && $0 <= window.end } ?? false
        }
        guard near.count == 1, let index = near.first else { return nil }
        isTaken.insert(index)
        var found = records[index]
        found.reflection.matchedBy = [Self.timeAndAddress]
        return found
    }

    /// The weakest way to find a record.
    static let timeAndAddress = "time-and-address"
}

extension PathFacts {
    /// Gives every handshake the ClientHello that arrived for it, unless its transcript holds one.
    mutating func pair(with records: [FarHello]) {
        guard !records.isEmpty else { return }
        var pairing = ReflectionPairing(records)
        for index in handshakes.indices { handshakes[index].reflect { pairing.byNonce(of: $0.transcript) } }
        for index in trials.indices { trials[index].reflect { pairing.byNonce(of: $0.transcript) } }
        for index in trials.indices { trials[index].reflect { pairing.byTime(of: $0) } }
    }

    /// All handshakes of which both ends are known.
    var reflected: [PathHandshake] {
        (handshakes + trials).filter { $0.transcript.sent != nil && $0.transcript.reflection != nil }
    }
}

extension PathHandshake {
    /// Whether the far end's word can show that nothing was changed.
    ///
    /// A record that was found by its time alone may be another connection's, and one with a wrong receipt may have been
    /// made up on the way: neither proves that all is well.
    var vouchesForThePath: Bool { doubtsOfReflection.isEmpty }

    fileprivate mutating func reflect(_ find: (PathHandshake) -> FarHello?) {
        guard transcript.reflection == nil, let found = find(self) else { return }
        transcript.reflection = found.reflection
        farCitation = found.citation
    }

    /// What weakens the word of the far end, as sentences.
    var doubtsOfReflection: [String] {
        guard let reflection = transcript.reflection else { return [] }
        var result: [String] = []
        if reflection.matchedBy == [ReflectionPairing.timeAndAddress] {
            result.append(
                "the record at the far end was found by its time alone: it may belong to another connection")
        }
        if reflection.signature == "missing" {
            result.append("the far end's record bears no receipt, though it was to be signed by a known key")
        }
        if reflection.signature == "invalid" {
            result.append(
                "the signature of the far end's receipt does not verify: its record may have been changed on the way"
            )
        }
        if reflection.signature == "other key" {
            result.append("the far end's receipt is signed by another key than the one that was expected")
        }
        return result
    }
}
