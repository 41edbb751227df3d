import Casework

/// What is wrong with one supervision certificate.
struct IdentityReview {
    struct Fault {
        let certificate: IdentityCertificate
        let brief: String
        let sentence: String
        /// Since when it has been wrong, where that is known.
        var since: Instant?
        /// Set where the rule is weaker than its code: then it is a warning.
        var reservation: String?
    }

    private let certificate: IdentityCertificate
    private let facts: SupervisionFacts

    init(_ certificate: IdentityCertificate, _ facts: SupervisionFacts) {
        self.certificate = certificate
        self.facts = facts
    }

    var expiry: Fault? {
        if let end = certificate.notAfter, end < facts.asOf {
            return Fault(
                certificate: certificate,
                brief: "supervision certificate expired \(facts.asOf.since(end)) ago",
                sentence: "\(name) expired on \(end.minute).", since: end)
        }
        if let start = certificate.notBefore, start > facts.asOf {
            return Fault(
                certificate: certificate, brief: "supervision certificate not valid before \(start.minute)",
                sentence: "\(name) is not valid before \(start.minute).")
        }
        return nil
    }

    var expiringSoon: Fault? {
        guard expiry == nil, let end = certificate.notAfter else { return nil }
        let left = end.since(facts.asOf)
        guard left < .days(facts.thresholds.identityRenewDays) else { return nil }
        return Fault(
            certificate: certificate, brief: "supervision certificate expires in \(left)",
            sentence: "\(name) expires on \(end.minute), in \(left).")
    }

    var foreignness: Fault? { foreignIssuer ?? unnamedSelf ?? foreignUnit }

    private var foreignIssuer: Fault? {
        guard certificate.voucher == .stranger else { return nil }
        return Fault(
            certificate: certificate, brief: "supervision certificate of a foreign issuer",
            sentence:
                "\(name) was issued by \(certificate.issuer), which is neither Apple nor a root of the case.")
    }

    private var unnamedSelf: Fault? {
        let named = facts.fingerprints.tenant.keys
        guard certificate.voucher == .itself, certificate.fingerprint.agreement(with: named) == .different
        else {
            return nil
        }
        return Fault(
            certificate: certificate,
            brief: "self-signed supervision certificate that the tenant does not name",
            sentence:
                "\(name) is self-signed, and no record of the tenant names its fingerprint: nobody vouches "
                + "for it."
        )
    }

    private var foreignUnit: Fault? {
        let units = certificate.organisationalUnits
        guard let tenant = facts.tenantID, !units.isEmpty, !units.contains(tenant) else { return nil }
        let list = units.joined(separator: ", ")
        let isTenant = units.contains { $0.hasPrefix("t_") }
        return Fault(
            certificate: certificate, brief: "supervision certificate with organisational unit \(list)",
            sentence: "\(name) carries the organisational unit \(list), not \(tenant).",
            reservation: isTenant
                ? nil
                : "the field guide does not say which organisational unit is right; \(list) is not a "
                    + "tenant's id"
        )
    }

    private var name: String { "The certificate \(certificate.subject)" }
}
