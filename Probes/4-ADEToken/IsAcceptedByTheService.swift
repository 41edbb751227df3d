import CaseReading
import Casework
package import ProbeKit

/// Asks whether the enrolment service accepts the MDM's token, and whether the token's server still exists.
///
/// Needs: calls of the service in a trace or in the MDM's log, or the tenant's list of MDM servers.    Source: AE
/// 2.5.
/// Rules: 1. the token is refused and no later call succeeds: rejected; a refused time or nonce names
///           the MDM's clock.
///        2. `ACCESS_DENIED` with no later success, an Iru connection that says `FORBIDDEN`, or a server
///           entry that the tenant calls deleted or inactive: removed.
///        3. calls that succeed, or a list of servers without such an entry: sound.  4. neither: cannot tell.
///        Terms that wait are layer 1's; an ended session is opened anew and is nothing by itself.
package struct IsAcceptedByTheService: Probe {
    package static let card = ProbeCard(
        "ade-token.accepted-by-the-service", layer: .adeToken,
        asks: "Does the enrolment service accept the MDM's token and its server entry?",
        needs: [
            Need(
                Supply(.exchanges), Supply(.mdmLog), Supply(.adeSync), Supply(.integrations),
                Supply(EvidenceKind("mdm-servers")), how: HowToGet.calls)
        ],
        raises: [rejected, removed])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        let history = ADEServiceHistory(facts.calls)
        let denied = history.open([.access])
        let forbidden = facts.newestIntegrations.filter(\.isForbidden)
        var claims: [Claim] = []
        let refused = history.open([.token, .clock])
        if !refused.isEmpty { claims.append(Self.rejectedClaim(refused, history)) }
        if !denied.isEmpty || !forbidden.isEmpty || !facts.removedServers.isEmpty {
            claims.append(Self.removedClaim(denied, forbidden, facts.removedServers, history))
        }
        let succeeded = history.calls.count { $0.result == .succeeded }
        guard !claims.isEmpty || succeeded > 0 || facts.serversWereListed else {  // rule 4
            return .cannotTell(
                because: "the evidence holds no call of the enrolment service with its outcome",
                supply: HowToGet.calls)
        }
        return .found(claims, orSound: Self.soundWords(succeeded, history))
    }

    private static func soundWords(_ succeeded: Int, _ history: ADEServiceHistory) -> String {
        guard succeeded > 0 else { return "the tenant lists the MDM server as active" }
        let past = history.count([.token, .clock, .access])
        return "token accepted in \(succeeded.counted("call"))"
            + (past > 0 ? ", after \(past.counted("refusal"))" : "")
    }

    private static func rejectedClaim(_ refused: [ADEServiceCall], _ history: ADEServiceHistory) -> Claim {
        let isClock = refused.allSatisfy { $0.error?.kind == .clock }
        let words = refused.words.joined(separator: ", ")
        return Claim(
            "L4-TOKEN-REJECTED",
            brief: isClock
                ? "the service refuses the MDM's clock (\(words))"
                : "the service rejects the server token (\(words))",
            detail:
                "\(refused.count.counted("call")) of the enrolment service \(refused.count == 1 ? "was" : "were") "
                + "refused, and no later one succeeded: \(refused.meanings).",
            subject: Subject(.token, "server token"), extent: .standing(since: history.lastSuccess),
            values: ["refusals": .count(refused.count), "words": .list(refused.words.map { .text($0) })],
            evidence: refused.cited, remedy: isClock ? clockRemedy : nil)
    }

    private static func removedClaim(
        _ denied: [ADEServiceCall], _ forbidden: [Integration], _ removed: [ADETokenFacts.RemovedServer],
        _ history: ADEServiceHistory
    ) -> Claim {
        var sentences: [String] = []
        if !denied.isEmpty {
            sentences.append(
                "\(denied.count.counted("call")) answered ACCESS_DENIED with no later success: the token is valid, its "
                    + "server has no access.")
        }
        sentences += forbidden.map { "\($0.label) reports FORBIDDEN for its connection." }
        sentences += removed.map { "The tenant lists the MDM server \($0.name) as \($0.status)." }
        let name = removed.first?.name ?? forbidden.first?.label ?? "MDM server"
        return Claim(
            "L4-SERVER-REMOVED", brief: "the MDM's server entry has no access any more",
            detail: sentences.joined(separator: " "), subject: Subject(.token, name),
            extent: .standing(since: history.lastSuccess),
            values: ["accessDenied": .count(denied.count), "entries": .count(removed.count)],
            evidence: denied.cited + forbidden.map(\.citation) + removed.map(\.citation))
    }
}

extension Integration {
    /// An MDM that is told that its server entry may not use the service.
    ///
    /// Source: AE 5.3, AE 7 row 3.
    fileprivate var isForbidden: Bool {
        reporter == .mdm && lastSyncError?.uppercased() == "FORBIDDEN"
    }
}

