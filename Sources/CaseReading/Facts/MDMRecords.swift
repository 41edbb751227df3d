package import Casework

/// How many callbacks waited at one moment.
///
/// Source: FG-6.2.
package struct QueueSample: Sendable, Hashable {
    package let at: Instant
    package let total: Int
    package let queued: Int
    package let citation: Citation

    package init(at: Instant, total: Int, queued: Int, citation: Citation) {
        self.at = at
        self.total = total
        self.queued = queued
        self.citation = citation
    }
}

/// One line of the MDM's own log that a rule may ask for.
package struct MDMLogLine: Sendable, Hashable {
    package let at: Instant?
    package let text: String
    package let citation: Citation

    package init(at: Instant?, text: String, citation: Citation) {
        self.at = at
        self.text = text
        self.citation = citation
    }
}

/// One line of a device's log, or of the output of `profiles`.
package struct DeviceLogLine: Sendable, Hashable {
    package let at: Instant?
    /// Serial number from the case file, where it says whose log this is.
    package let serial: String?
    /// The ordinal in the fleet, where the serial is known there.
    package let device: Int?
    /// The process, such as `trustd`, where the format tells.
    package let process: String?
    package let subsystem: String?
    package let text: String
    package let citation: Citation

    package init(
        at: Instant?, serial: String?, device: Int? = nil, process: String? = nil, subsystem: String? = nil,
        text: String, citation: Citation
    ) {
        self.at = at
        self.serial = serial
        self.device = device
        self.process = process
        self.subsystem = subsystem
        self.text = text
        self.citation = citation
    }
}

/// What one device log covers: `DeviceLogLine`s are only those lines that a rule asks for.
package struct DeviceLogSpan: Sendable, Hashable {
    package let serial: String?
    /// The ordinal in the fleet, where the serial is known there.
    package let device: Int?
    /// From the earliest to the latest line with a time; `nil` where no line has one.
    package let covers: TimeWindow?
    /// All lines of the log, kept or not.
    package let lines: Int
    package let citation: Citation

    package init(serial: String?, device: Int? = nil, covers: TimeWindow?, lines: Int, citation: Citation) {
        self.serial = serial
        self.device = device
        self.covers = covers
        self.lines = lines
        self.citation = citation
    }
}

/// One configuration profile: its payloads with the values that rules ask for.
package struct ConfigurationProfile: Sendable, Hashable {
    package let identifier: String?
    package let displayName: String?
    package let payloadTypes: [String]
    /// Every `SupervisionIdentityFingerprint` found at any depth.
    ///
    /// Source: FG-7.1.
    package let supervisionFingerprints: [Fingerprint]
    /// `IsSupervised`, where the profile says.
    package let isSupervised: Bool?
    /// Every `Topic` of an MDM payload: the push topic that devices with this profile listen on.
    ///
    /// Source: AE 4.3.
    package var pushTopics: [String] = []
    package let citation: Citation

    package init(
        identifier: String? = nil, displayName: String? = nil, payloadTypes: [String] = [],
        supervisionFingerprints: [Fingerprint] = [], isSupervised: Bool? = nil, citation: Citation
    ) {
        self.identifier = identifier
        self.displayName = displayName
        self.payloadTypes = payloadTypes
        self.supervisionFingerprints = supervisionFingerprints
        self.isSupervised = isSupervised
        self.citation = citation
    }
}

/// A certificate file as bytes; what it is comes from `CertificateChains`.
package struct CertificateFile: Sendable, Hashable {
    package let role: EvidenceRole?
    /// PEM or DER, as it lies in the case.
    package let bytes: [UInt8]
    package let citation: Citation

    package init(role: EvidenceRole?, bytes: [UInt8], citation: Citation) {
        self.role = role
        self.bytes = bytes
        self.citation = citation
    }
}

/// A record kept as its JSON text, for an instrument that has its own shape for it.
package struct RawRecord: Sendable, Hashable {
    package let json: [UInt8]
    package let citation: Citation

    package init(json: [UInt8], citation: Citation) {
        self.json = json
        self.citation = citation
    }
}
