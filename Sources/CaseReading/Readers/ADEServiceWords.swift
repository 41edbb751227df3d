/// The words by which the enrolment service refuses a call, as they stand in bodies and in logs of MDMs.
///
/// Source: AE 2.5.
package enum ADEServiceWords {
    /// Words that stand for nothing else, so that a log line which holds one speaks of the service.
    package static let all = [
        "oauth_problem_advice", "token_rejected", "token_expired", "consumer_key_unknown",
        "signature_invalid",
        "nonce_used", "timestamp_refused", "ACCESS_DENIED", "T_C_NOT_SIGNED", "TOO_MANY_REQUESTS",
        "EXPIRED_TOKEN", "INVALID_CURSOR", "EXPIRED_CURSOR", "EXHAUSTED_CURSOR", "CURSOR_REQUIRED",
        "DEVICE_ID_REQUIRED", "PROFILE_UUID_REQUIRED", "MALFORMED_REQUEST_BODY", "USER_AGENT_MISSING",
        "USER_AGENT_INVALID", "PROFILE_NOT_FOUND", "DEVICE_NOT_FOUND", "CONFIG_NAME_REQUIRED",
        "CONFIG_NAME_INVALID", "CONFIG_URL_REQUIRED", "CONFIG_URL_INVALID", "DEPARTMENT_INVALID",
        "MAGIC_INVALID", "SUPPORT_EMAIL_INVALID", "SUPPORT_PHONE_INVALID", "LOCALE_INVALID", "FLAGS_INVALID",
        "MDM_SERVICE_DISCOVERY_URL_REQUIRED", "MDM_SERVICE_DISCOVERY_URL_NOT_VALID", "ORG_NOT_SUPPORTED",
        "APPLE_SEED_FOR_IT_TURNED_OFF", "DEP auth error", "DEP HTTP error", "mdmenrollment.apple.com",
    ]
}