extension IsAcceptedByTheService {
    static let rejected = FindingCard(
        "L4-TOKEN-REJECTED", "The enrolment service rejects the MDM's server token",
        severity: .critical, basis: .published("AE 2.5"),
        meaning: """
            An MDM opens a session with an OAuth signature made from its server token. A 401 means that the
            token is unknown or revoked, past its year, signed with the secrets of another token, or that the
            request's time or nonce is refused. From then on no device is synced and no profile assigned;
            enrolled devices keep working. The words beyond token_rejected and token_expired are those of the
            OAuth problem vocabulary; timestamp_refused speaks of the MDM's clock and not of the token.
            """,
        explains: DeadTokenEdges.edges,
        settle: Check(
            "Compare the Date header of any answer of Apple with the MDM server's clock: minutes apart is the cause.",
            command: "curl -sI https://mdmenrollment.apple.com | grep -i ^date; date -u"),
        remedy: Remedy(
            .mdm,
            "Download a new token from the existing server entry, upload it in the MDM and start a sync.",
            steps: [
                "Check the MDM server's clock first: a time that is minutes off is refused with the best token.",
                "Open the existing entry of this MDM server in the tenant and download a new server token there.",
                "Upload it in the MDM in place of the old one; a second server entry would cost every assignment.",
                "If staging and production share one token, give each its own: each download ends the one before.",
            ],
            references: ["Apple: interpreting automated device enrollment error codes", "field guide FG-9.7"])
    )

    /// What to do where it is the time that is refused.
    static let clockRemedy = Remedy(
        .mdm, "Set the MDM server's clock; the token is in order.",
        steps: [
            "Let the MDM server follow time.apple.com or another time source, and let UDP 123 through.",
            "If the nonce was used twice, look for a proxy or a second worker that repeats requests.",
            "A new token changes nothing: its requests carry the same time.",
        ],
        commands: ["timedatectl status"],
        references: ["Apple: interpreting automated device enrollment error codes"])

    static let removed = FindingCard(
        "L4-SERVER-REMOVED", "The MDM's server entry was removed or lost its access",
        severity: .critical, basis: .published("AE 2.5"),
        meaning: """
            ACCESS_DENIED says that the signature is good and that the server behind the token may not use the
            service: its entry was deleted in the tenant, or the organisation lost its access. Iru shows the
            same as FORBIDDEN, and the tenant's own list as a status other than ACTIVE.
            """,
        explains: DeadTokenEdges.edges + ["L4-TOKEN-REJECTED"],
        settle: Check(
            "Open the list of MDM servers in the tenant: an entry that is missing or inactive confirms it."),
        remedy: Remedy(
            .tenant, "Restore the MDM server's entry in the tenant, then give the MDM a token of it.",
            steps: [
                "Find out in the tenant's activity log who removed the entry, and why.",
                "Create the entry again with the MDM's public key, and assign the devices to it: the assignments "
                    + "went with the old entry.",
                "Download its token, upload it in the MDM and start a full sync.",
            ],
            references: ["Apple: interpreting automated device enrollment error codes"]))
}

extension IsAcceptedByTheService {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("nothing that calls the service", ADETokenFacts(), .cannotTell),
        WorkedCase("a trace of other hosts", .calling([]), .cannotTell),
        WorkedCase("a session that opens", .calling([.answered(200, "{}")]), .sound),
        WorkedCase(
            "the token is rejected", .calling([.answered(401, "token_rejected")]),
            .raises(["L4-TOKEN-REJECTED": 1])),
        WorkedCase(
            "rejected without a reason", .calling([.answered(401)]), .raises(["L4-TOKEN-REJECTED": 1])),
        WorkedCase(
            "rejected, renewed, accepted",
            .calling([.answered(401, "\"token_expired\""), .answered(200, "{}", minute: 5)]), .sound),
        WorkedCase(
            "the clock is refused", .calling([.answered(401, "oauth_problem=timestamp_refused")]),
            .raises(["L4-TOKEN-REJECTED": 1])),
        WorkedCase(
            "access denied, as an object", .calling([.answered(403, #"{"code":"ACCESS_DENIED"}"#)]),
            .raises(["L4-SERVER-REMOVED": 1])),
        WorkedCase(
            "terms are layer 1's", .calling([.answered(403, "T_C_NOT_SIGNED")]), .cannotTell),
        WorkedCase(
            "a session that ended and was opened anew",
            .calling([
                .answered(200, "{}"), .answered(403, "FORBIDDEN", to: "/devices/sync", minute: 1),
                .answered(200, "{}", minute: 2),
            ]), .sound),
        WorkedCase(
            "the MDM's log says it",
            .calling(ADEServiceCall.logged("DEP auth error: 401 Unauthorized: signature_invalid")),
            .raises(["L4-TOKEN-REJECTED": 1])),
        WorkedCase(
            "a server entry that the tenant calls deleted",
            .listing([.init(name: "Jamf", status: "DELETED", citation: Citation(file: "tenant/servers.json"))]
            ),
            .raises(["L4-SERVER-REMOVED": 1])),
        WorkedCase("every server entry is active", .listing([]), .sound),
        WorkedCase(
            "Iru is told FORBIDDEN",
            .integrating([.integration("iru", status: "BROKEN", error: "FORBIDDEN", reporter: .mdm)]),
            .raises(["L4-SERVER-REMOVED": 1])),
    ]
}
