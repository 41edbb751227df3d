import CaseReading
import Casework
package import ProbeKit

/// Asks whether the signatures of the callbacks that arrived are right.
///
/// Needs: the MDM's deliveries, with the tenant's webhook secret.    Source: field guide FG-6.3.
/// Rules: 1. a signature that does not fit the stored payload: broken, each is counted; those that fit the
///        secret with a line break behind it are told apart.
///        2. none could be checked, for want of a secret or of signatures: cannot tell.
///        3. every checked one fits: sound; unsigned and unchecked ones are said.
package struct CarriesValidSignatures: Probe {
    package static let card = ProbeCard(
        "callbacks.signatures", layer: .callbacks, asks: "Do the callbacks' signatures fit their payloads?",
        needs: [needsTheDeliveries], raises: [invalid])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let invalid = facts.deliveries.filter {
            $0.signature == .invalid || $0.signature == .validWithLineBreak
        }
        let valid = facts.deliveries.count { $0.signature == .valid }
        guard !invalid.isEmpty || valid > 0 else { return Self.unchecked(facts.deliveries) }  // rule 2
        guard !invalid.isEmpty else {  // rule 3
            let rest = facts.deliveries.count - valid
            let words = "\(valid.counted("signature")) valid"
            return .sound(
                rest > 0 ? "\(words), \(rest.counted("delivery", "deliveries")) unsigned or unchecked" : words
            )
        }
        return .found(claim(invalid, valid, facts))
    }

    private func claim(_ invalid: [CallbackDelivery], _ valid: Int, _ facts: CallbackFacts) -> Claim {
        let hit = DeliveriesHit(invalid)
        let broken = invalid.count { $0.signature == .validWithLineBreak }
        let checked = invalid.count + valid
        let lineBreak =
            broken > 0
            ? " \(broken.grouped) of them fit the secret with a line break behind it: the sender read its secret "
                + "file with its last line break." : ""
        return Claim(
            "L6-SIGNATURE-INVALID",
            brief: "\(invalid.count.grouped) of \(checked.grouped) signatures invalid",
            detail:
                "The HMAC-SHA256 of \(invalid.count.grouped) of \(checked.counted("signed payload")) is "
                + "not the one in its signature header\(hit.words).\(lineBreak)",
            subject: Subject(.webhook, "enrolment callbacks"), count: invalid.count, devices: hit.devices,
            extent: hit.extent(noun: "mis-signed callback"),
            values: [
                "invalid": .count(invalid.count), "valid": .count(valid), "fitWithLineBreak": .count(broken),
            ],
            evidence: invalid.prefix(3).map(facts.citation),
            against: valid == 0 && broken == 0
                ? ["not one signature fits: the secret that the case names may be the wrong one"] : [])
    }

    private static func unchecked(_ deliveries: CallbackDeliveries) -> Conclusion {
        let unsigned = deliveries.count { $0.signature == .unsigned }
        if deliveries.isEmpty {
            return .cannotTell(because: "no delivery arrived", supply: needsTheDeliveries.how)
        }
        if unsigned == deliveries.count {
            return .cannotTell(
                because:
                    "none of the \(unsigned.counted("delivery", "deliveries")) carries x-abm-signature-sha256 "
                    + "or X-Hmac-Signature",
                supply: "deliveries with their headers as they came")
        }
        return .cannotTell(
            because: "no secret to check \((deliveries.count - unsigned).counted("signature")) with",
            supply: "secret: env:NAME or file:PATH on the case's callbacks entry")
    }
}

extension CarriesValidSignatures {
    static let invalid = FindingCard(
        "L6-SIGNATURE-INVALID", "Callbacks arrive with signatures that do not fit", severity: .high,
        basis: .fieldGuide("FG-6.3"),
        meaning: """
            Each payload carries an HMAC-SHA256 with the tenant's secret. Where it does not fit, either the
            secret was rotated on one side, or something on the way rewrote the payload, or the sender is not
            the tenant. An MDM that checks answers 401, which only the tenant's audit log shows. Apple
            publishes no such signature: this is the field guide's account. NanoMDM signs its own webhooks in
            the same way (X-Hmac-Signature), and they are checked too.
            """,
        explains: [
            "L6-UNAUTHORIZED", "L6-CALLBACK-MISSING", "L6-DELIVERY-ERRORS", "L2-ASSIGNED-NOT-ENROLLED",
        ],
        settle: Check(
            "If every signature is wrong, compare the secret first; if only some are, compare a stored "
                + "payload with what the proxy in front of the endpoint passed on."),
        remedy: Remedy(
            .mdm,
            "Set the tenant's current webhook secret in the MDM, and keep proxies from rewriting payloads.",
            steps: [
                "Compare the secret under ABM > Settings > MDM Integration > Webhook Endpoint with the "
                    + "MDM's.",
                "A secret file that ends in a line break: take the line break off on the side that reads it in.",
                "Let a proxy in front of the endpoint pass bodies on unchanged: no re-encoding, no "
                    + "pretty-printing.",
                "Do not switch the check off: then anybody can enrol in the tenant's name.",
            ],
            references: ["field guide FG-6.3, FG-9.6"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no deliveries at all", CallbackFacts(), .cannotTell),
        WorkedCase("an empty webhook store", .got([]), .cannotTell),
        WorkedCase("no secret", .got([.of(0), .of(1, signature: .unsigned)]), .cannotTell),
        WorkedCase("nothing is signed", .got([.of(0, signature: .unsigned)]), .cannotTell),
        WorkedCase("all fit", .got([.of(0, signature: .valid), .of(1, signature: .valid)]), .sound),
        WorkedCase("those that could be checked fit", .got([.of(0, signature: .valid), .of(1)]), .sound),
        WorkedCase(
            "one does not", .got([.of(0, signature: .valid), .of(1, signature: .invalid)]),
            .raises(["L6-SIGNATURE-INVALID": 1])),
        WorkedCase(
            "the sender's secret ends in a line break", .got([.of(0, signature: .validWithLineBreak)]),
            .raises(["L6-SIGNATURE-INVALID": 1])),
        WorkedCase("none does", .got([.of(0, signature: .invalid)]), .raises(["L6-SIGNATURE-INVALID": 1])),
    ]
}
