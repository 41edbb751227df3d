import Casework
import ProbeKit
import TLSHandshake

/// A part of a ClientHello that did not arrive as it was sent.
struct ClientHelloDifference: Hashable {
    let field: String
    let sent: String
    let arrived: String
    /// What was sent and did not arrive, for lists.
    var missing: [String] = []

    var words: String {
        guard missing.isEmpty else { return "\(field) without \(missing.joined(separator: ", "))" }
        return "\(field): \(sent) sent, \(arrived) arrived"
    }

    var figure: Figure {
        var table: [String: Figure] = ["field": .text(field), "sent": .text(sent), "arrived": .text(arrived)]
        if !missing.isEmpty { table["missing"] = .list(missing.map { .text($0) }) }
        return .table(table)
    }

    /// Every part that both ends wrote down and that differs; the server name has a probe of its own.
    ///
    /// GREASE values are not compared: they only say that there is GREASE.
    static func all(
        _ sent: HandshakeTranscript.Sent, _ arrived: HandshakeTranscript.Reflection
    ) -> [ClientHelloDifference] {
        let lists = [
            list("cipher suites", sent.cipherSuites, arrived.cipherSuites),
            list("groups", sent.groups, arrived.groups),
            list("key shares", sent.keyShares, arrived.keyShares),
            list("versions", sent.versions, arrived.versions),
            list("signature schemes", sent.signatureSchemes, arrived.signatureSchemes),
            list("extensions", sent.extensions, arrived.extensions),
            alpn(sent.alpn, arrived.alpn),
        ]
        let psk: ClientHelloDifference? =
            sent.psk == true && arrived.psk == false
            ? Self(field: "pre-shared key", sent: "one", arrived: "none") : nil
        return [text("JA4", sent.ja4, arrived.ja4), text("JA3", sent.ja3, arrived.ja3)].compactMap(\.self)
            + lists.compactMap(\.self) + [psk].compactMap(\.self)
    }

    /// The random, which begins with the nonce where it is the one that was sent.
    static func random(_ transcript: HandshakeTranscript) -> [ClientHelloDifference] {
        guard let nonce = transcript.nonce?.lowercased(), nonce.utf8.count >= ReflectionPairing.shortestNonce,
            let random = transcript.reflection?.random?.lowercased(), !random.hasPrefix(nonce)
        else { return [] }
        return [Self(field: "random", sent: "\(nonce)...", arrived: random)]
    }

    private static func text(_ field: String, _ sent: String?, _ arrived: String?) -> Self? {
        guard let sent, let arrived, sent != arrived else { return nil }
        return Self(field: field, sent: sent, arrived: arrived)
    }

    /// A ClientHello without the extension has no list, which is what a gateway that drops it leaves.
    private static func alpn(_ sent: [String]?, _ arrived: [String]?) -> Self? {
        guard let sent, !sent.isEmpty else { return nil }
        return list("ALPN", sent, arrived ?? [])
    }

    private static func list(_ field: String, _ sent: [String]?, _ arrived: [String]?) -> Self? {
        guard let sent = sent.map(plain), let arrived = arrived.map(plain), sent != arrived else {
            return nil
        }
        return Self(
            field: field, sent: shown(sent), arrived: shown(arrived),
            missing: sent.filter { !arrived.contains($0) })
    }

    private static func plain(_ names: [String]) -> [String] { names.filter { !isGREASE($0) } }

    private static func shown(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.prefix(longestList).joined(separator: " ")
    }

    /// How many elements of a list are shown; an Apple ClientHello has twenty suites.
    private static let longestList = 64

    /// Whether a name is that of a GREASE value, which has only its number.
    static func isGREASE(_ name: String) -> Bool {
        guard name.utf8.count == 6, name.hasPrefix("0x"), let value = UInt16(name.dropFirst(2), radix: 16)
        else { return false }
        return CipherSuite(rawValue: value).isGREASE
    }
}

extension HandshakeTranscript {
    /// The offered suites that the far end did not see; empty where either end does not say.
    var strippedSuites: [String] {
        guard let offered = sent?.cipherSuites, let arrived = reflection?.cipherSuites else { return [] }
        return offered.filter {
            !ClientHelloDifference.isGREASE($0) && !$0.hasSuffix("_SCSV") && !arrived.contains($0)
        }
    }

    /// Whether TLS 1.3 was offered and arrived no more: a downgrade that this end cannot see.
    var losesTLS13: Bool {
        guard let sent, sent.versions.map({ $0.contains(SettlesOnTLS13.current) }) ?? offersTLS13,
            let arrived = reflection?.versions
        else { return false }
        return !arrived.contains(SettlesOnTLS13.current)
    }
}
