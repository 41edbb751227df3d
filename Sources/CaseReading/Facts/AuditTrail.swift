package import Casework

/// What the tenant's audit log says, folded event by event into what the layers ask for.
///
/// Shape: each list in rising time. Events of types that nobody asks for are only counted.
package struct AuditTrail: Sendable, Hashable {
    /// `RATE_LIMIT` events but those that tell a recovery, and any event with `abm_sync_status`
    /// `throttled_by_rate_limit` and no device.
    package var throttles: [Throttle] = []
    /// `ENROLLMENT_CALLBACK` events.
    package var callbacks = CallbackEvents()
    /// `DEP_TOKEN_SYNC` events.
    package var tokenSyncs: [TokenSyncEvent] = []
    /// `SUPERVISION` events.
    package var supervisions: [SupervisionEvent] = []
    /// `ASSIGNMENT` events.
    package var assignments: [AssignmentEvent] = []
    /// Changes that Apple's audit log says did not succeed, in rising time.
    package var failures: [FailureEvent] = []
    /// Events of Apple's published audit log; it says nothing of throttling.
    package var publishedEvents = 0
    /// Every event by its type, also of unknown types.
    package var countByType: [String: Int] = [:]
    /// From the first to the last event of any type.
    package var covers: TimeWindow?

    package init() {}

    package struct Throttle: Sendable, Hashable {
        package let at: Instant
        /// `burst`, `sustained`, `rolling_24h` or whatever the source wrote.
        package let tier: String?
        package let citation: Citation

        package init(at: Instant, tier: String?, citation: Citation) {
            self.at = at
            self.tier = tier
            self.citation = citation
        }
    }

    package struct CallbackEvent: Sendable, Hashable {
        package let at: Instant
        /// The ordinal in the fleet; `nil` for a device that no list knows.
        package let device: Int?
        package let session: String?
        /// `sent`, `dropped`, `rejected` or whatever the source wrote.
        package let outcome: String
        /// `to-mdm` or `from-mdm` where known.
        package let direction: String?
        /// `abm_sync_status` is `throttled_by_rate_limit`.
        package let throttled: Bool
        package let httpStatus: Int?
        package let file: Int
        package let line: Int

        package init(
            at: Instant, device: Int?, session: String?, outcome: String, direction: String? = nil,
            throttled: Bool = false, httpStatus: Int? = nil, file: Int = 0, line: Int = 0
        ) {
            self.at = at
            self.device = device
            self.session = session
            self.outcome = outcome
            self.direction = direction
            self.throttled = throttled
            self.httpStatus = httpStatus
            self.file = file
            self.line = line
        }
    }

    package struct TokenSyncEvent: Sendable, Hashable {
        package let at: Instant
        package let vendor: String?
        /// `activated`, `revoked`, `conflict`, `synced` or whatever the source wrote.
        package let detail: String
        package let outcome: String?
        package let citation: Citation

        package init(at: Instant, vendor: String?, detail: String, outcome: String? = nil, citation: Citation)
        {
            self.at = at
            self.vendor = vendor
            self.detail = detail
            self.outcome = outcome
            self.citation = citation
        }
    }

    package struct SupervisionEvent: Sendable, Hashable {
        package let at: Instant
        package let device: Int?
        package let outcome: String?
        package let errorReason: String?
        package let citation: Citation

        package init(at: Instant, device: Int?, outcome: String?, errorReason: String?, citation: Citation) {
            self.at = at
            self.device = device
            self.outcome = outcome
            self.errorReason = errorReason
            self.citation = citation
        }
    }

    package struct AssignmentEvent: Sendable, Hashable {
        package let at: Instant
        package let endpoint: String?
        package let deviceCount: Int?
        package let tokensConsumed: Double?
        package let outcome: String?
        package let citation: Citation

        package init(
            at: Instant, endpoint: String?, deviceCount: Int?, tokensConsumed: Double?,
            outcome: String? = nil,
            citation: Citation
        ) {
            self.at = at
            self.endpoint = endpoint
            self.deviceCount = deviceCount
            self.tokensConsumed = tokensConsumed
            self.outcome = outcome
            self.citation = citation
        }
    }
    /// An event of Apple's published audit log with the outcome `FAILURE`.
    ///
    /// Source: AE 1.4, `auditEvents`.
    package struct FailureEvent: Sendable, Hashable {
        package let at: Instant
        /// The type as the log writes it, such as `DEVICE_ASSIGNED_TO_SERVER`.
        package let type: String
        package let category: String?
        package let subjectType: String?
        /// The name of what it concerns, else its id.
        package let subject: String?
        /// Who did it, as the log names them.
        package let actor: String?
        /// The ordinal in the fleet; `nil` where it concerns no device, or one that no list knows.
        package let device: Int?
        package let citation: Citation

        package init(
            at: Instant, type: String, category: String? = nil, subjectType: String? = nil,
            subject: String? = nil, actor: String? = nil, device: Int? = nil, citation: Citation
        ) {
            self.at = at
            self.type = type
            self.category = category
            self.subjectType = subjectType
            self.subject = subject
            self.actor = actor
            self.device = device
            self.citation = citation
        }
    }
}
