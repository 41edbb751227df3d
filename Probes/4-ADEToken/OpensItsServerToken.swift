import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM can open the server token that the tenant made for it.
///
/// Needs: the token file as it was downloaded, and the certificate that the MDM gave the tenant.    Source: AE 2.1.
/// Rules: 1. the file is no encrypted token: unreadable.
///        2. none of the certificates that it was made for is the MDM's: made for another key.
///        3. one is: sound.  4. no certificate to compare with, or no token file: cannot tell.
///        What lies inside is not decrypted: dates come from the decrypted JSON.
package struct OpensItsServerToken: Probe {
    package static let card = ProbeCard(
        "ade-token.opens-its-server-token", layer: .adeToken,
        asks: "Can the MDM open the server token that the tenant made for it?",
        needs: [Need(Supply(.serverToken), how: HowToGet.envelopes)], raises: [unreadable, wrongKey])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        guard !facts.envelopes.isEmpty else {
            return .cannotTell(
                because: "the evidence holds no encrypted token file", supply: HowToGet.envelopes)
        }
        var claims: [Claim] = []
        var fitting = 0
        for envelope in facts.envelopes {
            switch envelope.standing {
            case .unreadable(let reason): claims.append(Self.unreadableClaim(envelope, reason))
            case .readable(let recipients):
                guard !facts.tokenCertificates.isEmpty else { continue }
                if facts.tokenCertificates.contains(where: { recipients.contains($0.name) }) {
                    fitting += 1
                } else {
                    claims.append(Self.wrongKeyClaim(envelope, recipients, facts))
                }
            }
        }
        guard !claims.isEmpty || fitting > 0 else {
            return .cannotTell(
                because: "no certificate of the MDM says for which key the token should be made",
                supply: HowToGet.envelopes)
        }
        return .found(claims, orSound: "\(fitting.counted("token file")) made for the MDM's certificate")
    }

    private static func unreadableClaim(_ envelope: TokenEnvelope, _ reason: String) -> Claim {
        Claim(
            "L4-TOKEN-UNREADABLE", brief: "\(envelope.citation.file) is no server token",
            detail:
                "The file \(envelope.citation.file) cannot be read as an encrypted server token: \(reason).",
            subject: Subject(.token, envelope.citation.file), evidence: [envelope.citation])
    }

    private static func wrongKeyClaim(
        _ envelope: TokenEnvelope, _ recipients: [IssuerAndSerial], _ facts: ADETokenFacts
    ) -> Claim {
        let made = recipients.map(\.text).joined(separator: "; ")
        let own = facts.tokenCertificates.map(\.name.text).joined(separator: "; ")
        return Claim(
            "L4-TOKEN-WRONG-KEY", brief: "the server token was made for another certificate",
            detail:
                "The token \(envelope.citation.file) was encrypted for \(made); the MDM's certificate is \(own). "
                + "The MDM cannot decrypt it.",
            subject: Subject(.token, envelope.citation.file),
            values: ["madeFor": .text(made), "certificate": .text(own)],
            evidence: [envelope.citation] + facts.tokenCertificates.prefix(2).map(\.citation))
    }
}

extension OpensItsServerToken {
    static let unreadable = FindingCard(
        "L4-TOKEN-UNREADABLE", "The server token file is damaged or none", severity: .high,
        basis: .published("AE 2.1"),
        meaning: """
            A server token is downloaded as a .p7m: MIME headers and, in Base64, data that is encrypted for the
            MDM's certificate. A file that is cut off, that a mail gateway rewrote, or that is another
            download altogether cannot be opened by any key.
            """,
        explains: DeadTokenEdges.edges,
        settle: Check(
            "Look into the file: it begins with MIME headers and decodes to enveloped data.",
            command: "openssl cms -cmsout -print -inform SMIME -in token_smime.p7m | head"),
        remedy: Remedy(
            .mdm, "Download the server token again and upload it as it is.",
            steps: [
                "Download it from the existing server entry; do not open it in an editor or send it by mail.",
                "Each download ends the token before: upload the newest file.",
            ],
            references: ["Apple: examining server tokens"]))

    static let wrongKey = FindingCard(
        "L4-TOKEN-WRONG-KEY", "The server token was made for another certificate", severity: .high,
        basis: .published("AE 2.1"),
        meaning: """
            The tenant encrypts a server token for the certificate that was uploaded in the MDM server's entry.
            An MDM that has made a new key since, or whose certificate was mixed up with another server's,
            gets a token that it cannot decrypt. Error messages then speak of padding or of a missing
            recipient; the token itself is in order.
            """,
        explains: DeadTokenEdges.edges,
        settle: Check(
            "Compare issuer and serial number of the token's recipient with the MDM's certificate.",
            command: "openssl cms -cmsout -print -inform SMIME -in token_smime.p7m | grep -A9 issuerAndSerial"
        ),
        remedy: Remedy(
            .mdm, "Upload the MDM's present certificate in its server entry, then download the token again.",
            steps: [
                "Export the MDM's present public key or certificate; do not let the MDM make another one after it.",
                "Upload it in the existing entry of the MDM server in the tenant, and download a new token there.",
                "Upload that token in the MDM and start a sync.",
            ],
            references: ["Apple: authenticating with automated device enrollment"]))

    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no token", ADETokenFacts(), .cannotTell),
        WorkedCase("a decrypted token alone", .holding([.token(daysLeft: 90)]), .cannotTell),
        WorkedCase("a token file and no certificate", .enveloping([7]), .cannotTell),
        WorkedCase("made for the MDM's certificate", .enveloping([7], certificates: [7]), .sound),
        WorkedCase(
            "made for two, of which one is the MDM's", .enveloping([7, 8], certificates: [8]), .sound),
        WorkedCase(
            "made for another one", .enveloping([7], certificates: [8]), .raises(["L4-TOKEN-WRONG-KEY": 1])),
        WorkedCase(
            "cut off", .enveloping([], fault: "its 12 bytes are no CMS, or were cut off"),
            .raises(["L4-TOKEN-UNREADABLE": 1])),
    ]
}
