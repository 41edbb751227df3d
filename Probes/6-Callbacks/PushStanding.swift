import Casework

/// What the push certificates, the topics in use and the MDM's complaints come to.
///
/// Rules: 1. of several certificates the one that was issued last is the MDM's.  2. past its date: expired; a
/// complaint of the MDM says the same where no certificate that was valid then says otherwise.  3. little time
/// left: expiring.  4. a topic in use, or of a certificate that it replaced, is another one: changed.
struct PushStanding {
    let current: PushCertificate?
    let isExpired: Bool
    /// Whether less than the threshold is left.
    let isExpiring: Bool
    /// Uses of other topics than the current certificate's.
    let strangers: [TopicUse]
    /// Certificates with another topic that the current one replaced.
    let replaced: [PushCertificate]
    /// Complaints that the certificate does not contradict.
    let complaints: [PushComplaint]
    /// Uses of the current topic.
    let confirmed: Int

    init(_ facts: CallbackFacts) {
        let known = facts.pushCertificates
        let newest = known.max { Self.issued($0) < Self.issued($1) }
        current = newest
        isExpired = newest?.notAfter.map { $0 < facts.asOf } ?? false
        let soon = facts.asOf + .days(facts.thresholds.pushRenewDays)
        isExpiring = !isExpired && newest?.notAfter.map { $0 < soon } ?? false
        complaints = facts.pushComplaints.filter { complaint in
            !known.contains { $0.wasValid(at: complaint.at ?? facts.asOf) } || newest?.notAfter == nil
        }
        guard let topic = newest?.topic else {
            (strangers, replaced, confirmed) = ([], [], 0)
            return
        }
        strangers = facts.topicUses.filter { $0.topic != topic }
        confirmed = facts.topicUses.count - strangers.count
        replaced = known.filter { $0.topic != nil && $0.topic != topic }
    }

    private static func issued(_ certificate: PushCertificate) -> Instant {
        certificate.notBefore ?? certificate.notAfter ?? Instant(microseconds: .min)
    }

    var refusesEnrolment: Bool { complaints.contains { $0.row.refusesEnrolment } }
    var complainsOfDeath: [PushComplaint] { complaints.filter { !$0.row.isWarning } }
    var complainsOfAge: [PushComplaint] { complaints.filter(\.row.isWarning) }
    /// Whether pushes can not work, so that a refusal for want of a certificate has its cause here.
    var isBroken: Bool { isExpired || !complainsOfDeath.isEmpty || !strangers.isEmpty || !replaced.isEmpty }

    /// Devices that listen on another topic; `nil` where none is named.
    var strandedDevices: DeviceSet? {
        let sets = strangers.compactMap(\.devices)
        return sets.isEmpty ? nil : sets.reduce(DeviceSet()) { $0.union($1) }
    }
}

extension PushCertificate {
    func wasValid(at time: Instant) -> Bool {
        (notBefore.map { $0 <= time } ?? true) && (notAfter.map { time <= $0 } ?? false)
    }
}
