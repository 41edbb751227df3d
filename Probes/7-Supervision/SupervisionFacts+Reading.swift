package import CaseReading
import Casework
import ProbeKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SupervisionFacts {
    /// The reason of a rejected identity.
    ///
    /// Source: FG-7.3.
    static let mismatchReason = "SUPERVISION_IDENTITY_MISMATCH"
    /// What a device says of it.
    ///
    /// Source: FG-5.4, FG-7.3.
    static let refusalSentence = "unable to supervise device"

    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        dialect = evidence.profile.dialect
        tenantID = evidence.profile.tenantID
        vendor = evidence.profile.vendor
        vendorVersion = evidence.profile.vendorVersion
        profiles = evidence.profiles.filter { !$0.supervisionFingerprints.isEmpty }
        events = evidence.audit.supervisions
        let logs = evidence.sources.filter { $0.kind == .audit }
        auditTellsOfSupervision =
            !events.isEmpty || logs.contains { $0.dialect.map { $0 != "axm" } ?? (dialect != "published") }
        refusalLines = evidence.deviceLog.filter { $0.text.lowercased().contains(Self.refusalSentence) }
        emptyAnswers = evidence.exchanges.compactMap { Self.emptyAnswer($0, evidence.fleet) }
        views.total = evidence.fleet.count
        for ordinal in 0..<max(0, evidence.fleet.count) {
            take(evidence.fleet.device(ordinal), state: evidence.fleet.stateOf(ordinal))
        }
        takeIdentities(of: evidence)
        takeDefinitions(of: evidence)
    }

    private mutating func take(_ device: Fleet.Device, state: String) {
        takeOutcome(device, state: state)
        guard let tenant = device.tenant else { return }
        let ordinal = device.ordinal
        if tenant.enrollmentStatus != nil { views.withStatus += 1 }
        if Self.mustBeSupervised(tenant) { views.mustBeSupervised.insert(ordinal) }
        if tenant.intentEnforced == false { views.intentNotEnforced.insert(ordinal) }
        if tenant.verificationMode == "none" { views.unverified.insert(ordinal) }
        if tenant.verificationMode == nil { views.ofUnknownMode.insert(ordinal) }
        if tenant.errorReason?.uppercased() == Self.mismatchReason { views.rejected.insert(ordinal) }
        if let fingerprint = tenant.supervisionFingerprint { takeFingerprint(fingerprint, of: device) }
        guard tenant.hasProfile == false || state == "enrolled-without-profile" else { return }
        switch tenant.enrollmentStatus {
        case "in_progress": views.inProgressWithoutProfile.insert(ordinal)
        case "enrolled": views.enrolledWithoutProfile.insert(ordinal)
        default: return
        }
        if let at = tenant.lastModified ?? tenant.assignedAt {
            views.since.append(Extent.Moment(device: ordinal, at: at))
        }
        if views.examples.count < 3, let citation = tenant.citation { views.examples.append(citation) }
    }

    private static func mustBeSupervised(_ tenant: Fleet.TenantView) -> Bool {
        tenant.enrollmentIntent == "supervised_only" || tenant.supervisionFingerprint != nil
    }

    private mutating func takeOutcome(_ device: Fleet.Device, state: String) {
        let managed = device.mdm?.enrolled == true
        let enrolled = device.tenant?.enrollmentStatus == "enrolled"
        if managed, device.mdm?.supervised == true { outcomes.bound.insert(device.ordinal) }
        if enrolled, device.tenant?.hasProfile == true, device.mdm?.supervised != false {
            outcomes.bound.insert(device.ordinal)
        }
        takeADE(device)
        let unsupervised = device.mdm?.supervised == false && device.mdm?.enrolled != false
        let unenrolled =
            enrolled && (device.mdm?.enrolled == false || state == "enrolled-without-profile" && !managed)
        if unsupervised { outcomes.unsupervised.insert(device.ordinal) }
        if unenrolled { outcomes.unenrolled.insert(device.ordinal) }
        guard unsupervised || unenrolled, outcomes.examples.count < 3 else { return }
        if let citation = device.mdm?.citation ?? device.tenant?.citation {
            outcomes.examples.append(citation)
        }
    }

    private mutating func takeFingerprint(_ fingerprint: Fingerprint, of device: Fleet.Device) {
        if fingerprints.tenant[fingerprint] == nil, fingerprints.examples.count < 3,
            let citation = device.tenant?.citation
        {
            fingerprints.examples.append(citation)
        }
        fingerprints.tenant[fingerprint, default: DeviceSet()].insert(device.ordinal)
        guard let other = device.mdm?.supervisionFingerprint else { return }
        switch fingerprint.agreement(with: other) {
        case .same: fingerprints.confirmedByMDM.insert(fingerprint)
        case .incomparable: return
        case .different:
            fingerprints.differingInMDM.insert(device.ordinal)
            if fingerprints.differing.count < 3, let citation = device.mdm?.citation {
                fingerprints.differing.append(citation)
            }
        }
    }

    /// An enrolment call that was answered 200 with `in_progress` and no profile.
    ///
    /// Source: FG-9.3.
    private static func emptyAnswer(_ exchange: HTTPExchange, _ fleet: Fleet) -> EmptyAnswer? {
        struct Answer: Decodable {
            let enrollmentStatus: String?
            let mdmProfileId: String?
        }
        let parts = exchange.path.split(separator: "/")
        guard exchange.status == 200, parts.count == 4, parts[1] == "devices", parts[3] == "enroll",
            let body = exchange.responseBody, body.contains("mdmProfileId"),
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(body.utf8)),
            answer.enrollmentStatus == "in_progress", answer.mdmProfileId == nil
        else { return nil }
        return EmptyAnswer(device: fleet.ordinalOfUDID(String(parts[2])), citation: exchange.citation)
    }
}
