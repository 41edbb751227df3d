import CaseReading
import Casework
import ProbeKit

// Small facts for worked cases of how the MDM serves devices and asks Apple.
extension CallbackFacts {
    static func served(_ tallies: [EndpointTally]) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.exchanges)]
        facts.endpoints = tallies
        return facts
    }

    static func polled(_ witnesses: [PollWitness], every minutes: Int? = 5, asOf minute: Int = 600) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.mdmLog)]
        facts.asOf = start + .minutes(minute)
        facts.polls = witnesses
        facts.pollMinutes = minutes
        return facts
    }

    /// Devices that began, each with its minute.
    static func began(_ all: [(device: Int, minute: Int)]) -> Self {
        var facts = got([])
        for (device, minute) in all {
            facts.beginnings.add(
                device: device, at: start + .minutes(minute),
                citation: Citation(file: "mdm/webhooks.ndjson", locator: "line \(minute)"))
        }
        return facts
    }

    static func pushing(
        _ certificates: [PushCertificate], used: [TopicUse] = [], complaints: [String] = [],
        complainedDaysAgo days: Int = 0
    ) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.certificate, .push), Supply(.mdmLog)]
        facts.asOf = start
        facts.pushCertificates = certificates
        facts.topicUses = used
        facts.pushComplaints = complaints.compactMap { PushComplaint.row(in: $0) }.map { row in
            PushComplaint(row, at: start + -.days(days), citation: Citation(file: "mdm/server.log"))
        }
        return facts
    }

    static func refused(
        _ refusals: [EnrolmentRefusal], shown: Bool = true, pushing certificates: [PushCertificate] = []
    ) -> Self {
        var facts = Self()
        facts.supplied = [shown ? Supply(.mdmLog) : Supply(.exchanges)]
        facts.asOf = start
        facts.canShowRefusals = shown
        facts.refusals = refusals
        facts.pushCertificates = certificates
        return facts
    }
}

extension EndpointTally {
    static func of(_ path: String, _ answers: [Int: Int], by witness: Witness = .accessLog) -> Self {
        var tally = Self(witness, path, .checkIn)
        for (status, count) in answers {
            tally.add(status: status, count: count, citation: Citation(file: "mdm/access.log"))
        }
        return tally
    }
}

extension PollWitness {
    static func of(minute: Int, until end: Int) -> Self {
        Self(
            "the MDM's log", newest: CallbackFacts.start + .minutes(minute),
            reachesTo: CallbackFacts.start + .minutes(end),
            citation: Citation(file: "mdm/server.log", locator: "line \(minute)"))
    }
}

extension PushCertificate {
    /// A certificate of one year with so many days left.
    static func of(_ topic: String = "1", days: Int) -> Self {
        let end = CallbackFacts.start + .days(days)
        return Self(
            topic: topicPrefix + topic, notBefore: end + -.days(365), notAfter: end,
            citation: Citation(file: "mdm/push.pem"))
    }
}

extension TopicUse {
    static func of(_ topic: String, devices: DeviceSet? = nil) -> Self {
        Self(
            topic: PushCertificate.topicPrefix + topic, devices: devices,
            citation: Citation(file: "mdm/enrolment.mobileconfig"))
    }
}

extension EnrolmentRefusal {
    static func of(_ text: String, _ device: Int?) -> Self {
        Self(
            RefusalReason.told(in: text) ?? .unsaid, device: device, at: CallbackFacts.start,
            citation: Citation(file: "mdm/server.log", locator: "line 7"))
    }
}
