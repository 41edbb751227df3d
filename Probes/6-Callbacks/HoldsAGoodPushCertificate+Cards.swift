import CaseReading
import Casework
package import ProbeKit

extension HoldsAGoodPushCertificate {
    /// What a device that can not be pushed to ends in.
    private static let consequences: [Edge] = [
        "L2-STALE-CONTACT", "L2-AWAITING-CONFIGURATION",
        Edge("L2-CHECKIN-INCOMPLETE", onlyIf: "refusesEnrolment"),
    ]

    static let expired = FindingCard(
        "L6-PUSH-CERT-EXPIRED", "The MDM's push certificate has expired", severity: .critical,
        basis: .published("AE 4.3, AE 7 row 22"),
        meaning: """
            The MDM wakes devices over Apple's push service with a certificate that lasts one year. Past its date
            no device hears of a command: enrolled devices fall silent, and new ones wait in Setup Assistant for
            the command that releases them. Some MDMs refuse new enrolments altogether.
            """,
        explains: consequences,
        settle: Check(
            "Read the date of the certificate that the MDM uses now.",
            command: "openssl x509 -in push.pem -noout -subject -enddate"),
        remedy: Remedy(
            .mdm, "Renew the push certificate, with the same Apple Account.",
            steps: [
                "Renew it at identity.apple.com with the Apple Account that made it: Renew, never Create.",
                "A new certificate has a new topic, and every enrolled device would have to enrol again.",
                "Within 30 days after the end Apple still renews it; after that ask Apple's support.",
                "The ADE server token has no part in this: do not regenerate it.",
            ],
            references: ["AE 4.3", "AE 7 row 22", "field guide FG-0.5"]))

    static let expiring = FindingCard(
        "L6-PUSH-CERT-EXPIRING", "The MDM's push certificate expires soon", severity: .low,
        basis: .published("AE 4.3"),
        meaning: """
            Less than thirty days are left of the certificate with which the MDM wakes devices. Nothing is broken
            yet. The thirty days are ours.
            """,
        remedy: Remedy(
            .mdm, "Renew the push certificate now, with the same Apple Account.",
            steps: ["Renew it at identity.apple.com: Renew, never Create, or its topic changes."],
            references: ["AE 4.3"]))

    static let topicChanged = FindingCard(
        "L6-PUSH-TOPIC-CHANGED", "The push certificate was replaced, not renewed", severity: .critical,
        basis: .published("AE 4.3, AE 7 row 22"),
        meaning: """
            A device listens on the topic that stood in its MDM profile when it enrolled, and the MDM can push only
            to the topic of its certificate. A certificate that was created anew, or with another Apple Account,
            has another topic: no enrolled device hears the MDM any more, although the certificate is valid.
            """,
        explains: consequences,
        settle: Check(
            "Compare the UID of the certificate's subject with Topic in the MDM profile of a device.",
            command:
                "openssl x509 -in push.pem -noout -subject; profiles show -output stdout-xml | grep -A1 Topic"
        ),
        remedy: Remedy(
            .mdm, "Put the renewed certificate of the old topic back.",
            steps: [
                "Find the Apple Account that made the first certificate and renew that one at identity.apple.com.",
                "Upload it to the MDM: devices of the old topic hear it at once.",
                "Devices that enrolled with the new topic meanwhile have to enrol again, or the others have to: "
                    + "count both before you choose.",
            ],
            references: ["AE 4.3", "AE 7 row 22"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("certificates, none for push", .pushing([]), .cannotTell),
        WorkedCase("half a year left, nothing to compare with", .pushing([.of(days: 180)]), .sound),
        WorkedCase("its topic is in use", .pushing([.of(days: 180)], used: [.of("1")]), .sound),
        WorkedCase("exactly thirty days left", .pushing([.of(days: 30)]), .sound),
        WorkedCase("twenty-nine days left", .pushing([.of(days: 29)]), .raises(["L6-PUSH-CERT-EXPIRING": 1])),
        WorkedCase("expired yesterday", .pushing([.of(days: -1)]), .raises(["L6-PUSH-CERT-EXPIRED": 1])),
        WorkedCase("an expired one that was renewed", .pushing([.of(days: -1), .of(days: 364)]), .sound),
        WorkedCase(
            "devices listen on another topic",
            .pushing([.of(days: 180)], used: [.of("2", devices: [3, 4]), .of("1")]),
            .raises(["L6-PUSH-TOPIC-CHANGED": 2])),
        WorkedCase(
            "it replaced a certificate of another topic", .pushing([.of("2", days: -1), .of(days: 364)]),
            .raises(["L6-PUSH-TOPIC-CHANGED": 1])),
        WorkedCase(
            "expired, and another topic", .pushing([.of(days: -1)], used: [.of("2")]),
            .raises(["L6-PUSH-CERT-EXPIRED": 1, "L6-PUSH-TOPIC-CHANGED": 1])),
        WorkedCase(
            "only the MDM's log tells", .pushing([], complaints: ["APNSCertificateNotValid"]),
            .raises(["L6-PUSH-CERT-EXPIRED": 1])),
        WorkedCase(
            "only the MDM's log warns", .pushing([], complaints: ["PUSH_CERT_WILL_EXPIRE"]),
            .raises(["L6-PUSH-CERT-EXPIRING": 1])),
        WorkedCase(
            "the MDM complained before the renewal",
            .pushing([.of(days: 364)], complaints: ["PUSH_CERT_EXPIRED"], complainedDaysAgo: 0), .sound),
    ]
}
