package import Casework

/// What the enrolment service itself said: accounts, profiles, and its lists of devices page by page.
///
/// Source: AE 2.2 to 2.5.
package struct ADERecords: Sendable, Hashable {
    package var accounts: [ADEAccount] = []
    package var profiles: [ADEProfile] = []
    package var pages: [ADESyncPage] = []

    package init() {}
}

/// The MDM server's own entry, as `/account` tells it.
package struct ADEAccount: Sendable, Hashable {
    package let serverName: String?
    package let serverUUID: String?
    /// The Apple Account that made the current token.
    package let adminID: String?
    package let organisation: String?
    package let citation: Citation

    package init(
        serverName: String?, serverUUID: String? = nil, adminID: String? = nil, organisation: String? = nil,
        citation: Citation
    ) {
        self.serverName = serverName
        self.serverUUID = serverUUID
        self.adminID = adminID
        self.organisation = organisation
        self.citation = citation
    }
}

/// An enrolment profile as the MDM defined it at the service; `nil` where the definition does not say.
///
/// Source: AE 2.4.
package struct ADEProfile: Sendable, Hashable {
    package var uuid: String?
    package var name: String?
    package var url: String?
    package var webURL: String?
    package var isMandatory: Bool?
    package var isRemovable: Bool?
    package var isSupervised: Bool?
    package var awaitsConfiguration: Bool?
    /// DER; where there is one, a device trusts these alone for the MDM's host.
    package var anchorCertificates: [[UInt8]] = []
    /// Entries of `anchor_certs` that are no Base64.
    package var unreadableAnchors = 0
    /// How many pairing hosts `supervising_host_certs` names.
    package var pairingHosts = 0
    package var citation: Citation

    package init(citation: Citation) { self.citation = citation }
}

/// One answer of `/server/devices` or `/devices/sync`, in the order of its file.
package struct ADESyncPage: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// `/server/devices`: every device, without an operation.
        case fetch
        /// `/devices/sync`: what changed since a cursor.
        case sync
        /// No device in it, so that nothing tells.
        case empty
        /// The service refused: its error string.
        case refused(String)
    }

    /// One device of a page; times in microseconds since 1970.
    package struct Device: Sendable, Hashable {
        package let serial: String
        package let operation: String?
        package let assignedAt: Instant?
        package let operationAt: Instant?

        package init(
            serial: String, operation: String? = nil, assignedAt: Instant? = nil, operationAt: Instant? = nil
        ) {
            self.serial = serial
            self.operation = operation
            self.assignedAt = assignedAt
            self.operationAt = operationAt
        }
    }

    package let kind: Kind
    package let devices: [Device]
    package let hasMore: Bool
    /// Up to when the service answered.
    package let fetchedUntil: Instant?
    package let citation: Citation

    package init(
        _ kind: Kind, devices: [Device] = [], hasMore: Bool = false, fetchedUntil: Instant? = nil,
        citation: Citation
    ) {
        self.kind = kind
        self.devices = devices
        self.hasMore = hasMore
        self.fetchedUntil = fetchedUntil
        self.citation = citation
    }
}

/// A configuration profile that does not begin where a profile begins.
package struct ProfileDefect: Sendable, Hashable {
    /// How many bytes stand before the profile.
    package let strayBytes: Int
    /// `CMS` or `XML`: what begins behind them.
    package let form: String
    package let citation: Citation

    package init(strayBytes: Int, form: String, citation: Citation) {
        self.strayBytes = strayBytes
        self.form = form
        self.citation = citation
    }
}
