import CaseReading
import Casework
import CertificateChains

/// Push certificates, the topics in use and the MDM's complaints, drawn from a case.
extension CallbackFacts {
    /// The most certificates of one file that are looked at.
    private static let longestChain = 16

    mutating func takePush(of evidence: CaseEvidence) {
        for file in evidence.certificates where file.role == .push || file.role == nil {
            takeCertificates(of: file)
        }
        for profile in evidence.profiles {
            topicUses += profile.pushTopics.map { TopicUse(topic: $0, citation: profile.citation) }
        }
        takeTopics(of: evidence)
        takeComplaints(of: evidence)
    }

    private mutating func takeCertificates(of file: CertificateFile) {
        let found = (try? PEMFile(file.bytes))?.certificates.prefix(Self.longestChain) ?? []
        let facts = found.map { CertificateFacts(der: $0) }
        let ofPush = facts.filter { $0.subject.userID?.hasPrefix(PushCertificate.topicPrefix) ?? false }
        // A file that the case calls a push certificate is one, also where its subject names no topic.
        let taken =
            ofPush.isEmpty && file.role == .push ? facts.prefix(1).filter { $0.notAfter != nil } : ofPush
        if taken.isEmpty, file.role == .push { unreadablePushFiles.append(file.citation) }
        for leaf in taken {
            pushCertificates.append(
                PushCertificate(
                    topic: leaf.subject.userID, notBefore: leaf.notBefore.map(Self.instant),
                    notAfter: leaf.notAfter.map(Self.instant), issuer: leaf.issuer.text,
                    citation: file.citation))
        }
    }

    private static func instant(_ time: CertificateTime) -> Instant {
        let (microseconds, overflow) = time.secondsSince1970.multipliedReportingOverflow(by: 1_000_000)
        return Instant(microseconds: overflow ? (time.secondsSince1970 < 0 ? .min : .max) : microseconds)
    }

    /// The topic that each device named last.
    private mutating func takeTopics(of evidence: CaseEvidence) {
        var last: [Int: (at: Instant, topic: String)] = [:]
        var places: [String: Citation] = [:]
        func take(_ topic: String, _ device: Int?, _ at: Instant?, _ citation: @autoclosure () -> Citation) {
            if places[topic] == nil { places[topic] = citation() }
            guard let device else { return }
            let time = at ?? Instant(microseconds: .min)
            if last[device].map({ $0.at <= time }) ?? true { last[device] = (time, topic) }
        }
        for delivery in evidence.callbacks {
            guard let topic = delivery.topic else { continue }
            take(topic, delivery.device, delivery.receivedAt, citation(delivery))
        }
        for exchange in evidence.exchanges {
            guard let checkin = DeviceCheckin(exchange), let topic = checkin.topic else { continue }
            let device = Self.device(of: exchange, EndpointPath(exchange.path), evidence.fleet)
            take(topic, device, exchange.at, exchange.citation)
        }
        let byTopic = Dictionary(grouping: last, by: \.value.topic)
        for (topic, place) in places.sorted(by: { $0.key < $1.key }) {
            let devices = DeviceSet((byTopic[topic] ?? []).map(\.key))
            // A topic that all its devices have left behind is in use no more.
            guard !devices.isEmpty || last.isEmpty else { continue }
            topicUses.append(
                TopicUse(topic: topic, devices: devices.isEmpty ? nil : devices, citation: place))
        }
    }

    private mutating func takeComplaints(of evidence: CaseEvidence) {
        for line in evidence.mdmLog {
            guard let row = PushComplaint.row(in: line.text) else { continue }
            pushComplaints.append(PushComplaint(row, at: line.at, citation: line.citation))
        }
        for exchange in evidence.exchanges where !Self.isApple(exchange.host) {
            guard let row = exchange.responseBody.flatMap(PushComplaint.row(in:)) else { continue }
            pushComplaints.append(PushComplaint(row, at: exchange.at, citation: exchange.citation))
        }
    }
}
