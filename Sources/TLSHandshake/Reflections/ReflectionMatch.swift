/// Finds what arrived of a handshake among the records of a reflector.
///
/// A nonce proves that the two belong together, wherever it survived: in the random, in the session id, or in
/// the request behind the handshake. Where every nonce was lost only time and address are left, which counts
/// as a guess and is said so in `matchedBy`.
public enum ReflectionMatch {
    public typealias Reflection = HandshakeTranscript.Reflection

    /// How far the clocks of both ends may be apart.
    ///
    /// Units: milliseconds. A minute is what hosts without time synchronisation stay within for weeks.
    public static let window: Int64 = 60_000
    /// The fewest hex digits that make a nonce; eight bytes do not meet by chance.
    public static let shortestNonce = 16

    public static let random = "random"
    public static let sessionID = "session-id"
    public static let request = "request"
    public static let timeAndAddress = "time-and-address"

    /// The record of one handshake, with `matchedBy`; absent if none fits, or more than one as well.
    ///
    /// `egress` are addresses that are known to be the gateway's, beside those that the transcript tells.
    public static func match(
        sent: HandshakeTranscript, among records: [Reflection], egress: [String] = []
    ) -> Reflection? {
        let records = latest(records)
        return byNonce(sent, records) ?? byTime(sent, records, egress)
    }

    /// The records of several handshakes; one that a nonce gives to a handshake is no guess for another.
    ///
    /// Shape: as many as there are transcripts, in their order.
    /// Complexity: transcripts times records.
    public static func matches(
        of transcripts: [HandshakeTranscript], among records: [Reflection], egress: [String] = []
    ) -> [Reflection?] {
        let records = latest(records)
        var left = records
        var egress = egress
        var found: [Reflection?] = transcripts.map { sent in
            guard let match = byNonce(sent, records) else { return nil }
            left.removeAll { Identity($0) == Identity(match) }
            egress += match.peer.map { [host(of: $0)] } ?? []
            return match
        }
        for (index, sent) in transcripts.enumerated() where found[index] == nil {
            guard let match = byTime(sent, left, egress) else { continue }
            left.removeAll { Identity($0) == Identity(match) }
            found[index] = match
        }
        return found
    }

    /// What tells connections apart, in whichever state their records are.
    private struct Identity: Hashable {
        let peer, receivedAt, random: String?

        init(_ record: Reflection) {
            peer = record.peer
            receivedAt = record.receivedAt
            random = record.random
        }
    }

    /// Each connection once, in its last state: a record is told again when more is known.
    private static func latest(_ records: [Reflection]) -> [Reflection] {
        var places: [Identity: Int] = [:]
        var latest: [Reflection] = []
        for record in records {
            if let place = places[Identity(record)] {
                latest[place] = record
            } else {
                places[Identity(record)] = latest.count
                latest.append(record)
            }
        }
        return latest
    }

    // MARK: - By nonce

    private static func byNonce(_ sent: HandshakeTranscript, _ records: [Reflection]) -> Reflection? {
        guard let nonce = sent.nonce?.lowercased(), nonce.utf8.count >= shortestNonce else { return nil }
        var best: Reflection?
        for record in records {
            let places = places(of: nonce, in: record)
            guard places.count > best?.matchedBy?.count ?? 0 else { continue }
            best = record
            best?.matchedBy = places
        }
        return best
    }

    private static func places(of nonce: String, in record: Reflection) -> [String] {
        var places: [String] = []
        if record.random?.lowercased().hasPrefix(nonce) ?? false { places.append(random) }
        if record.sessionID?.lowercased().hasPrefix(nonce) ?? false { places.append(sessionID) }
        if record.nonce?.lowercased() == nonce { places.append(request) }
        return places
    }

    // MARK: - By time and address

    private static func byTime(
        _ sent: HandshakeTranscript, _ records: [Reflection], _ egress: [String]
    ) -> Reflection? {
        guard let start = sent.startedAt.flatMap({ RFC3339Time($0) }) else { return nil }
        let addresses = Set(
            ([sent.localAddress, sent.address, sent.proxy?.address].compactMap(\.self) + egress).map(host))
        let candidates = records.filter { record in
            guard let time = record.receivedAt.flatMap({ RFC3339Time($0) }), let peer = record.peer else {
                return false
            }
            let distance = abs(time.millisecondsSince1970 - start.millisecondsSince1970)
            return distance <= window && addresses.contains(host(of: peer)) && mayBe(record, of: sent)
        }
        guard candidates.count == 1, var match = candidates.first else { return nil }
        match.matchedBy = [timeAndAddress]
        return match
    }

    /// Whether a record without the nonce can still be that of the handshake.
    ///
    /// A request names its own handshake, and a ClientHello with this client's fingerprint but another random
    /// is this client's next one: a gateway that makes its own ClientHello has a fingerprint of its own.
    private static func mayBe(_ record: Reflection, of sent: HandshakeTranscript) -> Bool {
        guard record.nonce == nil, record.random != nil else { return false }
        guard sent.nonce != nil, let ja4 = sent.sent?.ja4 else { return true }
        return record.ja4 != ja4
    }

    /// The host of `host:port`, without brackets.
    static func host(of address: String) -> String {
        if address.hasPrefix("["), let close = address.firstIndex(of: "]") {
            return String(address[address.index(after: address.startIndex)..<close])
        }
        guard let colon = address.lastIndex(of: ":"), address.firstIndex(of: ":") == colon else {
            return address
        }
        return String(address[..<colon])
    }
}
