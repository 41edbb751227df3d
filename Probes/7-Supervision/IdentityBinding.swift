import CaseReading
import Casework
import ProbeKit

/// The tenant's supervision fingerprints, compared with every other place that names one.
struct IdentityBinding {
    /// Fingerprints of the tenant that another side confirms and none contradicts.
    private(set) var confirmed: Set<Fingerprint> = []
    /// Devices for which one side contradicts the tenant.
    private(set) var mismatched = DeviceSet()
    /// What contradicts, as parts of a sentence.
    private(set) var sentences: [String] = []
    private(set) var against: [String] = []
    private let profileFingerprints: [Fingerprint]
    private let certificates: [IdentityCertificate]
    private let tenantFingerprints: [Fingerprint]

    init(_ facts: SupervisionFacts) {
        profileFingerprints = Set(facts.profiles.flatMap(\.supervisionFingerprints)).sorted {
            $0.hex < $1.hex
        }
        certificates = facts.identities
        tenantFingerprints = facts.fingerprints.tenant.keys.sorted { $0.hex < $1.hex }
        for fingerprint in tenantFingerprints {
            compare(fingerprint, facts.fingerprints.tenant[fingerprint] ?? DeviceSet(), facts.fingerprints)
        }
        let differing = facts.fingerprints.differingInMDM
        if !differing.isEmpty {
            mismatched = mismatched.union(differing)
            sentences.append(
                "the MDM's records of \(differing.count.counted("device")) name another one than the tenant's"
            )
        }
    }

    private mutating func compare(
        _ fingerprint: Fingerprint, _ devices: DeviceSet, _ views: SupervisionFacts.FingerprintViews
    ) {
        let name = "\(fingerprint.hex.prefix(12))…"
        let profile = fingerprint.agreement(with: profileFingerprints)
        let certificate = fingerprint.agreement(with: certificates.map(\.fingerprint))
        let inMDM = views.confirmedByMDM.contains(fingerprint)
        if profile == .different {
            let held = profileFingerprints.map { "\($0.hex.prefix(12))…" }.joined(separator: ", ")
            sentences.append(
                "the MDM's profile holds \(held), not \(name) of \(devices.count.counted("device"))")
        }
        if certificate == .different {
            sentences.append(
                "the identity's certificate is "
                    + "\(certificates.map { "\($0.fingerprint.hex.prefix(12))…" }.joined(separator: ", ")), "
                    + "not \(name) of \(devices.count.counted("device"))")
        }
        guard profile == .different || certificate == .different else {
            if profile == .same || certificate == .same || inMDM { confirmed.insert(fingerprint) }
            return
        }
        mismatched = mismatched.union(devices)
        if profile == .same { against.append("the MDM's profile does hold \(name)") }
        if certificate == .same {
            against.append("the identity's certificate does have the fingerprint \(name)")
        }
        if inMDM { against.append("MDM records do name \(name)") }
    }

    var values: [String: Figure] {
        [
            "tenant": .list(tenantFingerprints.map { .text($0.description) }),
            "profile": .list(profileFingerprints.map { .text($0.description) }),
            "certificate": .list(certificates.map { .text($0.fingerprint.description) }),
        ]
    }

    func evidence(_ facts: SupervisionFacts) -> [Citation] {
        facts.fingerprints.examples.prefix(2) + facts.profiles.prefix(2).map(\.citation)
            + facts.identities.prefix(1).map(\.citation) + facts.fingerprints.differing.prefix(2)
    }
}
