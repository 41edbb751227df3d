import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether a server wants a certificate of the client, which a device has none of before it is enrolled.
///
/// Needs: completed handshakes.    Source: RFC 8446 section 4.3.2.
/// Rules: 1. a certificate request: told, with the authorities that are accepted; it breaks nothing
///           by itself, but high where the server ended the handshake for want of one.  The push service may ask.
///        2. handshakes without one: sound.  3. no transcript says: cannot tell.
package struct AsksNoClientCertificate: Probe {
    package static let card = ProbeCard(
        "tls-path.asks-no-client-certificate", layer: .tlsPath,
        asks: "Does a server ask for a client certificate?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [requested])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let told = facts.handshakes.filter {
            $0.transcript.clientCertificateRequested != nil || $0.transcript.isRefusedForItsCertificate
        }
        guard !told.isEmpty else {  // rule 3
            return .cannotTell(
                because: "no transcript says whether a client certificate was asked for",
                supply: HowToGet.handshakes)
        }
        let claims = facts.groups.compactMap { group -> Claim? in
            let asking = group.handshakes.filter(Self.isAsked)
            guard !asking.isEmpty else { return nil }
            let refused = asking.filter(\.transcript.isRefusedForItsCertificate)
            let authorities = Set(asking.flatMap { $0.transcript.acceptedAuthorities ?? [] }).sorted()
            let accepted =
                authorities.isEmpty ? "any authority" : authorities.prefix(5).joined(separator: "; ")
            var claim = group.claim(
                "L3-CLIENT-CERT-REQUESTED", asking,
                brief:
                    "\(group.label): \(refused.isEmpty ? "asks for" : "ends the handshake without") a client certificate",
                detail:
                    "\(group.share(asking)) with \(group.label) asked for a client certificate of \(accepted)."
                    + (refused.isEmpty
                        ? "" : " \(refused.count.grouped) of them were ended because none was given."),
                noun: "certificate request",
                values: [
                    "acceptedAuthorities": .list(authorities.map { .text($0) }),
                    "refused": .count(refused.count),
                ])
            if !refused.isEmpty { claim.severity = .high }
            return claim
        }
        return .found(claims.mergedByWay, orSound: "no client certificate asked for")
    }

    /// The push service takes certificates of devices and of MDM servers as their login: that is in order.
    private static func isAsked(_ handshake: PathHandshake) -> Bool {
        guard handshake.scope.role != .apns else { return false }
        return handshake.transcript.clientCertificateRequested == true
            || handshake.transcript.isRefusedForItsCertificate
    }
}

extension AsksNoClientCertificate {
    static let requested = FindingCard(
        "L3-CLIENT-CERT-REQUESTED", "The server asks for a client certificate",
        severity: .info, basis: .published("RFC 8446 4.3.2"),
        meaning: """
            The server wants mutual TLS. That is in order for check-in, where the device has its identity, and
            wrong for the address that hands out the enrolment profile: a device has no certificate before it
            is enrolled. Where the server ends the handshake because none was given (alert 116), every device
            that is not enrolled yet fails here.
            """,
        remedy: Remedy(
            .mdm, "Ask for client certificates only where the device already has its identity.",
            steps: ["Keep the enrolment address free of mutual TLS; use it for check-in and commands."],
            references: ["RFC 8446 4.3.2"]))
}

extension AsksNoClientCertificate {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase(
            "the server ends the handshake for want of one",
            .measuring([.completed("mdm.example.com", trust: "public").missingClientCertificate]),
            .raises(["L3-CLIENT-CERT-REQUESTED": 1])),
        WorkedCase(
            "the push service takes certificates as a login",
            .measuring([.completed("api.push.apple.com", asksForCertificate: true)]), .sound),
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none that says", .measuring([.stalled()]), .cannotTell),
        WorkedCase("no request", .measuring([.completed()]), .sound),
        WorkedCase(
            "a request", .measuring([.completed("mdm.example.com", asksForCertificate: true)]),
            .raises(["L3-CLIENT-CERT-REQUESTED": 1])),
    ]
}
