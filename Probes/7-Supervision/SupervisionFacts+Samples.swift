import CaseReading
import Casework
import ProbeKit

let needsTenantRecords = Need(
    Supply(.devices, .tenant),
    how:
        "the tenant's device records: GraphQL devices(filter: { supervisionIdentitySet: true }) with "
        + "enrollmentStatus, mdmProfileId, enrollmentIntent, supervisionIdentity")

extension Conclusion {
    /// Records of a dialect that has no enrolment status, such as `axm`.
    static let noStatus = Self.cannotTell(
        because: "no tenant record holds an enrollmentStatus", supply: needsTenantRecords.how)

    /// Devices lack a profile, and nothing says whether supervision was asked for.
    static func noIntent(_ facts: SupervisionFacts) -> Self {
        .cannotTell(
            because:
                "\(facts.withoutProfile.count.counted("device has", "devices have")) no MDM profile, and no record says "
                + "whether they must be supervised",
            supply: needsTenantRecords.how)
    }
}

// Small facts for worked cases.
extension DeviceSet {
    static func of(_ ordinals: Int...) -> Self { Self(ordinals) }
}

extension SupervisionFacts {
    static let start = Instant(microseconds: 1_776_400_000_000_000)

    /// A fleet of which nothing is wrong, changed.
    static func fleet(of count: Int, _ change: (inout Self) -> Void) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.devices, .tenant), Supply(.devices, .mdm)]
        facts.asOf = start
        facts.views.total = count
        facts.views.withStatus = count
        change(&facts)
        return facts
    }

    /// Devices that must be supervised and have no MDM profile.
    static func withoutProfile(
        inProgress: [Int], enrolled: [Int] = [], _ change: (inout Self) -> Void = { _ in }
    ) -> Self {
        fleet(of: 10) { facts in
            facts.views.mustBeSupervised = DeviceSet(0..<10)
            facts.views.inProgressWithoutProfile = DeviceSet(inProgress)
            facts.views.enrolledWithoutProfile = DeviceSet(enrolled)
            change(&facts)
        }
    }

    mutating func runs(_ vendor: String, _ version: String?) {
        self.vendor = vendor
        vendorVersion = version
    }

    /// Makes the tenant's records name one more identity, by two digits of its fingerprint.
    mutating func names(_ digits: String, devices: [Int] = [0]) {
        guard let fingerprint = Fingerprint(Self.full(digits)) else { return }
        fingerprints.tenant[fingerprint] = DeviceSet(devices)
    }

    /// A fingerprint of 64 digits from two.
    private static func full(_ digits: String) -> String {
        String(repeating: digits, count: max(1, 64 / max(1, digits.count)))
    }

    /// Devices by the tenant's fingerprint, and what the other sides hold; each fingerprint by two digits.
    static func bound(
        _ tenant: [String: [Int]], profile: [String], differing: [Int] = [], certificate: String? = nil,
        display: String? = nil
    ) -> Self {
        fleet(of: 10) { facts in
            facts.supplied.insert(Supply(.configurationProfile))
            for (digits, devices) in tenant { facts.names(digits, devices: devices) }
            let held = (profile.map(full) + [display].compactMap(\.self)).compactMap { Fingerprint($0) }
            if !held.isEmpty {
                facts.profiles = [
                    ConfigurationProfile(
                        supervisionFingerprints: held,
                        citation: Citation(file: "mdm/supervision.mobileconfig"))
                ]
            }
            facts.fingerprints.differingInMDM = DeviceSet(differing)
            facts.identities = [certificate].compactMap(\.self).compactMap { .lasting(days: 400, digits: $0) }
        }
    }

    static func audited(
        _ events: [AuditTrail.SupervisionEvent], _ change: (inout Self) -> Void = { _ in }
    ) -> Self {
        fleet(of: 10) { facts in
            facts.supplied = [Supply(.audit)]
            facts.events = events
            facts.auditTellsOfSupervision = true
            change(&facts)
        }
    }

    static func identities(
        _ certificates: [IdentityCertificate?], _ change: (inout Self) -> Void = { _ in }
    ) -> Self {
        fleet(of: 10) { facts in
            facts.supplied = [Supply(.certificate, .supervisionIdentity)]
            facts.tenantID = "t_abc123"
            facts.identities = certificates.compactMap(\.self)
            change(&facts)
        }
    }
}

