import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether what answers speaks TLS, keeps to it, and does not refuse.
///
/// Needs: handshake transcripts that were answered.    Source: RFC 8446 section 6; TLS 3.8 for block pages.
/// Rules: 1. a fatal alert: named.  2. bytes that are no TLS: a block page or another service.
///        3. any other breach of the protocol: where and which byte.  A proof that fails is a matter of
///           `ProvesItsKey`.
///        4. everything else that was answered: sound.  5. nothing was answered: cannot tell.
package struct SpeaksTLS: Probe {
    package static let card = ProbeCard(
        "tls-path.speaks-tls", layer: .tlsPath,
        asks: "Does every peer that answers speak TLS without refusing?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: [
            "L3-STALL", "L3-RESET", "L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH",
        ],
        raises: [alert, blockPage, protocolError])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let answered = facts.handshakes.filter { Answer($0.transcript) != nil }
        guard !answered.isEmpty else {  // rule 5
            return .cannotTell(because: "no handshake was answered", supply: HowToGet.handshakes)
        }
        let claims = facts.groups.flatMap { group -> [Claim] in
            let by = Dictionary(grouping: group.handshakes) { Answer($0.transcript) }
            return [
                by[.alert].map { Self.alertClaim(group, $0, facts) },
                by[.notTLS].map { Self.pageClaim(group, $0) },
                by[.broken].map { Self.brokenClaim(group, $0) },
            ].compactMap(\.self)
        }
        return .found(claims.mergedByWay, orSound: "\(answered.count.counted("answer")) in TLS")
    }

    enum Answer: Hashable {
        case fine, alert, notTLS, broken

        /// `nil` where nothing was answered, or the transcript does not say.
        init?(_ transcript: HandshakeTranscript) {
            switch transcript.outcome {
            case .completed: self = .fine
            case _ where transcript.isNotTLS: self = .notTLS
            case .alert: self = .alert
            case .protocolError: self = ProvesItsKey.failure(in: transcript) == nil ? .broken : .fine
            default: return nil
            }
        }
    }

    private static func alertClaim(_ group: PathGroup, _ faulty: [PathHandshake], _ facts: PathFacts) -> Claim
    {
        let names = Set(faulty.map { $0.transcript.alert?.name ?? "an unnamed alert" }).sorted()
        var detail = "\(group.share(faulty)) with \(group.label) ended with \(names.joined(separator: ", "))."
        detail += names.compactMap { AlertMeaning.words[$0] }.map { " \($0)" }.joined()
        detail += StallClaim.comparison(group, facts)
        var against = StallClaim.against(group, facts)
        if faulty.contains(where: { $0.transcript.alert?.direction == "sent" }) {
            against.append("the measuring client itself sent an alert: the peer did not refuse")
        }
        return group.claim(
            "L3-ALERT", faulty, brief: "\(group.label): alert \(names.joined(separator: ", "))",
            detail: detail,
            noun: "handshake that was refused", values: ["alerts": .list(names.map { .text($0) })],
            against: against)
    }

    private static func pageClaim(_ group: PathGroup, _ faulty: [PathHandshake]) -> Claim {
        let text = faulty.compactMap(\.transcript.firstBytes).first.map(FirstBytes.words) ?? ""
        let page = text.hasPrefix("HTTP/")
        return group.claim(
            "L3-BLOCK-PAGE", faulty,
            brief: "\(group.label): \(page ? "an HTTP page" : "no TLS") instead of a ServerHello",
            detail:
                "\(group.share(faulty)) with \(group.label) were answered in something that is no TLS; it begins: \(text)",
            noun: "answer that is no TLS",
            values: ["firstBytes": .text(faulty.compactMap(\.transcript.firstBytes).first ?? "")],
            against: page ? [] : ["it is no HTTP answer either: another service may listen there"])
    }

    private static func brokenClaim(_ group: PathGroup, _ faulty: [PathHandshake]) -> Claim {
        let errors = Set(faulty.map { $0.transcript.error ?? "no place is given" }).sorted()
        return group.claim(
            "L3-PROTOCOL-ERROR", faulty, brief: "\(group.label): the peer breaks TLS",
            detail:
                "\(group.share(faulty)) with \(group.label) broke the protocol: \(errors.prefix(3).joined(separator: "; ")).",
            noun: "broken handshake", values: ["errors": .list(errors.prefix(3).map { .text($0) })])
    }
}

/// What an alert says about a path.
///
/// Source: RFC 8446 section 6.2; TLS 3.8 for what boxes mean by them.
enum AlertMeaning {
    static let words = [
        "unrecognized_name":
            "Whoever answered does not know the host's name: the name was rewritten, or the wrong place was reached.",
        "handshake_failure": "The offer was refused outright, which parsers do that cannot read it.",
        "protocol_version": "The version was refused: something older than TLS 1.3 stands in the way.",
        "certificate_required":
            "A client certificate is demanded, which a device has none of before it is enrolled.",
        "unknown_ca": "The sender does not trust the issuer of a certificate.",
        "access_denied": "Access is denied by policy.",
        "internal_error":
            "The sender failed by itself; a gateway that cannot reach the origin says so in this way.",
    ]
}

/// The first bytes of an answer that is no TLS, as people can read them.
enum FirstBytes {
    /// How much of it is quoted.
    ///
    /// Unit: characters.
    static let quoted = 120

    static func words(_ hex: String) -> String {
        var text = ""
        var high: UInt8?
        for digit in hex.utf8.prefix(quoted * 2) {
            guard let value = nibble(digit) else { return String(hex.prefix(quoted)) }
            guard let first = high else {
                high = value
                continue
            }
            let byte = first << 4 | value
            if (0x20..<0x7F).contains(byte) { text.append(Character(UnicodeScalar(byte))) }
            if byte == 0x0A { text.append(" ") }
            high = nil
        }
        return text
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension SpeaksTLS {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("silence is no answer", .measuring([.stalled()]), .cannotTell),
        WorkedCase("a handshake that completes", .measuring([.completed()]), .sound),
        WorkedCase(
            "an unknown name behind the gateway",
            .measuring([.completed(), .alerted("unrecognized_name", via: "ztna")]), .raises(["L3-ALERT": 1])),
        WorkedCase(
            "a redirect to a block page", .measuring([.page("HTTP/1.1 302 Found")]),
            .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase("another service", .measuring([.page("SSH-2.0-x")]), .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "a length that runs over its message", .measuring(.ended(.protocolError)),
            .raises(["L3-PROTOCOL-ERROR": 1])),
    ]
}
