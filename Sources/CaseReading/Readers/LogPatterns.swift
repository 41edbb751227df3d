/// The texts that a rule asks a log for; a line without any of them is counted and forgotten.
///
/// Complexity of a search: O(bytes), because few patterns share a first byte.
struct LogPatterns {
    /// Source: FG-5.2, FG-5.4, FG-7.2, FG-7.3; AE 6, AE 7.
    static let device = LogPatterns([
        // FG-5.4, FG-7.2: what the field guide expects of the MCX subsystem.
        "MCX:", "Unable to supervise device", "supervis", "Supervis",
        // FG-5.2 and AE 6: trust.
        "trust evaluation", "kSecTrustSettingsDomain", "SecTrustEvaluate", "Trust evaluate failure",
        "kSecTrustResult",
        "TrustResult", "TrustStore",
        "errSSL", "NSURLErrorDomain Code=-12", "NSURLErrorDomain error -12", "could not be verified",
        "server certificate is invalid", "not yet valid", "has expired",
        // Profiles, AE 6.2.
        "configuration profile", "Configuration profile", "rofile fetched", "fetched profile",
        "nrollment profile",
        "nrollment configuration", "Device Enrollment", "DEP enabled", "loud configuration", "CloudConfig",
        // Error domains, AE 6 and AE 7 rows 24 to 26.
        "MCInstallationErrorDomain", "MCProfileErrorDomain", "MDMErrorDomain", "SCEP", "UCRT", "ttestation",
        "Request too soon", "Processing server request", "Waiting for profile", "waiting for profile",
        // Set-up and clock, AE 7 row 36.
        "Setup Assistant", "settimeofday", "clock jump", "time jump",
        // AE 6.5: what a failed enrolment leaves behind.
        "DMCHTTPTransactionErrorDomain", "NSURLErrorDomain", "ThermalPolicy", "is not DEP",
        "rofile installation failed", "nrolment installation failed", "nrollment installation failed",
        "nvalid profile", "InternalError1", "server certificate", "ACME",
    ])

    /// Source: FG-4.2.
    ///
    /// Vendors write a DEP or ADE sync in one of these ways.
    static let mdm = LogPatterns(
        ofMDMServers + ADEServiceWords.all + [
            "DEP sync", "DEP Sync", "dep sync", "ADE sync", "ADE Sync", "Syncing DEP", "syncing DEP",
            "dep_sync",
            "depsync",
            "DEP device sync", "Device Enrollment sync", "EXPIRED_CURSOR", "INVALID_CURSOR", "T_C_NOT_SIGNED",
            "ACCESS_DENIED", "token_rejected", "signature_invalid", "oauth_problem",
            "token_revoked_on_conflict",
        ])

    private var byFirst: [[[UInt8]]] = Array(repeating: [], count: 256)

    init(_ patterns: [String]) {
        for pattern in patterns {
            let bytes = Array(pattern.utf8)
            if let first = bytes.first { byFirst[Int(first)].append(bytes) }
        }
    }

    /// Whether any of the texts stands in the bytes.
    func occurs(in bytes: Span<UInt8>) -> Bool {
        for index in 0..<bytes.count {
            for pattern in byFirst[Int(bytes[index])] where Self.stands(pattern, in: bytes, at: index) {
                return true
            }
        }
        return false
    }

    @inline(__always)
    private static func stands(_ pattern: [UInt8], in bytes: Span<UInt8>, at start: Int) -> Bool {
        guard pattern.count <= bytes.count - start else { return false }
        var index = 1
        while index < pattern.count {
            if bytes[start + index] != pattern[index] { return false }
            index += 1
        }
        return true
    }
}
