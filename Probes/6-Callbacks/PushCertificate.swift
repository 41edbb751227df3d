package import Casework

/// An MDM push certificate, as far as rules ask.
package struct PushCertificate: Sendable, Hashable {
    /// The `UID` of its subject.
    package var topic: String?
    package var notBefore: Instant?
    package var notAfter: Instant?
    /// RFC 4514 text.
    package var issuer: String
    package var citation: Citation

    package init(
        topic: String?, notBefore: Instant?, notAfter: Instant?, issuer: String = "", citation: Citation
    ) {
        self.topic = topic
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.issuer = issuer
        self.citation = citation
    }

    /// How every topic of an MDM begins.
    ///
    /// Source: AE 4.3.
    package static let topicPrefix = "com.apple.mgmt."
}

/// Where a push topic is in use: a profile, or devices that told theirs when they enrolled.
package struct TopicUse: Sendable, Hashable {
    package let topic: String
    /// `nil` for a profile, which does not say who has it.
    package var devices: DeviceSet?
    package let citation: Citation

    package init(topic: String, devices: DeviceSet? = nil, citation: Citation) {
        (self.topic, self.devices, self.citation) = (topic, devices, citation)
    }
}

/// A line or an answer in which the MDM complains of its push certificate.
package struct PushComplaint: Sendable, Hashable {
    package let row: Row
    package let at: Instant?
    package let citation: Citation

    package init(_ row: Row, at: Instant?, citation: Citation) {
        (self.row, self.at, self.citation) = (row, at, citation)
    }

    /// What a complaint says: data, not code.
    package struct Row: Sendable, Hashable {
        package let text: String
        package let writtenBy: String
        /// Whether the MDM refuses enrolments for it.
        package let refusesEnrolment: Bool
        /// Whether it only says that the certificate will expire.
        package let isWarning: Bool
        package let source: String
    }

    package static let rows: [Row] = [
        Row(
            text: "APNSCertificateNotValid", writtenBy: "Intune", refusesEnrolment: true, isWarning: false,
            source: "AE 7 row 22, Microsoft's enrolment errors"),
        Row(
            text: "AccountNotOnboarded", writtenBy: "Intune", refusesEnrolment: true, isWarning: false,
            source: "Microsoft's enrolment errors"),
        Row(
            text: "PUSH_CERT_EXPIRED", writtenBy: "Jamf Pro", refusesEnrolment: false, isWarning: false,
            source: "AE 5.1"),
        Row(
            text: "APNS_CERT_REVOKED", writtenBy: "Jamf Pro", refusesEnrolment: false, isWarning: false,
            source: "AE 5.1"),
        Row(
            text: "PUSH_CERT_WILL_EXPIRE", writtenBy: "Jamf Pro", refusesEnrolment: false, isWarning: true,
            source: "AE 5.1"),
    ]

    /// The row whose text stands in a line.
    package static func row(in text: String) -> Row? { rows.first { text.contains($0.text) } }
}
