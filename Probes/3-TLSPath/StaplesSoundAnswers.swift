import Casework
import CertificateChains
package import ProbeKit
import TLSHandshake

/// Asks whether stapled OCSP responses say that the certificate is good, and may say so.
///
/// Needs: handshakes that say whether a response was stapled.    Source: RFC 6960, RFC 8446 section 4.4.2.1.
/// Rules: 1. revoked, or proven wrong (unreadable, for another certificate, signed by somebody else, before or
///           behind its dates): bad.
///        2. no response, or a good one: sound.
///        3. what cannot be checked (the issuer did not come, an unknown algorithm) accuses nobody.
///        4. no transcript says whether one came: cannot tell.
package struct StaplesSoundAnswers: Probe {
    package static let card = ProbeCard(
        "tls-path.staples-sound-answers", layer: .tlsPath,
        asks: "Are stapled OCSP responses sound?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [bad])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let told = facts.handshakes.compactMap(\.transcript.ocsp)
        guard !told.isEmpty else {  // rule 4
            return .cannotTell(
                because: "no transcript says whether an OCSP response was stapled",
                supply: HowToGet.handshakes)
        }
        let claims = facts.groups.compactMap(Self.claim)
        let good = told.count { $0.status == "good" && $0.verified == "valid" }
        let stapled = told.count { $0.stapled == true }
        let words =
            stapled == 0
            ? "no OCSP response stapled"
            : "\(good.grouped) of \(stapled.counted("stapled OCSP response")) good"
        return .found(claims.mergedByWay, orSound: words)
    }

    private static func claim(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter { $0.stapleFault != nil }
        guard let handshake = faulty.last, let fault = handshake.stapleFault else { return nil }
        let staple = handshake.transcript.ocsp
        var values: [String: Figure] = ["fault": .text(fault)]
        for (name, text) in [
            ("status", staple?.status), ("verified", staple?.verified), ("revokedAt", staple?.revokedAt),
            ("thisUpdate", staple?.thisUpdate), ("nextUpdate", staple?.nextUpdate),
        ] {
            if let text { values[name] = .text(text) }
        }
        return group.claim(
            "L3-OCSP-BAD", faulty, brief: "\(group.label): bad stapled OCSP response: \(fault)",
            detail:
                "\(group.share(faulty)) with \(group.label) stapled an OCSP response that devices refuse: "
                + "\(fault).",
            noun: "bad OCSP response", values: values)
    }
}

extension PathHandshake {
    /// What is proven to be wrong with the stapled response.
    fileprivate var stapleFault: String? {
        guard let staple = transcript.ocsp, staple.stapled == true else { return nil }
        if staple.status == "revoked" {
            return "the certificate is revoked" + (staple.revokedAt.map { " since \($0)" } ?? "")
        }
        if let verified = staple.verified {
            let faults = verified.split(separator: ";").map { String($0.drop { $0 == " " }) }
            let proven = faults.filter { fault in OCSPVerdict.provenWords.contains { fault.hasPrefix($0) } }
            if !proven.isEmpty { return proven.joined(separator: "; ") }
        }
        guard let end = staple.nextUpdate.flatMap(Instant.init(rfc3339:)), let startedAt, startedAt > end
        else {
            return nil
        }
        return "expired: ended at \(end)"
    }
}

extension StaplesSoundAnswers {
    static let bad = FindingCard(
        "L3-OCSP-BAD", "A stapled OCSP response is bad",
        severity: .high, basis: .published("RFC 6960 3.2"),
        meaning: """
            The server sends along what its certificate authority says of the certificate, and this says that
            it is revoked, is too old, or is not for this certificate. Devices that look at it refuse the
            connection. A response that is too old is mostly one that the server does not fetch anew.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Read the stapled response.",
            command: "openssl s_client -connect HOST:443 -servername HOST -status </dev/null"),
        remedy: Remedy(
            .network, "Replace a revoked certificate; let the server fetch its OCSP response anew.",
            steps: [
                "For a revoked certificate: have a new one issued and install it, and find out who revoked the old one.",
                "For a response that is too old: let the front end reach the responder of its certificate authority (port 80), and restart its stapling.",
                "For a response to another certificate: remove the fixed response file of the front end.",
                "For one of Apple's hosts: look for what ends TLS on the way and exempt the host from it.",
            ],
            commands: ["abm-forensics path HOST --raw --format json"],
            references: ["RFC 6960 3.2", "RFC 8446 4.4.2.1"]))
}

extension StaplesSoundAnswers {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none that says", .measuring([.stalled()]), .cannotTell),
        WorkedCase("no staple", .measuring([.stapled(nil)]), .sound),
        WorkedCase("a good one", .measuring([.stapled("good")]), .sound),
        WorkedCase("one that nobody checked", .measuring([.stapled("good", verified: nil)]), .sound),
        WorkedCase(
            "one that cannot be checked",
            .measuring([.stapled("good", verified: "issuer unknown: it was not presented")]), .sound),
        WorkedCase("no answer", .measuring([.stapled("tryLater", verified: "no answer: tryLater")]), .sound),
        WorkedCase("revoked", .measuring([.stapled("revoked")]), .raises(["L3-OCSP-BAD": 1])),
        WorkedCase(
            "for another certificate",
            .measuring([.stapled(nil, verified: "another certificate: serial number 01")]),
            .raises(["L3-OCSP-BAD": 1])),
        WorkedCase(
            "a bad signature", .measuring([.stapled("good", verified: "bad signature")]),
            .raises(["L3-OCSP-BAD": 1])),
        WorkedCase(
            "ended a second ago", .measuring([.stapled("good", hours: 0, seconds: -1)]),
            .raises(["L3-OCSP-BAD": 1])),
        WorkedCase("ends now", .measuring([.stapled("good", hours: 0)]), .sound),
    ]
}
