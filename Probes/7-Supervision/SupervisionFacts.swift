package import CaseReading
package import Casework
package import ProbeKit

/// What layer 7 looks at: who must be supervised by which identity, and what came of it.
package struct SupervisionFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    /// `field-guide` or `published`, where the case says.
    package var dialect: String?
    package var tenantID: String?
    package var vendor: String?
    package var vendorVersion: String?
    package var views = TenantViews()
    package var outcomes = Outcomes()
    package var fingerprints = FingerprintViews()
    /// Configuration profiles of the MDM that hold a supervision fingerprint.
    package var profiles: [ConfigurationProfile] = []
    package var identities: [IdentityCertificate] = []
    /// Certificate files of the supervision identity that could not be read.
    package var unreadableIdentities: [Citation] = []
    /// `SUPERVISION` events of the tenant's audit log.
    package var events: [AuditTrail.SupervisionEvent] = []
    /// Whether the case holds an audit log that would show such events: the `axm` dialect would not.
    package var auditTellsOfSupervision = false
    /// Lines of device logs that say that supervising failed.
    package var refusalLines: [DeviceLogLine] = []
    /// Enrolment calls answered with HTTP 200, `in_progress` and no profile, by device where it is known.
    package var emptyAnswers: [EmptyAnswer] = []
    /// Enrolment profiles as the MDM defined them at Apple's service.
    package var adeProfiles: [ADEProfile] = []
    /// What the anchors of these profiles make of the chains that the MDM presents.
    package var anchorChecks: [AnchorCheck] = []
    /// Configuration profiles that do not begin with a profile.
    package var profileDefects: [ProfileDefect] = []
    /// Enrolment profiles that a device was handed, with the type they came under.
    package var served: [ServedProfile] = []
    /// How many configuration profiles the case holds that begin as they should.
    package var soundProfiles = 0

    package init() {}

    /// An enrolment profile in the answer of the MDM.
    package struct ServedProfile: Sendable, Hashable {
        package let host: String
        /// `Content-Type` without parameters, in lower case; `nil` where there was none.
        package let type: String?
        package let citation: Citation

        package init(host: String, type: String?, citation: Citation) {
            self.host = host
            self.type = type
            self.citation = citation
        }
    }

    /// What the tenant's records say.
    package struct TenantViews: Sendable, Hashable {
        package var total = 0
        /// Records that hold an enrolment status; no other can show a failed supervision.
        package var withStatus = 0
        /// `enrollmentIntent` is `supervised_only`, or a supervision identity is set.
        package var mustBeSupervised = DeviceSet()
        /// `in_progress` without an MDM profile: mode 1.
        package var inProgressWithoutProfile = DeviceSet()
        /// `enrolled` without an MDM profile.
        package var enrolledWithoutProfile = DeviceSet()
        /// `supervisionIntentEnforced` is false.
        package var intentNotEnforced = DeviceSet()
        /// `enrollmentVerificationMode` is `none`.
        package var unverified = DeviceSet()
        /// No `enrollmentVerificationMode` in the record: unknown, although `none` is said to be the default.
        package var ofUnknownMode = DeviceSet()
        /// `errorReason` names the identity mismatch.
        package var rejected = DeviceSet()
        /// Since when a device without a profile has been so, where its record tells; in rising ordinal
        /// order.
        package var since: [Extent.Moment] = []
        /// The first few records of devices without a profile.
        package var examples: [Citation] = []

        package init() {}
    }

    /// What became of devices, as tenant and MDM tell it together.
    package struct Outcomes: Sendable, Hashable {
        /// Enrolled with a profile by the tenant's word, or enrolled and supervised by the MDM's.
        package var bound = DeviceSet()
        /// The MDM has them and says that they are not supervised.
        package var unsupervised = DeviceSet()
        /// The tenant says enrolled, the MDM has an unenrolled record or none.
        package var unenrolled = DeviceSet()
        /// Enrolled, and came by automated enrolment by the service's or the MDM's word.
        package var viaADE = DeviceSet()
        /// Of these, the ones that the MDM calls unsupervised.
        package var adeUnsupervised = DeviceSet()
        /// Of these, the ones of which the MDM says whether they are supervised.
        package var adeTold = 0
        package var adeExamples: [Citation] = []
        package var examples: [Citation] = []

        package init() {}
    }

    /// Supervision fingerprints by who holds them.
    package struct FingerprintViews: Sendable, Hashable {
        /// The tenant's, with the devices whose records name it.
        package var tenant: [Fingerprint: DeviceSet] = [:]
        /// Devices whose MDM record names a fingerprint that differs from the tenant's.
        package var differingInMDM = DeviceSet()
        /// The tenant's fingerprints that MDM records confirm.
        package var confirmedByMDM: Set<Fingerprint> = []
        package var examples: [Citation] = []
        package var differing: [Citation] = []

        package init() {}
    }

    /// One answer that looks like a success and is a rejection.
    ///
    /// Source: FG-9.3.
    package struct EmptyAnswer: Sendable, Hashable {
        package let device: Int?
        package let citation: Citation

        package init(device: Int?, citation: Citation) {
            self.device = device
            self.citation = citation
        }
    }
}

extension SupervisionFacts {
    /// Devices that a tenant calls enrolled or in progress although they have no MDM profile.
    var withoutProfile: DeviceSet {
        views.inProgressWithoutProfile.union(views.enrolledWithoutProfile).subtracting(outcomes.bound)
    }

    /// Whether a supervision identity gates enrolment at all: only the field guide says so.
    var identityIsAGate: Bool { dialect != "published" }
}
