package import Casework

/// One time that the MDM refused an enrolment and said why.
package struct EnrolmentRefusal: Sendable, Hashable {
    package let reason: RefusalReason
    package let device: Int?
    package let at: Instant?
    /// The version that a device has to update to first.
    package let requiredVersion: String?
    /// What the MDM said, shortened.
    package let words: String
    package let citation: Citation
    /// Told by somebody else than the endpoint that refused: a sign-in page, a list of events.
    package var isIndirect = false
    /// Which text of its row told the reason.
    package var matched: String?

    package init(
        _ reason: RefusalReason, device: Int? = nil, at: Instant? = nil, requiredVersion: String? = nil,
        words: String = "", citation: Citation
    ) {
        self.reason = reason
        self.device = device
        self.at = at
        self.requiredVersion = requiredVersion
        self.words = words
        self.citation = citation
    }
}

/// Why an MDM refuses: data, not code.
package struct RefusalReason: Sendable, Hashable {
    /// The name that reports use.
    package let id: String
    /// Texts, any one of which tells it.
    package let texts: [String]
    package let meaning: String
    /// What the MDM admin does.
    package let step: String
    package let source: String

    /// Whether the device only has to update first.
    package var isUpdate: Bool { id == "update-required" }
    /// Whether the answer alone does not say why.
    package var isVague: Bool { texts.isEmpty }
    /// Whether a push certificate that is missing, expired or replaced is the usual cause.
    package var isOfPush: Bool { id == "no-enrolment-policy" }

    /// Says nothing, or nothing that a row knows.
    package static let unsaid = RefusalReason(
        id: "unsaid", texts: [], meaning: "the MDM refused and gave no reason that is known here",
        step: "Look for the request in the MDM's own log: the answer holds no reason.",
        source: "RFC 9110 15.5.4")

    /// Asked for credentials, and never let anybody in.
    package static let credentials = RefusalReason(
        id: "credentials", texts: [],
        meaning: "the enrolment asks for a user's credentials, and nobody got in",
        step:
            "Compare the enrolment profile's authentication with what the users have: legacy Setup Assistant "
            + "can not do multi-factor sign-in; use modern authentication.",
        source: "AE 6.5 (23003), AE 7 row 28")

    package static let rows: [RefusalReason] = [
        RefusalReason(
            id: "update-required", texts: ["com.apple.softwareupdate.required"],
            meaning: "the device has to update its system first",
            step: "Let gdmf.apple.com, mesu.apple.com and the update CDN through; the device does the rest.",
            source: "AE 6.5, AE 7 row 30"),
        RefusalReason(
            id: "unrecognised-device", texts: ["com.apple.unrecognized.device"],
            meaning: "the MDM has no record of the device",
            step: "Find out what removed the record (a clean-up job, a restored database), then enrol again.",
            source: "AE 6.5, AE 7 row 39"),
        RefusalReason(
            id: "device-certificate-dates",
            texts: [
                "FAILED_SIGNATURE_CHECK", "CertPathBuilderException", "CertPathValidatorException",
                "CertificateExpiredException",
            ],
            meaning:
                "the MDM checks the dates of Apple's device CA, which has expired and must not be checked",
            step:
                "Let the MDM ignore the dates of Apple iPhone Device CA certificates, as Apple says; update it if "
                + "it can not.",
            source: "AE 4.3, AE 7 row 20"),
        RefusalReason(
            id: "platform-restricted",
            texts: ["enrollmentRestrictionsEnforced", "DeviceTypeNotSupported", "deviceNotSupported"],
            meaning: "an enrolment restriction blocks the platform or the version",
            step:
                "Intune: Devices > Enrollment > Device platform restrictions: allow the platform for this group.",
            source: "AE 7 row 21, Microsoft's enrolment errors"),
        RefusalReason(
            id: "device-cap", texts: ["DeviceCapReached", "DeviceLimitReached"],
            meaning: "the user has as many devices as the MDM allows",
            step:
                "Raise the device limit or remove devices that are no longer used: Intune: Devices > Enrollment > "
                + "Device limit restrictions.",
            source: "AE 7 row 38"),
        RefusalReason(
            id: "licence", texts: ["UserLicenseTypeInvalid"],
            meaning: "the user has no licence for this MDM",
            step: "Assign the user a licence that includes device management.", source: "AE 7 row 38"),
        RefusalReason(
            id: "no-enrolment-policy", texts: ["NoEnrollmentPolicy"],
            meaning:
                "the MDM has no enrolment policy for the platform, mostly for want of a valid push certificate",
            step: "Check the push certificate and that the platform is switched on.", source: "AE 7 row 22"),
        RefusalReason(
            id: "no-authority", texts: ["MdmAuthorityNotDefined"],
            meaning: "no device management authority is set",
            step: "Set the MDM authority in the Intune tenant.",
            source: "Microsoft's enrolment errors"),
        RefusalReason(
            id: "user-authentication", texts: ["AADSTS5007", "UsernameMixed", "WS-Trust"],
            meaning:
                "the user's sign-in failed: multi-factor sign-in in legacy Setup Assistant, or a WS-Trust endpoint "
                + "that is off",
            step:
                "Use modern authentication in the enrolment profile, or switch on the WS-Trust 1.3 username endpoint "
                + "of AD FS.",
            source: "AE 7 row 28"),
        RefusalReason(
            id: "well-known-failed", texts: ["com.apple.well-known.failed"],
            meaning: "service discovery for an account-driven enrolment failed",
            step: "Check /.well-known/com.apple.remotemanagement of the account's domain.", source: "AE 6.5"),
        RefusalReason(
            id: "watch-token", texts: ["com.apple.watch.pairing.token.missing"],
            meaning: "a watch came without its pairing token",
            step: "Pair the watch with its managed iPhone again.", source: "AE 6.5"),
    ]

    /// The text of this row that stands in a line.
    package func text(in line: String) -> String? { texts.first { line.contains($0) } }

    /// The reason that a text tells.
    package static func told(in text: String) -> RefusalReason? {
        rows.first { row in row.texts.contains { text.contains($0) } }
    }
}
