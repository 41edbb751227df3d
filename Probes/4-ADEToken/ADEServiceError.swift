/// An error string of the enrolment service, decoded.
///
/// Bodies are plain text, sometimes in quotes, sometimes `{"code":"…"}`; all come under several statuses, so that the
/// word decides and not the status. A body is trimmed, unquoted, and searched for the word.   Source: AE 2.5.
package struct ADEServiceError: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The server token itself is refused.
        case token
        /// The request's time or nonce is refused: the clock of the MDM.
        case clock
        /// Terms that nobody has accepted: a matter of layer 1.
        case terms
        /// The token is valid and its server has no access: deleted, or removed from the organisation.
        case access
        /// The session, which a client opens anew once.
        case session
        case cursor
        /// The definition of a profile.
        case profile
        case throttled
        /// A request that is not as the service wants it.
        case request
    }

    /// The word as the service writes it, such as `EXPIRED_CURSOR`.
    package let word: String
    package let kind: Kind
    /// What it means, as the rest of a sentence that begins with the word.
    package let meaning: String

    private init(_ word: String, _ kind: Kind, _ meaning: String) {
        (self.word, self.kind, self.meaning) = (word, kind, meaning)
    }

    /// Decodes what a call was answered; `nil` for a success and for text without a known word.
    ///
    /// - Parameter status: `nil` where only a log line tells.
    package init?(status: Int?, body: String, isSession: Bool = false) {
        if let status, (200..<300).contains(status) { return nil }
        if let known = Self.known(in: body) {
            self = known
        } else if isSession, status == 401 {
            self = Self.unexplained
        } else if status == 429 {
            self = Self.table.first { $0.kind == .throttled } ?? Self.unexplained
        } else {
            return nil
        }
    }

    private static let unexplained = Self("401", .token, "without a reason means that the token is refused")

    /// The entry whose word stands in a text; the longest of several.
    static func known(in text: String) -> Self? {
        // A word with an underscore stands for nothing else; FORBIDDEN in another case is part of a status line.
        let folded = text.uppercased()
        return table.filter { entry in
            entry.word.contains("_") ? folded.contains(entry.word.uppercased()) : text.contains(entry.word)
        }.max { $0.word.utf8.count < $1.word.utf8.count }
    }
}

extension ADEServiceError {
    /// Every documented word.
    ///
    /// Source: AE 2.5, which names Apple's pages and the clients that met them.
    static let table = session + cursors + definitions + requests

    private static let session: [Self] = [
        .init("token_rejected", .token, "means that the access token is not one that the service knows"),
        .init("token_expired", .token, "means that the access token is past its year"),
        .init("consumer_key_unknown", .token, "means that the consumer key belongs to no server entry"),
        .init("signature_invalid", .token, "means that the signature does not fit: secrets of another token"),
        .init("oauth_problem_advice", .token, "means that the OAuth request is refused"),
        .init("nonce_used", .clock, "means that a nonce came twice: a request was replayed"),
        .init("timestamp_refused", .clock, "means that the clock of the MDM is too far off"),
        .init("T_C_NOT_SIGNED", .terms, "means that new terms wait for an administrator"),
        .init(
            "ACCESS_DENIED", .access, "means that the token is valid and its server may not use the service"),
        .init("EXPIRED_TOKEN", .session, "means that the session has ended"),
        .init("UNAUTHORIZED", .session, "means that the session is not known"),
        .init("FORBIDDEN", .session, "means that the session is unknown or has ended"),
        .init("TOO_MANY_REQUESTS", .throttled, "means that the MDM asks too often"),
    ]

    private static let cursors: [Self] = [
        .init("EXPIRED_CURSOR", .cursor, "means that the cursor is older than seven days"),
        .init("INVALID_CURSOR", .cursor, "means that the cursor is none of this server's"),
        .init(
            "EXHAUSTED_CURSOR", .cursor, "means that the full fetch behind the cursor has returned everything"
        ),
    ]

    private static let definitions: [Self] = [
        .init("CONFIG_NAME_REQUIRED", .profile, "means that profile_name is missing"),
        .init(
            "CONFIG_NAME_INVALID", .profile, "means that profile_name is empty or longer than 125 characters"),
        .init("CONFIG_URL_REQUIRED", .profile, "means that url is missing"),
        .init("CONFIG_URL_INVALID", .profile, "means that url is no URL or longer than 2,000 characters"),
        .init("DEPARTMENT_INVALID", .profile, "means that department is longer than 125 characters"),
        .init("MAGIC_INVALID", .profile, "means that org_magic is longer than 256 characters"),
        .init(
            "SUPPORT_EMAIL_INVALID", .profile,
            "means that support_email_address is no address or longer than 250 characters"),
        .init(
            "SUPPORT_PHONE_INVALID", .profile,
            "means that support_phone_number is empty or longer than 50 characters"),
        .init("LOCALE_INVALID", .profile, "means that language or region is not one that Apple knows"),
        .init(
            "FLAGS_INVALID", .profile,
            "means that is_mdm_removable is false without is_supervised"),
        .init(
            "MDM_SERVICE_DISCOVERY_URL_REQUIRED", .profile, "means that the service discovery URL is missing"),
        .init(
            "MDM_SERVICE_DISCOVERY_URL_NOT_VALID", .profile, "means that the service discovery URL is no URL"),
        .init("ORG_NOT_SUPPORTED", .profile, "means that the organisation has no account-driven enrolment"),
    ]

    private static let requests: [Self] = [
        .init("CURSOR_REQUIRED", .request, "means that a sync was asked for without a cursor"),
        .init("DEVICE_ID_REQUIRED", .request, "means that no serial number was sent"),
        .init("PROFILE_UUID_REQUIRED", .request, "means that no profile was named"),
        .init("MALFORMED_REQUEST_BODY", .request, "means that the body is no JSON that the call takes"),
        .init("USER_AGENT_MISSING", .request, "means that the MDM sends no User-Agent"),
        .init("USER_AGENT_INVALID", .request, "means that the MDM's User-Agent is refused"),
        .init("PROFILE_NOT_FOUND", .request, "means that the profile is not known to the service"),
        .init("DEVICE_NOT_FOUND", .request, "means that the device is not known to the service"),
        .init("NOT_FOUND", .request, "means that what was named is not known to the service"),
        .init(
            "APPLE_SEED_FOR_IT_TURNED_OFF", .request,
            "means that beta tokens are turned off for the organisation"),
    ]
}
