import CaseReading
import Casework
package import ProbeKit

/// Asks whether the supervision identity's certificate is in its dates, of this tenant and of a known issuer.
///
/// Needs: the certificate.    Source: field guide FG-7.3; AE 4.3 (it gates nothing).
/// Rules: 1. outside its dates: L7-IDENTITY-EXPIRED.  2. less than 30 days left: L7-IDENTITY-EXPIRING.
///        3. an issuer that is neither Apple, nor a root of the case, nor the certificate itself:
///        L7-IDENTITY-FOREIGN. A self-signed one is in order unless the tenant names fingerprints and this is
///        none of them.
///        4. an organisational unit that is another tenant's id: L7-IDENTITY-FOREIGN; any other that is not
///        this tenant's id: the same as a warning, for the guide does not say which unit is right.
///        5. in the published dialect all three are information.
package struct HoldsAGoodIdentity: Probe {
    package static let card = ProbeCard(
        "supervision.identity-certificate", layer: .supervision,
        asks: "Is the supervision identity's certificate in order?",
        needs: [
            Need(
                Supply(.certificate),
                how:
                    "the supervision identity's certificate (PEM or DER, without its key) as kind "
                    + "certificate, role supervision-identity: export it from Apple Configurator or the "
                    + "MDM")
        ], raises: [expired, expiring, foreign])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        guard !facts.identities.isEmpty else {
            let unreadable = facts.unreadableIdentities.count
            return .cannotTell(
                because: unreadable > 0
                    ? "\(unreadable) supervision certificates cannot be read"
                    : "no certificate of the case is a supervision identity",
                supply: "a certificate with role supervision-identity, in PEM or DER")
        }
        let reviews = facts.identities.map { IdentityReview($0, facts) }
        let severity: Severity? = facts.identityIsAGate ? nil : .info  // rule 5
        let claims = [
            Self.claim("L7-IDENTITY-EXPIRED", reviews.compactMap(\.expiry), severity),
            Self.claim("L7-IDENTITY-EXPIRING", reviews.compactMap(\.expiringSoon), severity),
            Self.claim("L7-IDENTITY-FOREIGN", reviews.compactMap(\.foreignness), severity),
        ].compactMap(\.self)
        return .found(claims, orSound: Self.soundWords(facts))
    }

    private static func claim(
        _ code: FindingCode, _ faults: [IdentityReview.Fault], _ severity: Severity?
    ) -> Claim? {
        guard let first = faults.first else { return nil }
        return Claim(
            code, brief: first.brief, detail: faults.map(\.sentence).joined(separator: " "),
            subject: Subject(.certificate, first.certificate.subject), count: faults.count,
            extent: faults.compactMap(\.since).min().map { .standing(since: $0) } ?? .standing(since: nil),
            values: [
                "fingerprints": .list(faults.map { .text($0.certificate.fingerprint.description) }),
                "issuers": .list(faults.map { .text($0.certificate.issuer) }),
                "notAfter": .list(
                    faults.map { $0.certificate.notAfter.map { .text($0.description) } ?? .absent }),
            ], evidence: faults.prefix(3).map(\.certificate.citation),
            against: severity == .info
                ? ["Apple publishes no check of this certificate: it gates no enrolment there"]
                : faults.compactMap(\.reservation),
            severity: severity ?? (faults.allSatisfy { $0.reservation != nil } ? .low : nil))
    }

    private static func soundWords(_ facts: SupervisionFacts) -> String {
        let ends = facts.identities.compactMap(\.notAfter).min()
        let left = ends.map { ", expires in \($0.since(facts.asOf))" } ?? ""
        let count = facts.identities.count
        return "\(count) supervision certificate\(count == 1 ? "" : "s") in order\(left)"
    }
}

extension HoldsAGoodIdentity {
    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no certificate", SupervisionFacts(), .cannotTell),
        WorkedCase("only certificates of another kind", .identities([]), .cannotTell),
        WorkedCase("in order", .identities([.lasting(days: 400)]), .sound),
        WorkedCase("exactly 30 days left", .identities([.lasting(days: 30)]), .sound),
        WorkedCase("29 days left", .identities([.lasting(days: 29)]), .raises(["L7-IDENTITY-EXPIRING": 1])),
        WorkedCase(
            "expired yesterday", .identities([.lasting(days: -1)]), .raises(["L7-IDENTITY-EXPIRED": 1])),
        WorkedCase(
            "not valid yet", .identities([.lasting(days: 400, from: 2)]), .raises(["L7-IDENTITY-EXPIRED": 1])),
        WorkedCase(
            "a foreign issuer", .identities([.lasting(days: 400, voucher: .stranger)]),
            .raises(["L7-IDENTITY-FOREIGN": 1])),
        WorkedCase("self-signed", .identities([.lasting(days: 400, voucher: .itself)]), .sound),
        WorkedCase(
            "self-signed, and the tenant names another one",
            .identities([.lasting(days: 400, voucher: .itself)]) { $0.names("bb") },
            .raises(["L7-IDENTITY-FOREIGN": 1])),
        WorkedCase("this tenant's unit", .identities([.lasting(days: 400, unit: "t_abc123")]), .sound),
        WorkedCase(
            "another tenant's unit, and expired", .identities([.lasting(days: -9, unit: "t_other")]),
            .raises(["L7-IDENTITY-EXPIRED": 1, "L7-IDENTITY-FOREIGN": 1])),
        WorkedCase(
            "a unit of another kind", .identities([.lasting(days: 400, unit: "IT")]),
            .raises(["L7-IDENTITY-FOREIGN": 1])),
        WorkedCase(
            "expired in the published world: information",
            .identities([.lasting(days: -1)]) { $0.dialect = "published" },
            .raises(["L7-IDENTITY-EXPIRED": 1])),
    ]
}
