import CaseReading
import Casework
package import ProbeKit

/// Asks whether the enrolment service takes the profiles that the MDM defines, and its other calls.
///
/// Needs: calls of the service in a trace or in the MDM's log.    Source: AE 2.5.
/// Rules: 1. a profile definition that was refused and not taken later: rejected, by its word.
///        2. any other documented word with no later success of the same call: decoded.
///        3. an ended session is opened anew: it counts only if nothing succeeds after it.
///        4. calls without these: sound.  5. no call of the service: cannot tell.
package struct CallsTheServiceRightly: Probe {
    package static let card = ProbeCard(
        "ade-token.calls-the-service-rightly", layer: .adeToken,
        asks: "Does the enrolment service take the MDM's profiles and its other calls?",
        needs: [Need(Supply(.exchanges), Supply(.mdmLog), Supply(.adeSync), how: HowToGet.calls)],
        raises: [profileRejected, serviceError])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        let history = ADEServiceHistory(facts.calls)
        guard !history.isEmpty else {  // rule 5
            return .cannotTell(
                because: "the evidence holds no call of the enrolment service", supply: HowToGet.calls)
        }
        var claims: [Claim] = []
        let definitions = history.open([.profile])
        if !definitions.isEmpty {
            claims.append(Self.profileClaim(definitions, since: history.lastSuccess(of: .profile)))
        }
        let others = history.open([.session, .throttled, .request])
        for word in others.words {
            claims.append(Self.serviceClaim(others.filter { $0.error?.word == word }, word))
        }
        return .found(claims, orSound: "\(history.calls.count.counted("call")) without an open error")
    }

    /// - Parameter taken: when a definition was last taken; without one the condition reaches back as far as it may.
    private static func profileClaim(_ hits: [ADEServiceCall], since taken: Instant?) -> Claim {
        let words = hits.words.joined(separator: ", ")
        return Claim(
            "L4-PROFILE-REJECTED", brief: "the service rejects the MDM's enrolment profile (\(words))",
            detail:
                "\(hits.count.counted("definition")) of an enrolment profile \(hits.count == 1 ? "was" : "were") "
                + "refused and none taken after: \(hits.meanings).",
            subject: Subject(.profile, "enrolment profile"),
            extent: .standing(since: taken),
            values: ["refusals": .count(hits.count), "words": .list(hits.words.map { .text($0) })],
            evidence: hits.cited)
    }

    private static func serviceClaim(_ hits: [ADEServiceCall], _ word: String) -> Claim {
        let paths = Set(hits.compactMap(\.endpoint.name)).sorted()
        let at = paths.isEmpty ? "" : " at \(paths.joined(separator: ", "))"
        return Claim(
            "L4-SERVICE-ERROR", brief: "the service answers \(word)\(at)",
            detail:
                "\(hits.count.counted("call"))\(at) answered \(word), which \(hits.first?.error?.meaning ?? "is an error"); "
                + "no later call of the kind succeeded.",
            subject: Subject(.token, word),
            extent: hits.windows.isEmpty ? .unknown : .windows(hits.windows, noun: "refused call"),
            values: ["refusals": .count(hits.count), "word": .text(word)], evidence: hits.cited)
    }
}

extension CallsTheServiceRightly {
    static let profileRejected = FindingCard(
        "L4-PROFILE-REJECTED", "The enrolment service rejects the MDM's profile definition",
        severity: .high, basis: .published("AE 2.5"),
        meaning: """
            Before a profile can be assigned, the MDM defines it at the enrolment service, which checks every
            field: a support phone number that is too long is enough. While the definition is refused, devices
            keep the profile they had, or have none, and the MDM may show its own copy as saved.
            """,
        explains: ["L2-NO-ADE-PROFILE"],
        settle: Check("Save the profile in the MDM once more and read the error that Apple answers."),
        remedy: Remedy(
            .mdm, "Correct the field that the error names, save the profile and assign it again.",
            steps: [
                "Compare the field with its limit: name and department 125 characters, phone 50, e-mail 250, "
                    + "org_magic 256, URL 2,000.",
                "FLAGS_INVALID: a profile that cannot be removed has to be supervised.",
                "Save, check that the service takes it, then assign it to the devices anew.",
            ],
            references: ["Apple: interpreting automated device enrollment error codes"]))

    static let serviceError = FindingCard(
        "L4-SERVICE-ERROR", "The enrolment service answers an MDM's call with an error",
        severity: .medium, basis: .published("AE 2.5"),
        meaning: """
            The service answers each wrong call with a word of its own; the finding decodes it. Most are
            mistakes of the client, such as a missing User-Agent or a device that is not this server's;
            TOO_MANY_REQUESTS asks it to slow down, and a session that is refused again and again is never
            opened anew.
            """,
        settle: Check("Repeat the one call with Apple's own example and compare the two requests."),
        remedy: Remedy(
            .mdm, "Correct the call that the word names, or report it to the MDM's vendor with the answer.",
            steps: [
                "Look the word up in Apple's list; it says which field or header is wrong.",
                "After TOO_MANY_REQUESTS wait as long as Retry-After says and send fewer calls at once.",
                "A new server token does not help: the service has accepted the token.",
            ],
            references: ["Apple: interpreting automated device enrollment error codes"]))
}

extension CallsTheServiceRightly {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no call of the service", ADETokenFacts(), .cannotTell),
        WorkedCase("calls that succeed", .calling([.answered(200, "{}")]), .sound),
        WorkedCase(
            "a phone number that is too long",
            .calling([.answered(400, "SUPPORT_PHONE_INVALID", to: "/profile")]),
            .raises(["L4-PROFILE-REJECTED": 1])),
        WorkedCase(
            "corrected and taken",
            .calling([
                .answered(400, "DEPARTMENT_INVALID", to: "/profile"),
                .answered(200, "{}", to: "/profile", minute: 3),
            ]), .sound),
        WorkedCase(
            "another call that works ends nothing",
            .calling([
                .answered(400, "FLAGS_INVALID", to: "/profile"),
                .answered(200, "{}", to: "/devices/sync", minute: 3),
            ]), .raises(["L4-PROFILE-REJECTED": 1])),
        WorkedCase(
            "no User-Agent, and an unknown profile",
            .calling([
                .answered(400, "USER_AGENT_MISSING", to: "/account"),
                .answered(404, "PROFILE_NOT_FOUND", to: "/profile", minute: 1),
            ]), .raises(["L4-SERVICE-ERROR": 2])),
        WorkedCase(
            "too many requests", .calling([.answered(429, to: "/devices")]), .raises(["L4-SERVICE-ERROR": 1])),
        WorkedCase(
            "a session that ended and was opened anew",
            .calling([
                .answered(401, "EXPIRED_TOKEN", to: "/devices/sync"), .answered(200, "{}", minute: 1),
            ]), .sound),
        WorkedCase(
            "a session that stays refused",
            .calling([
                .answered(403, "FORBIDDEN", to: "/devices/sync"),
                .answered(403, "FORBIDDEN", to: "/devices/sync", minute: 1),
            ]), .raises(["L4-SERVICE-ERROR": 1])),
        WorkedCase(
            "the token's own refusal is another probe's", .calling([.answered(401, "token_rejected")]), .sound
        ),
    ]
}
