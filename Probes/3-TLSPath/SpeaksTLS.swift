import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether what answers speaks TLS, keeps to it, and does not refuse.
///
/// Needs: handshake transcripts that were answered.    Source: RFC 8446 section 6; TLS 3.8 for block pages.
/// Rules: 1. a fatal alert: named.  2. bytes that are no TLS: a block page or another service; on port 80, the page of
///           a filter or a redirect to somebody else's host.
///        3. any other breach of the protocol: where and which byte.  A proof that fails is a matter of
///           `ProvesItsKey`, a client certificate that is missed one of `AsksNoClientCertificate`.
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
        let pages = facts.services(.http).filter { WebAnswer($0.transcript) != nil }
        guard !answered.isEmpty || !pages.isEmpty else {  // rule 5
            return .cannotTell(because: "no handshake was answered", supply: HowToGet.handshakes)
        }
        let claims = facts.groups.flatMap { group -> [Claim] in
            let heard = group.handshakes.filter { !facts.hasPushFallback($0) }
            let by = Dictionary(grouping: heard) { Answer($0.transcript) }
            return [
                by[.alert].map { Self.alertClaim(group, $0, facts) },
                by[.notTLS].map { Self.pageClaim(group, $0) },
                by[.broken].map { Self.brokenClaim(group, $0) },
            ].compactMap(\.self)
        }
        let blocked = PathFacts.groups(of: pages, noun: "request").compactMap(Self.blockClaim)
        return .found(
            (claims + blocked).mergedByWay, orSound: "\(answered.count.counted("answer")) in TLS")
    }

    enum Answer: Hashable {
        case fine, alert, notTLS, broken

        /// `nil` where nothing was answered, or the transcript does not say.
        init?(_ transcript: HandshakeTranscript) {
            guard !transcript.failsAtProxy else { return nil }
            switch transcript.outcome {
            case .completed: self = .fine
            case .alert where transcript.isRefusedForItsCertificate: self = .fine
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
        if faulty.contains(where: { $0.transcript.clientCertificateSent == true }) {
            against.append(
                "a client certificate was given: the alert may be about that, and not about the path")
        }
        if let other = faulty.compactMap(\.otherNameSent).first {
            against.append("\(other) was sent as server name on purpose: the host may not know it")
        }
        return group.claim(
            "L3-ALERT", faulty, brief: "\(group.label): alert \(names.joined(separator: ", "))",
            detail: detail,
            noun: "handshake that was refused",
            values: StallClaim.smallestChange(group, facts).merging(["alerts": .list(names.map { .text($0) })]
            ) { $1 },
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

    private static func blockClaim(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter {
            WebAnswer($0.transcript)?.isBlocking(for: group.host) == true
        }
        guard let answer = faulty.first.flatMap({ WebAnswer($0.transcript) }) else { return nil }
        return group.claim(
            "L3-BLOCK-PAGE", faulty, brief: "\(group.label): a block page on port 80",
            detail: "\(group.share(faulty)) to \(group.label) on port 80 were answered with \(answer.words).",
            noun: "blocked request",
            values: [
                "status": .count(answer.status), "location": answer.location.map { .text($0) } ?? .absent,
            ])
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
        "protocol_version":
            "The version was refused: something older than the offer stands in the way, or is the host.",
        "certificate_required":
            "A client certificate is demanded, which a device has none of before it is enrolled.",
        "unknown_ca": "The sender does not trust the issuer of a certificate.",
        "access_denied": "Access is denied by policy.",
        "internal_error":
            "The sender failed by itself; a gateway that cannot reach the origin says so in this way.",
    ]
}

extension SpeaksTLS {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase(
            "a page with the proxy's refusal",
            .measuring(.ended(.proxyRefused).map { $0.with { $0.firstBytes = "3c68746d6c3e" } }), .cannotTell),
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("silence is no answer", .measuring([.stalled()]), .cannotTell),
        WorkedCase("a handshake that completes", .measuring([.completed()]), .sound),
        WorkedCase(
            "an unknown name behind the gateway",
            .measuring([.completed(), .alerted("unrecognized_name", via: "ztna")]), .raises(["L3-ALERT": 1])),
        WorkedCase(
            "a redirect to a block page", .measuring([.page("HTTP/1.1 302 Found")]),
            .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "a page that is in order on port 80",
            .measuring([.web("ocsp.apple.com", .completed, "HTTP/1.1 200 OK\r\n")]),
            .sound),
        WorkedCase(
            "a redirect within Apple on port 80",
            .measuring([
                .web(
                    "captive.apple.com", .completed,
                    "HTTP/1.1 302 Found\r\nLocation: https://www.apple.com/\r\n")
            ]), .sound),
        WorkedCase(
            "a redirect to a filter on port 80",
            .measuring([
                .web(
                    "ocsp.apple.com", .completed,
                    "HTTP/1.1 302 Found\r\nLocation: https://blocked.teams.cloudflare.com/?a=1\r\n")
            ]), .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "a refusal on port 80 where Apple never refuses",
            .measuring([.web("captive.apple.com", .completed, "HTTP/1.1 403 Forbidden\r\n")]),
            .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "a place without a page on port 80: nobody asked for one",
            .measuring([
                .web("crl.apple.com", .completed, "HTTP/1.1 403 Forbidden\r\nServer: Apple\r\n\r\n"),
                .web("certs.apple.com", .completed, "HTTP/1.1 404 Not Found\r\n\r\n"),
            ]), .sound),
        WorkedCase(
            "a filter's refusal on port 80",
            .measuring([
                .web(
                    "crl.apple.com", .completed,
                    "HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n")
            ]), .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "a login page where Success should stand",
            .measuring([
                .web(
                    "captive.apple.com", .completed, "HTTP/1.1 200 OK\r\n\r\n<html><title>Guest WiFi</title>")
            ]), .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "the captive-portal check as Apple answers it",
            .measuring([
                .web(
                    "captive.apple.com", .completed,
                    "HTTP/1.1 200 OK\r\n\r\n<HTML><HEAD><TITLE>Success</TITLE></HEAD>")
            ]), .sound),
        WorkedCase(
            "the page of a proxy that refuses CONNECT is no answer of the host",
            .measuring([
                .atProxy(.proxyRefused).with {
                    $0.firstBytes = HandshakeTranscript.page("HTTP/1.1 403").firstBytes
                }
            ]),
            .cannotTell),
        WorkedCase(
            "a client certificate is missed", .measuring([.completed().missingClientCertificate]), .sound),
        WorkedCase("another service", .measuring([.page("SSH-2.0-x")]), .raises(["L3-BLOCK-PAGE": 1])),
        WorkedCase(
            "a length that runs over its message", .measuring(.ended(.protocolError)),
            .raises(["L3-PROTOCOL-ERROR": 1])),
    ]
}
