import Casework
import ProbeKit

/// What a broken binding of the supervision identity can be the cause of.
let brokenBindings: [Edge] = [
    "L7-UNSUPERVISED-PROFILE", "L2-ENROLLED-WITHOUT-PROFILE", "L5-ENROLLMENT-STALLED",
    "L5-NO-ENROLLMENT-PROFILE",
    "L7-NOT-SUPERVISED",
]

/// What a refused identity can be the cause of besides: the tenant calls the device failed, and the MDM never
/// hears of it.
let refusedIdentity: [Edge] =
    brokenBindings + [Edge("L2-UNKNOWN-TO-MDM", basis: .fieldGuide("FG-7.3"), ceiling: .medium)]

extension HoldsAGoodIdentity {
    static let expired = FindingCard(
        "L7-IDENTITY-EXPIRED", "The supervision certificate is outside its dates", severity: .critical,
        basis: .fieldGuide("FG-7.3"),
        meaning: """
            The certificate with which the MDM supervises has expired, or is not valid yet. By the field guide
            the tenant then rejects it with SUPERVISION_IDENTITY_MISMATCH. In Apple's published documentation
            a supervision identity only lets hosts pair with a device and gates no enrolment; under the
            published dialect this is information.
            """,
        explains: ["L7-IDENTITY-REJECTED"], settle: dates,
        remedy: renew("Renew the supervision identity, and export it to the MDM."))

    static let expiring = FindingCard(
        "L7-IDENTITY-EXPIRING", "The supervision certificate expires soon", severity: .low,
        basis: .fieldGuide("FG-7.3"),
        meaning: """
            Less than the renewal period (30 days unless the case says otherwise; the figure is ours) is left.
            Once it has expired the field guide lets every supervised enrolment fail.
            """,
        settle: dates,
        remedy: renew("Renew the supervision identity before it expires, and export it to the MDM."))

    static let foreign = FindingCard(
        "L7-IDENTITY-FOREIGN", "The supervision certificate is not of this tenant or of a known issuer",
        severity: .high, basis: .fieldGuide("FG-7.3"),
        meaning: """
            By the field guide the tenant refuses a supervision certificate that a foreign CA has signed or
            that carries the wrong organisational unit. Known are Apple, the roots that the case names, and a
            certificate that signs itself and that the tenant names. Issuers are compared by name;
            `openssl verify` checks signatures.
            """,
        explains: ["L7-IDENTITY-REJECTED"], settle: dates,
        remedy: renew("Supervise with an identity that the tenant knows."))

    private static let dates = Check(
        "Read issuer, subject and dates of the certificate.",
        command:
            "openssl x509 -in supervision-identity.pem -noout -issuer -subject -dates -fingerprint -sha256")

    private static func renew(_ summary: String) -> Remedy {
        Remedy(
            .mdm, summary,
            steps: [
                "Create or renew the identity where it is kept (Apple Configurator, or the MDM's supervision "
                    + "settings).",
                "Export certificate and key to the MDM; let it rebuild its profiles with the new "
                    + "fingerprint.",
                "See that the tenant's supervisionIdentity names the new fingerprint, else "
                    + "L7-FINGERPRINT-MISMATCH follows.",
                "Re-assign devices that failed meanwhile.",
            ],
            references: ["field guide FG-7.1, FG-7.3"])
    }
}
