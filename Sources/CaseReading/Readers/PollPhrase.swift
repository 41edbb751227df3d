/// What MDM servers write when they poll the ADE service: data, not code.
///
/// A line that holds one of the texts tells a poll, whether or not it went well.
package enum PollPhrase {
    /// A text with the product that writes it.
    package struct Row: Sendable, Hashable {
        package let text: String
        package let writtenBy: String
        package let source: String
    }

    package static let rows: [Row] = [
        Row(text: "DEP sync started", writtenBy: "the field guide's MDMs", source: "FG-4.2"),
        Row(text: "DEP sync", writtenBy: "MicroMDM", source: "micromdm platform/dep/sync"),
        Row(text: "device sync", writtenBy: "NanoDEP", source: "nanodep sync/syncer.go"),
        Row(text: "syncing DEP devices", writtenBy: "MicroMDM", source: "micromdm platform/dep/sync"),
        Row(text: "DEP device sync", writtenBy: "Jamf Pro and others", source: "AE 7 row 1"),
        Row(text: "Device Enrollment sync", writtenBy: "Jamf Pro and others", source: "AE 7 row 1"),
        Row(text: "ADE sync", writtenBy: "Iru and others", source: "AE 5.3"),
        Row(text: "apple_mdm_dep_profile_assigner", writtenBy: "Fleet", source: "fleet cron schedules"),
        Row(text: "syncWithAppleDeviceEnrollmentProgram", writtenBy: "Intune", source: "AE 5.2"),
        Row(text: "mdmenrollment.apple.com/devices/sync", writtenBy: "any HTTP log", source: "AE 2.2"),
        Row(text: "mdmenrollment.apple.com/server/devices", writtenBy: "any HTTP log", source: "AE 2.2"),
    ]

    /// Whether a line tells a poll, in any case of its letters.
    package static func tells(_ line: String) -> Bool {
        let folded = line.lowercased()
        return needles.contains { folded.contains($0) }
    }

    private static let needles = rows.map { $0.text.lowercased() }
}

extension LogPatterns {
    /// What the MDM's log is searched for besides the refusals of the ADE service.
    ///
    /// Source: the rows of `PollPhrase`; AE 7 rows 20 to 22, 28, 30, 38, 39 for the refusals of devices.
    static let ofMDMServers =
        PollPhrase.rows.map(\.text) + [
            "FAILED_SIGNATURE_CHECK", "CertPathBuilderException", "CertPathValidatorException",
            "CertificateExpiredException", "DeviceCapReached", "DeviceLimitReached", "UserLicenseTypeInvalid",
            "NoEnrollmentPolicy", "APNSCertificateNotValid", "AccountNotOnboarded", "MdmAuthorityNotDefined",
            "DeviceTypeNotSupported", "enrollmentRestrictionsEnforced", "deviceNotSupported", "AADSTS5007",
            "UsernameMixed", "WS-Trust", "com.apple.softwareupdate.required",
            "com.apple.unrecognized.device", "com.apple.well-known.failed",
            "com.apple.watch.pairing.token.missing", "PUSH_CERT_EXPIRED", "PUSH_CERT_WILL_EXPIRE",
            "APNS_CERT_REVOKED",
        ]
}