extension SupervisionFacts {
    /// Devices that came by automated enrolment, of which the MDM calls some unsupervised.
    static func enrolled(viaADE: [Int], unsupervised: [Int], told: Int? = nil) -> Self {
        fleet(of: 10) { facts in
            facts.outcomes.viaADE = DeviceSet(viaADE)
            facts.outcomes.adeUnsupervised = DeviceSet(unsupervised)
            facts.outcomes.adeTold = told ?? viaADE.count
        }
    }

    /// Profiles as the MDM defined them, and what their anchors came to.
    static func defining(
        _ profiles: [ADEProfile], _ checks: [AnchorCheck] = [], _ change: (inout Self) -> Void = { _ in }
    ) -> Self {
        fleet(of: 0) { facts in
            facts.supplied = [Supply(.adeProfile), Supply(.handshakes)]
            facts.adeProfiles = profiles
            facts.anchorChecks = checks
            change(&facts)
        }
    }

    static func serving(
        _ types: [String?], defects: [ProfileDefect] = [], sound: Int = 0
    ) -> Self {
        fleet(of: 0) { facts in
            facts.supplied = [Supply(.configurationProfile)]
            facts.profileDefects = defects
            facts.soundProfiles = sound
            facts.served = types.map {
                ServedProfile(
                    host: "mdm.example.com", type: $0, citation: Citation(file: "mdm.har", locator: "entry 1")
                )
            }
        }
    }
}

extension ADEProfile {
    static func defined(
        anchors: Int = 0, unreadable: Int = 0, removable: Bool? = nil, mandatory: Bool? = nil,
        supervised: Bool? = nil
    ) -> Self {
        var profile = Self(citation: Citation(file: "ade/profile.json"))
        profile.name = "Staff"
        profile.url = "https://mdm.example.com/enroll"
        profile.anchorCertificates = Array(repeating: [0x30], count: anchors)
        profile.unreadableAnchors = unreadable
        profile.isRemovable = removable
        profile.isMandatory = mandatory
        profile.isSupervised = supervised
        return profile
    }
}

extension AnchorCheck {
    static func checked(_ reason: String?) -> Self {
        Self(
            profile: "Staff", host: "mdm.example.com", fault: reason, anchors: ["CN=Old Root"],
            presented: "CN=New Root", evidence: [Citation(file: "path.json")])
    }
}

extension IdentityCertificate {
    static func lasting(
        days: Int, from: Int = -100, voucher: Voucher = .apple, unit: String? = nil, digits: String = "aa"
    ) -> Self? {
        guard let fingerprint = Fingerprint(String(repeating: digits, count: 32)) else { return nil }
        return Self(
            subject: "CN=Supervision Identity", organisationalUnits: [unit].compactMap(\.self),
            issuer: "CN=Issuer",
            voucher: voucher, notBefore: SupervisionFacts.start + .days(from),
            notAfter: SupervisionFacts.start + .days(days), fingerprint: fingerprint,
            citation: Citation(file: "mdm/supervision-identity.pem"))
    }
}

extension AuditTrail.SupervisionEvent {
    static func rejected(_ device: Int?) -> Self { event(device, "failed", SupervisionFacts.mismatchReason) }
    static func verified() -> Self { event(nil, "verified", nil) }

    private static func event(_ device: Int?, _ outcome: String, _ reason: String?) -> Self {
        Self(
            at: SupervisionFacts.start, device: device, outcome: outcome, errorReason: reason,
            citation: Citation(file: "tenant/audit.ndjson", locator: "line 1"))
    }
}

extension DeviceLogLine {
    static func refusal(of device: Int) -> Self {
        Self(
            at: SupervisionFacts.start, serial: "C02TEST\(device)", device: device,
            text: "Unable to supervise device",
            citation: Citation(file: "device/log.ndjson", locator: "line 1"))
    }
}
