import ProbeKit

/// The house's list of finding codes: what each means is stable, so severity, basis and owner are too.
enum Catalogue {
    struct Row: Sendable {
        let code: FindingCode
        let severity: Severity
        /// One of these; a code can rest on several.
        let bases: Set<Basis.Kind>
        /// `nil` where the decoded error decides.
        let owner: Owner?
    }

    /// Unexplained, these are said to be unexplained; they are never root causes.
    static let symptoms: Set<FindingCode> = [
        "L2-ASSIGNED-NOT-ENROLLED", "L2-ENROLLED-WITHOUT-PROFILE", "L2-PUSHED-NO-CHECKIN",
        "L2-UNKNOWN-TO-MDM",
        "L2-THROTTLED-ZOMBIE", "L2-PROFILE-WAITING", "L2-SILENT-TIMEOUT", "L4-SYNC-LAG", "L4-SYNC-FAILING",
        "L5-TRUST-FAILURE", "L5-ENROLLMENT-STALLED", "L6-CALLBACK-MISSING", "L6-POLL-STALE",
        "L7-UNSUPERVISED-PROFILE", "L7-NOT-SUPERVISED",
    ]

    static let rows: [Row] = table.split(separator: "\n").compactMap { line in
        let cells = line.split(separator: " ").map(String.init)
        guard cells.count == 4, let severity = Severity(rawValue: cells[1]) else { return nil }
        let bases = cells[2].compactMap { letters[$0] }
        return Row(
            code: FindingCode(cells[0]), severity: severity, bases: Set(bases),
            owner: Owner(rawValue: cells[3]))
    }

    static let codes = Set(rows.map(\.code))

    private static let letters: [Character: Basis.Kind] = [
        "P": .published, "F": .fieldGuide, "O": .observed, "I": .inferred,
    ]

