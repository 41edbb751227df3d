import CaseReading
import Casework
package import ProbeKit

extension ServesItsEndpoints {
    static let errors = FindingCard(
        "L6-DELIVERY-ERRORS", "The MDM's enrolment or check-in endpoints fail", severity: .high,
        basis: .published("AE 5, AE 6.6"),
        meaning: """
            A device fetches its enrolment profile, its identity and its commands over plain HTTP, and where the
            MDM or the proxy in front of it answers 4xx or 5xx, or not at all, the enrolment ends there. Apple
            has handed the profile over by then, so the tenant's side looks finished. The share of 1% is ours.
            """,
        explains: ["L2-PUSHED-NO-CHECKIN", Edge("L5-PROFILE-INSTALL-FAILED", ceiling: .medium)],
        settle: Check(
            "Compare the proxy's log with the MDM's own: a failure that the MDM does not know was made in front "
                + "of it."),
        remedy: Remedy(
            .mdm, "Mend the endpoint that fails, or the proxy in front of it.",
            steps: [
                "Take the worst endpoint of the list and one failed request of it, and look for it in the MDM's "
                    + "own log.",
                "5xx and time-outs: look at the MDM's workers and database at that time, and at the proxy's "
                    + "time-outs and body limits.",
                "404 and 405: compare the path with the URL in the enrolment profile; a proxy rule may have "
                    + "lost a prefix.",
                "401 and 403: look for L6-UNAUTHORIZED, L6-SIGNATURE-INVALID and L6-ENROLMENT-REFUSED.",
                "Then let a device try again: erase it, or profiles renew -type enrollment on a Mac.",
            ],
            references: ["AE 5", "AE 6.6", "RFC 9110 section 15"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("no request to such an endpoint", .served([]), .cannotTell),
        WorkedCase("all served", .served([.of("/mdm/checkin", [200: 500])]), .sound),
        WorkedCase("exactly one per cent", .served([.of("/mdm/checkin", [200: 297, 503: 3])]), .sound),
        WorkedCase(
            "more than one per cent", .served([.of("/mdm/checkin", [200: 296, 503: 3, 504: 1])]),
            .raises(["L6-DELIVERY-ERRORS": 4])),
        WorkedCase(
            "one endpoint fails beside others that serve",
            .served([.of("/mdm/checkin", [200: 100]), .of("/mdm/enroll", [404: 7])]),
            .raises(["L6-DELIVERY-ERRORS": 7])),
        WorkedCase(
            "no answer is a failure", .served([.of("/cloudenroll", [200: 3, 0: 2])]),
            .raises(["L6-DELIVERY-ERRORS": 2])),
        WorkedCase(
            "two witnesses are counted apart",
            .served([
                .of("/mdm/enroll", [200: 9, 500: 2]), .of("/mdm/enroll", [200: 1, 500: 3], by: .exchanges),
            ]),
            .raises(["L6-DELIVERY-ERRORS": 5])),
        WorkedCase(
            "one failure alone", .served([.of("/mdm/enroll", [200: 9, 500: 1])]),
            .raises(["L6-DELIVERY-ERRORS": 1])),
    ]
}
