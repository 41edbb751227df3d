import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether every server proved that it holds the key of its certificate and saw the same handshake.
///
/// Needs: handshakes whose CertificateVerify and Finished were checked.    Source: RFC 8446 section 4.4.
/// Rules: 1. either proof is invalid: invalid.  2. both valid: sound.
///        3. nothing was checked, or the key is of a kind that cannot be checked here: cannot tell.
package struct ProvesItsKey: Probe {
    package static let card = ProbeCard(
        "tls-path.proves-its-key", layer: .tlsPath,
        asks: "Does every server prove that it holds its key?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [invalid])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let claims = facts.groups.compactMap { group -> Claim? in
            let faulty = group.handshakes.filter { Self.failure(in: $0.transcript) != nil }
            guard !faulty.isEmpty else { return nil }
            let proofs = Set(faulty.compactMap { Self.failure(in: $0.transcript) }).sorted().joined(
                separator: " and ")
            return group.claim(
                "L3-SIGNATURE-INVALID", faulty, brief: "\(group.label): \(proofs) does not verify",
                detail:
                    "In \(group.share(faulty)) with \(group.label) \(proofs) of the server does not verify.",
                noun: "handshake without proof", values: ["proofs": .text(proofs)])
        }
        let proven = facts.handshakes.count {
            $0.transcript.verified?.certificateVerify == "valid"
                && $0.transcript.verified?.finished == "valid"
        }
        guard !claims.isEmpty || proven > 0 else {  // rule 3
            return .cannotTell(
                because: "no handshake holds a checked CertificateVerify and Finished",
                supply: HowToGet.handshakes)
        }
        return .found(claims.mergedByWay, orSound: "\(proven.counted("signature")) verified")
    }

    /// The proof that failed.
    static func failure(in transcript: HandshakeTranscript) -> String? {
        if transcript.verified?.certificateVerify == "invalid" { return "CertificateVerify" }
        return transcript.verified?.finished == "invalid" ? "Finished" : nil
    }
}

extension ProvesItsKey {
    static let invalid = FindingCard(
        "L3-SIGNATURE-INVALID", "The server's proof of its key does not verify",
        severity: .critical, basis: .published("RFC 8446 4.4"),
        meaning: """
            The signature over the handshake, or the closing check value, is wrong. Whoever answered does not
            hold the key of the certificate, or the two sides did not see the same messages: something on the
            way changed them.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Repeat on the direct path: a proof that fails only here was broken on the way.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct"),
        remedy: Gateways.remedy("Take the box that changes the handshake out of this host's path."))
}

extension ProvesItsKey {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none completed", .measuring([.stalled()]), .cannotTell),
        WorkedCase("both proofs hold", .measuring([.completed()]), .sound),
        WorkedCase("a key of another kind", .measuring([.completed(proof: "unsupported key")]), .cannotTell),
        WorkedCase(
            "a signature that fails", .measuring([.completed(proof: "invalid")]),
            .raises(["L3-SIGNATURE-INVALID": 1])),
    ]
}