    /// Columns: code, severity, basis (P published, F field guide, O observed, I inferred), owner.
    static let table = """
        L1-THROTTLED                critical F   tenant
        L1-QUOTA-LOW                medium   F   tenant
        L1-RATE-LIMITS-BLIND        medium   F   tenant
        L1-BULK-ASSIGN              low      F   tenant
        L1-OWNERSHIP-CONTESTED      high     F   tenant
        L1-VERIFICATION-OFF         low      F   tenant
        L1-ORPHANED                 high     F   tenant
        L1-DEPRECATED-ENDPOINT      low      P   tenant
        L1-BLUEPRINT-IGNORED        high     F   tenant
        L1-TOKEN-EXPIRED            high     P   tenant
        L1-TOKEN-EXPIRING           low      P   tenant
        L1-AUTH-REJECTED            critical P   tenant
        L1-TERMS-NOT-ACCEPTED       critical P   tenant
        L1-API-THROTTLED            medium   P   tenant
        L1-MDM-SERVER-SILENT        high     P   mdm
        L1-ASSIGNMENT-FAILED        high     P   tenant
        L1-ASSIGNMENT-STUCK         medium   P   tenant
        L1-API-MISUSE               low      P   tenant
        L1-AUDIT-FAILURE            medium   P   tenant
        L1-ASSIGNMENT-UNVERIFIED    low      F   tenant
        L1-COMPLIANCE-LOW           low      F   tenant
        L2-DUPLICATE-IDENTITY       medium   O   mdm
        L2-RELEASED-BUT-MANAGED     medium   P   mdm
        L2-UNKNOWN-TO-TENANT        medium   P   tenant
        L2-REPLACED                 low      P   tenant
        L2-MIGRATING                info     P   mdm
        L2-MIGRATION-STUCK          medium   P   mdm
        L2-UNASSIGNED               high     P   tenant
        L2-WRONG-SERVER             high     P   tenant
        L2-THROTTLED-ZOMBIE         critical F   tenant
        L2-PROFILE-REMOVED          high     P   mdm
        L2-NO-ADE-PROFILE           high     P   mdm
        L2-ASSIGN-REFUSED           high     P   mdm
        L2-ENROLLED-WITHOUT-PROFILE critical F   mdm
        L2-CHECKIN-INCOMPLETE       high     P   mdm
        L2-PUSHED-NO-CHECKIN        high     P   mdm
        L2-PROFILE-WAITING          medium   P   device
        L2-ASSIGNED-NOT-ENROLLED    high     F   mdm
        L2-NOT-ACTIVATED            info     P   nobody
        L2-AWAITING-CONFIGURATION   medium   P   mdm
        L2-UNKNOWN-TO-MDM           high     P   mdm
        L2-STALE-CONTACT            low      P   mdm
        L2-PENDING                  info     F   nobody
        L2-SILENT-TIMEOUT           high     F   network
        L2-WRONG-CLUSTER            high     F   network
        L2-CLOCK-SKEW               high     P   device
        L2-ALREADY-SET-UP           medium   P   device
        L2-WRONG-PROFILE            medium   P   mdm
        L2-PROVISIONAL              info     P   device
        L2-ACTIVATION-LOCKED        high     P   mdm
        L2-BAD-IMPORT-ROW           low      F   tenant
        L3-UNRESOLVED               critical O   network
        L3-UNREACHABLE              critical O   network
        L3-REFUSED                  critical O   network
        L3-PROXY-AUTH               critical P   network
        L3-STALL                    critical F   network
        L3-RESET                    critical O   network
        L3-ALERT                    high     P   network
        L3-SNI-REWRITTEN            critical O   network
        L3-HELLO-REWRITTEN          critical O   network
        L3-INTERCEPTED              critical P   network
        L3-PIN-VIOLATED             critical P   network
        L3-CHAIN-UNTRUSTED          high     P   network
        L3-CHAIN-INCOMPLETE         medium   P   mdm
        L3-NAME-MISMATCH            high     P   network
        L3-CERT-EXPIRED             high     P   network
        L3-CERT-NOT-YET-VALID       high     P   network
        L3-SIGNATURE-INVALID        critical P   network
        L3-DOWNGRADED               high     PFO network
        L3-PSK-REFUSED              high     O   network
        L3-SUITE-STRIPPED           high     O   network
        L3-PATHS-DIFFER             high     O   network
        L3-FRAGMENTED-HELLO-REFUSED medium   O   network
        L3-GROUP-STRIPPED           low      O   network
        L3-LARGE-HELLO-DROPPED      high     O   network
        L3-NO-SCT                   high     P   mdm
        L3-CERT-UNFIT               high     P   mdm
        L3-BLOCK-PAGE               critical P   network
        L3-HELLO-NOT-ACKED          critical O   network
        L3-DNS-REWRITTEN            low      O   network
        L3-APNS-BLOCKED             high     P   network
        L3-TIME-BLOCKED             low      P   network
        L3-NO-OCSP-STAPLE           info     O   network
        L3-OCSP-BAD                 high     P   network
        L3-CLIENT-CERT-REQUESTED    info     P   mdm
        L3-MIDDLEBOX-AT-HOP         high     O   network
        L3-DIAG-DISAGREES           low      F   network
        L3-PROTOCOL-ERROR           high     P   network
        L4-TOKEN-EXPIRED            critical P   mdm
        L4-TOKEN-EXPIRING           low      P   mdm
        L4-TOKEN-INACTIVE           critical F   tenant
        L4-TOKEN-REJECTED           critical P   mdm
        L4-SERVER-REMOVED           critical P   tenant
        L4-TOKEN-UNREADABLE         high     P   mdm
        L4-TOKEN-WRONG-KEY          high     P   mdm
        L4-REVOKED-ON-CONFLICT      critical F   mdm
        L4-SYNC-LAG                 medium   F   mdm
        L4-SYNC-FAILING             high     P   mdm
        L4-CURSOR-EXPIRED           medium   P   mdm
        L4-CURSOR-INVALID           medium   P   mdm
        L4-CURSOR-EXHAUSTED         medium   P   mdm
        L4-CURSOR-HOLE              high     P   mdm
        L4-SERVICE-ERROR            medium   P   mdm
        L4-PROFILE-REJECTED         high     P   mdm
        L5-INJECTED-ROOT            critical F   network
        L5-TRUST-FAILURE            critical P   network
        L5-ROOT-MISMATCH            high     P   network
        L5-CLOUD-CONFIG-ERROR       high     I   any
        L5-NO-ENROLLMENT-PROFILE    high     PF  mdm
        L5-NOT-IN-ADE               high     P   tenant
        L5-ENROLLMENT-STALLED       high     F   mdm
        L5-ATTESTATION-UNAVAILABLE  high     P   device
        L5-CLOCK-WRONG              high     P   device
        L5-HOSTS-BLOCKED            high     I   device
        L5-ANSWER-CACHED            info     P   device
        L5-PROFILE-INSTALL-FAILED   high     P   mdm
        L6-CALLBACK-MISSING         critical F   mdm
        L6-QUEUE-BACKLOG            high     F   mdm
        L6-SIGNATURE-INVALID        high     F   mdm
        L6-UNAUTHORIZED             high     F   mdm
        L6-SOURCE-BLOCKED           high     F   network
        L6-SESSION-ID-MISSING       medium   F   mdm
        L6-DELIVERY-ERRORS          high     P   mdm
        L6-POLL-STALE               high     P   mdm
        L6-REPLAYED                 low      O   mdm
        L6-PUSH-CERT-EXPIRED        critical P   mdm
        L6-PUSH-CERT-EXPIRING       low      P   mdm
        L6-PUSH-TOPIC-CHANGED       critical P   mdm
        L6-ENROLMENT-REFUSED        high     P   mdm
        L6-UPDATE-REQUIRED          info     P   device
        L6-REENROL-LOOP             medium   P   mdm
        L7-FINGERPRINT-MISMATCH     critical F   mdm
        L7-UNSUPERVISED-PROFILE     critical F   mdm
        L7-IDENTITY-REJECTED        critical F   mdm
        L7-INTENT-OVERRIDDEN        high     F   tenant
        L7-INTENT-IGNORED           critical F   mdm
        L7-IDENTITY-EXPIRED         critical F   mdm
        L7-IDENTITY-EXPIRING        low      F   mdm
        L7-IDENTITY-FOREIGN         high     F   mdm
        L7-NOT-SUPERVISED           high     P   mdm
        L7-ANCHORS-WRONG            critical P   mdm
        L7-PROFILE-SIGNATURE        high     P   mdm
        L7-PROFILE-WEAK             low      P   mdm
        RUN-EVIDENCE-MISSING        info     O   nobody
        RUN-EVIDENCE-UNREADABLE     low      O   nobody
        RUN-EVIDENCE-ALTERED        high     O   nobody
        RUN-PROBE-ERROR             low      O   nobody
        """
}
