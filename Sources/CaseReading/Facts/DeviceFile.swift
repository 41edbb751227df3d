package import Casework

/// One file off a device, or one line of a listing of such files.
///
/// Source: AE 6.1 for the markers, AE 7 row 19 for what stands against enrolment.
package struct DeviceFile: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        /// The lines of a hosts file that name an Apple host.
        case hosts([HostsLine])
        /// A marker below `ConfigurationProfiles/Settings`, with the scalars of its property list.
        case marker([String: String])
        /// A property list, such as `CloudConfigurationDetails.plist`, with its scalars.
        case propertyList([String: String])
    }

    /// A line of a hosts file.
    package struct HostsLine: Sendable, Hashable {
        package let number: Int
        package let address: String
        package let names: [String]

        package init(number: Int, address: String, names: [String]) {
            self.number = number
            self.address = address
            self.names = names
        }
    }

    package let serial: String?
    /// The ordinal in the fleet, where the serial is known there.
    package private(set) var device: Int?
    /// The last component of its name on the device, such as `.cloudConfigRecordFound`.
    package let name: String
    /// Bytes; `nil` where nothing tells.
    package let size: Int?
    package let content: Content
    package let citation: Citation

    package init(
        serial: String?, device: Int? = nil, name: String, size: Int? = nil, content: Content,
        citation: Citation
    ) {
        self.serial = serial
        self.device = device
        self.name = name
        self.size = size
        self.content = content
        self.citation = citation
    }

    /// The same file of a device that the fleet knows.
    package func placed(_ ordinal: Int?) -> Self {
        var file = self
        file.device = ordinal
        return file
    }
}

/// What a command printed on a device.
package struct DeviceCommand: Sendable, Hashable {
    package enum Output: Sendable, Hashable {
        /// `sntp`: how far the device's clock is behind the server's, in seconds.
        case clock(behindSeconds: Double, server: String?)
        /// `sntp` that got no answer.
        case clockUnanswered(server: String?)
        /// `security dump-trust-settings`; no certificate at all is an answer too.
        case trustSettings([TrustedCertificate])
        /// `GetCloudConfiguration`, or `profiles` as a property list: its scalars.
        case propertyList([String: String])
    }

    /// A certificate with settings of its own, by the name that the command prints.
    package struct TrustedCertificate: Sendable, Hashable {
        package let name: String
        /// What its settings come to, such as `kSecTrustSettingsResultTrustRoot`; empty for no restriction.
        package let results: [String]

        package init(name: String, results: [String]) {
            self.name = name
            self.results = results
        }
    }

    package let serial: String?
    /// The ordinal in the fleet, where the serial is known there.
    package private(set) var device: Int?
    package let at: Instant?
    package let output: Output
    package let citation: Citation

    package init(
        serial: String?, device: Int? = nil, at: Instant? = nil, output: Output, citation: Citation
    ) {
        self.serial = serial
        self.device = device
        self.at = at
        self.output = output
        self.citation = citation
    }

    /// The same output of a device that the fleet knows.
    package func placed(_ ordinal: Int?) -> Self {
        var command = self
        command.device = ordinal
        return command
    }
}
