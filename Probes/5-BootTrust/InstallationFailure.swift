import CaseReading
import ProbeKit

/// How the installation of an enrolment profile failed, as one line tells.
///
/// Source: AE 6.5, AE 7 rows 24 to 26.
struct InstallationFailure: Hashable {
    enum Kind: String, Hashable, CaseIterable {
        case certificate, credentials, profile, scep, refused, payload
    }

    let kind: Kind
    /// The domain and code, or the words, that say so.
    let sign: String

    /// Reads a line; `nil` for one that tells of no failure.
    init?(_ line: DeviceLogLine) {
        let text = line.text
        let mentions = ErrorMention.all(in: text)
        let installation = mentions.first { $0.domain == "MCInstallationErrorDomain" }
        let profile = mentions.first { $0.domain == "MCProfileErrorDomain" }
        let transaction = mentions.first { $0.domain == "DMCHTTPTransactionErrorDomain" }
        let saysCertificate = text.contains("server certificate") || text.contains("server’s certificate")
        if let installation, saysCertificate {
            (kind, sign) = (.certificate, "MCInstallationErrorDomain \(installation.code)")
        } else if let profile {
            (kind, sign) = (.profile, "MCProfileErrorDomain \(profile.code)")
        } else if let found = Self.scep(line) {
            (kind, sign) = (.scep, found)
        } else if let installation {
            (kind, sign) = (.payload, "MCInstallationErrorDomain \(installation.code)")
        } else if let transaction, transaction.code == 23003 {
            (kind, sign) = (.credentials, "DMCHTTPTransactionErrorDomain 23003")
        } else if text.contains("InternalError1") {
            (kind, sign) = (.profile, "InternalError1")
        } else if let status = Self.unexpectedStatus(in: text) {
            (kind, sign) = (.refused, "status \(status)")
        } else if text.contains("rofile installation failed") || text.contains("nvalid profile") {
            (kind, sign) =
                saysCertificate ? (.certificate, "server certificate") : (.profile, "invalid profile")
        } else {
            return nil
        }
    }

    /// A failed request for the identity.
    private static func scep(_ line: DeviceLogLine) -> String? {
        let text = line.text
        guard text.contains("SCEP") || line.subsystem == "com.apple.SCEP" else { return nil }
        let isFailed = ["fail", "Fail", "error", "Error", "invalid", "denied"].contains { text.contains($0) }
        guard isFailed else { return nil }
        let code = ErrorMention.all(in: text).first.map { " \($0.domain) \($0.code)" } ?? ""
        return "SCEP\(code)"
    }

    /// The status in `unexpected status (403)`.
    private static func unexpectedStatus(in text: String) -> Int? {
        guard let mark = text.firstRange(of: "unexpected status (") else { return nil }
        let digits = text[mark.upperBound...].prefix { $0.isASCII && $0.isNumber }
        return digits.count == 3 ? Int(digits) : nil
    }
}

extension InstallationFailure.Kind {
    var brief: String {
        switch self {
        case .certificate: "the MDM's certificate was refused"
        case .credentials: "the MDM asked for credentials"
        case .profile: "the enrolment profile is invalid"
        case .scep: "the identity was not issued"
        case .refused: "the MDM refused the enrolment"
        case .payload: "the enrolment profile was not installed"
        }
    }

    /// The rest of a sentence that begins with "The profile was not installed: ".
    var meaning: String {
        switch self {
        case .certificate: "the device does not trust the MDM server's certificate"
        case .credentials: "the MDM asked for credentials that it did not get"
        case .profile: "the profile is not one that the device can read"
        case .scep: "the MDM's certificate authority did not issue the identity"
        case .refused: "the MDM answered the request for it with a refusal"
        case .payload: "one of its payloads could not be installed"
        }
    }

    var remedy: Remedy {
        let steps: (summary: String, steps: [String])
        switch self {
        case .certificate:
            steps = (
                "Give the MDM a publicly trusted certificate, or put its true anchors into the profile at Apple.",
                [
                    "Compare the chain that the MDM presents with the anchor_certs of the assigned profile.",
                    "Serve the intermediates too; a chain that browsers complete is not complete for a device.",
                ]
            )
        case .credentials:
            steps = (
                "Give the user credentials that the MDM takes, or take the demand out of the profile.",
                ["Check the MDM's directory connection and its authentication log at that time."]
            )
        case .profile:
            steps = (
                "Correct the profile that the MDM serves.",
                [
                    "Fetch it from the MDM's URL: nothing may stand before it, and its type is "
                        + "application/x-apple-aspen-config.",
                    "Check that IdentityCertificateUUID names a payload of the profile.",
                ]
            )
        case .scep:
            steps = (
                "Correct the SCEP or ACME service that the enrolment profile names.",
                [
                    "Check the challenge, the certificate authority's dates and its log at that time.",
                    "Check that the device's network reaches the SCEP host.",
                ]
            )
        case .refused:
            steps = (
                "Read the MDM's own log at that time: it says why it refused.",
                ["Ignore the dates of Apple's device certificates: the authority behind them has expired."]
            )
        case .payload:
            steps = (
                "Correct the payload that the error names, or leave it out of the enrolment profile.",
                ["Read the error that lies under it: it names the payload."]
            )
        }
        return Remedy(
            .mdm, steps.summary,
            steps: steps.steps + ["Then erase the device, or on a Mac that is set up run the command below."],
            commands: ["sudo profiles renew -type enrollment"], references: ["AE 7 rows 24-26"])
    }
}
