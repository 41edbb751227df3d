import CaseReading
import Casework
package import ProbeKit

/// Asks whether tenant, MDM and certificate hold the same supervision identity.
///
/// Needs: tenant records, and an MDM profile, the MDM's records or the identity's certificate.    Source:
/// FG-7.1.
/// Rules: 1. the tenant's fingerprint is not among those of the MDM's profiles: broken for its devices.
///        2. the MDM's record of a device names another one than the tenant's: broken for that device.
///        3. the tenant's fingerprint is not that of the identity's certificate: broken for its devices.
///        4. absent, cut short or a digest of another kind is unknown, never a mismatch.
///        5. at least one of the tenant's is confirmed by another side, and none contradicted: sound.
package struct BindsOneFingerprint: Probe {
    package static let card = ProbeCard(
        "supervision.fingerprints", layer: .supervision,
        asks: "Do tenant, MDM and certificate hold the same supervision identity?",
        needs: [
            needsTenantRecords,
            Need(
                Supply(.configurationProfile), Supply(.certificate), Supply(.devices, .mdm),
                how: "the MDM's enrolment profile (.mobileconfig), or the supervision identity's "
                    + "certificate"),
        ], raises: [mismatch], isMain: true)

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        guard !facts.fingerprints.tenant.isEmpty else {
            return .cannotTell(
                because: "no tenant record names a supervision identity",
                supply:
                    "device records with supervisionIdentity { id fingerprint }: GraphQL devices of the "
                    + "tenant"
            )
        }
        let binding = IdentityBinding(facts)
        guard binding.mismatched.isEmpty else { return .found(claim(binding, facts)) }
        guard !binding.confirmed.isEmpty else {  // rule 4
            return .cannotTell(
                because:
                    "neither a profile, nor a certificate, nor an MDM record names a comparable fingerprint",
                supply: "the MDM's enrolment profile with PayloadContent.SupervisionIdentityFingerprint")
        }
        let count = binding.confirmed.count
        let open = facts.fingerprints.tenant.count - count
        let words = "\(count) identit\(count == 1 ? "y" : "ies") bound"
        return .sound(open > 0 ? "\(words), \(open) not compared" : words)  // rule 5
    }

    private func claim(_ binding: IdentityBinding, _ facts: SupervisionFacts) -> Claim {
        let devices = binding.mismatched
        return Claim(
            "L7-FINGERPRINT-MISMATCH",
            brief: "\(devices.count.counted("device")) bound to another supervision identity",
            detail: "The tenant's supervision identity differs for \(devices.count.counted("device")): "
                + binding.sentences.joined(separator: "; ") + ".",
            subject: .fleet, count: devices.count, devices: devices, extent: .standing(since: nil),
            values: binding.values, evidence: binding.evidence(facts),
            against: binding.against + Self.unharmed(devices, facts))
    }

    /// A mismatch that does no harm speaks against itself.
    private static func unharmed(_ devices: DeviceSet, _ facts: SupervisionFacts) -> [String] {
        let count = devices.intersection(facts.outcomes.bound).count
        return count > 0
            ? ["\(count.counted("of them is", "of them are")) enrolled with a profile all the same"] : []
    }
}

extension BindsOneFingerprint {
    static let mismatch = FindingCard(
        "L7-FINGERPRINT-MISMATCH", "Tenant and MDM do not hold the same supervision identity",
        severity: .critical,
        basis: .fieldGuide("FG-7.1"),
        meaning: """
            The tenant's device record names a supervision identity by its SHA-256 fingerprint, and the MDM's
            profile must embed the same one in PayloadContent.SupervisionIdentityFingerprint. Where they
            differ the device falls back to unsupervised without an error, even if enrollmentIntent is
            supervised_only. A fingerprint that one side does not name is unknown and no mismatch. Apple
            publishes no such gate: this is the field guide's account.
            """,
        explains: brokenBindings + [
            Edge("L7-IDENTITY-REJECTED", basis: .fieldGuide("FG-7.3"), ceiling: .medium)
        ],
        settle: Check(
            "Compare the fingerprints of the certificate that the MDM holds now and of the tenant's record.",
            command: "openssl x509 -in supervision-identity.pem -noout -fingerprint -sha256"),
        remedy: Remedy(
            .mdm, "Give the MDM the tenant's current supervision identity, and let it rebuild its profiles.",
            steps: [
                "Find out which side was changed last: a renewed identity has to be exported to the MDM.",
                "Rebuild the enrolment profile and check its SupervisionIdentityFingerprint before it goes "
                    + "out.",
                "Re-assign the listed devices; those that are set up must be erased or renewed (profiles "
                    + "renew -type enrollment).",
                "The ADE server token is not concerned: do not regenerate it.",
            ],
            references: ["field guide FG-7.1, FG-7.5, FG-0.5"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no evidence", SupervisionFacts(), .cannotTell),
        WorkedCase("the tenant names no identity", .bound([:], profile: ["aa"]), .cannotTell),
        WorkedCase("nobody else names one", .bound(["aa": [0, 1]], profile: []), .cannotTell),
        WorkedCase("the profile holds it", .bound(["aa": [0, 1]], profile: ["aa"]), .sound),
        WorkedCase(
            "two identities, both in the list", .bound(["aa": [0], "bb": [1]], profile: ["bb", "aa"]), .sound),
        WorkedCase(
            "the list does not contain one of two", .bound(["aa": [0], "bb": [1, 2]], profile: ["aa"]),
            .raises(["L7-FINGERPRINT-MISMATCH": 2])),
        WorkedCase(
            "one MDM record differs", .bound(["aa": [0, 1]], profile: ["aa"], differing: [1]),
            .raises(["L7-FINGERPRINT-MISMATCH": 1])),
        WorkedCase(
            "the certificate is another one", .bound(["aa": [0, 1]], profile: [], certificate: "cc"),
            .raises(["L7-FINGERPRINT-MISMATCH": 2])),
        WorkedCase(
            "profile and certificate disagree with the tenant alike",
            .bound(["aa": [0, 1]], profile: ["cc"], certificate: "cc"),
            .raises(["L7-FINGERPRINT-MISMATCH": 2])),
        WorkedCase(
            "cut short for display", .bound(["aa": [0]], profile: [], display: "aaaaaaaa..."), .cannotTell),
    ]
}
