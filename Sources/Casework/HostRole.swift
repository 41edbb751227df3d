/// What a host does for enrolment; it decides what a broken path to it can explain.
///
/// Source: Apple 101555.
public enum HostRole: String, Sendable, Hashable, CaseIterable {
    case adeService = "ade-service"
    case cloudConfig = "cloud-config"
    case activation, attestation, apns, mdm, revocation, time, other

    /// The role of a well-known host name, else `.other`.
    public init(host: String) {
        let name = host.lowercased()
        self =
            switch name {
            case "mdmenrollment.apple.com": .adeService
            case "iprofiles.apple.com", "deviceenrollment.apple.com": .cloudConfig
            case "albert.apple.com", "gs.apple.com", "tbsc.apple.com", "captive.apple.com": .activation
            case "humb.apple.com": .attestation
            case "ocsp.apple.com", "ocsp2.apple.com", "crl.apple.com", "valid.apple.com", "certs.apple.com":
                .revocation
            case "time.apple.com", "time-ios.apple.com", "time-macos.apple.com": .time
            case _ where name.hasSuffix(".push.apple.com"): .apns
            default: .other
            }
    }
}

/// Where a path was measured from.
public enum Vantage: String, Sendable, Hashable, CaseIterable {
    case mdmServer = "mdm-server"
    case deviceNetwork = "device-network"
    case other
}
