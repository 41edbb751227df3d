import CaseReading
import Casework
package import ProbeKit

/// Asks whether the anchor certificates of an enrolment profile fit the chain that the MDM presents.
///
/// Needs: the profile as defined at Apple, and a handshake with the MDM's host or its chain as a file.
/// Source: AE 2.4: a device trusts these anchors alone for the MDM's URL.
/// Rules: 1. a chain of the profile's host ends in none of its anchors: wrong.
///        2. entries that are no certificates, and no other anchor: wrong.
///        3. every chain ends in one, or the profile names none: sound.
///        4. anchors, and no chain to compare them with: cannot tell.
package struct AnchorsItsOwnServer: Probe {
    package static let card = ProbeCard(
        "supervision.anchors-its-own-server", layer: .supervision,
        asks: "Do the anchors of the enrolment profile fit the chain that the MDM presents?",
        needs: [needsProfile], raises: [wrong])

    package init() {}

    private static let needsProfile = Need(
        Supply(.adeProfile),
        how:
            "an ade-profile entry: the answer of GET /profile?profile_uuid=…; and a path document or the chain "
            + "(certificate entry with role mdm-server) of the MDM's host")

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        // Where one way to the host shows a chain that fits, the other way is at fault and not the profile.
        let fitting = Set(facts.anchorChecks.filter { $0.fault == nil }.map { "\($0.profile) \($0.host)" })
        let broken = facts.anchorChecks.filter {
            $0.fault != nil && !fitting.contains("\($0.profile) \($0.host)")
        }
        let unreadable = facts.adeProfiles.filter {
            $0.unreadableAnchors > 0 && $0.anchorCertificates.isEmpty
        }
        guard broken.isEmpty, unreadable.isEmpty else { return .found(Self.claim(broken, unreadable)) }
        let anchored = facts.adeProfiles.filter { !$0.anchorCertificates.isEmpty }
        guard !facts.adeProfiles.isEmpty else {
            return .cannotTell(
                because: "the evidence holds no profile definition", supply: Self.needsProfile.how)
        }
        guard anchored.isEmpty || !facts.anchorChecks.isEmpty else {  // rule 4
            return .cannotTell(
                because: "the profile names anchors, and no chain of its host is in the evidence",
                supply: Self.needsProfile.how)
        }
        return .sound(
            anchored.isEmpty
                ? "the profile names no anchors: the system's trust decides"
                : "\(facts.anchorChecks.count.counted("chain")) of the MDM end in the profile's anchors")
    }

    private static func claim(_ broken: [AnchorCheck], _ unreadable: [ADEProfile]) -> Claim {
        let names = Set(broken.map(\.profile) + unreadable.map(\.label)).sorted()
        let hosts = Set(broken.map(\.host) + unreadable.compactMap(\.host)).sorted()
        var sentences = broken.prefix(3).map { check in
            "The profile \(check.profile) trusts \(check.anchors.joined(separator: ", ")) alone; the chain that "
                + "\(check.host) presents\(check.presented.map { " was issued by \($0)" } ?? "") ends in none of "
                + "them (\(check.fault ?? "no path"))."
        }
        sentences += unreadable.map { "The anchors of the profile \($0.label) are no certificates." }
        return Claim(
            "L7-ANCHORS-WRONG",
            brief: "the anchors of \(names.joined(separator: ", ")) do not fit the MDM's chain",
            detail: sentences.joined(separator: " "),
            subject: Subject(.profile, names.joined(separator: ", ")), count: max(1, names.count),
            extent: .standing(since: nil), paths: hosts.map { PathScope(host: $0, role: .mdm) },
            values: [
                "hosts": .list(hosts.map { .text($0) }),
                "anchors": .list(Set(broken.flatMap(\.anchors)).sorted().map { .text($0) }),
            ],
            evidence: broken.prefix(3).flatMap(\.evidence) + unreadable.prefix(2).map(\.citation))
    }
}

extension AnchorsItsOwnServer {
    static let wrong = FindingCard(
        "L7-ANCHORS-WRONG", "The profile's anchor certificates do not fit the MDM's certificate",
        severity: .critical, basis: .published("AE 2.4"),
        meaning: """
            An enrolment profile may carry anchor_certs. Where it does, a device that enrols trusts these alone
            for the MDM's URL: not its system store. After the MDM's certificate was renewed under another
            authority, every new device refuses it with "the server certificate is invalid", while browsers
            and enrolled devices see nothing wrong.
            """,
        explains: [
            Edge("L5-TRUST-FAILURE", scope: Edge.Scope(roles: [.mdm])), "L2-PUSHED-NO-CHECKIN",
            "L5-PROFILE-INSTALL-FAILED",
        ],
        settle: Check(
            "Compare the root of the chain that the MDM presents with the profile's anchor_certs.",
            command: "abm-forensics path MDM-HOST --anchor anchors.pem"),
        remedy: Remedy(
            .mdm, "Put the root of the MDM's present chain into anchor_certs, or take anchor_certs out.",
            steps: [
                "With a publicly trusted certificate leave anchor_certs away: the system's trust is enough.",
                "Otherwise put the root, not the leaf, into the profile; keep the old one beside it while both serve.",
                "Save the profile, assign it to the devices again, and let them start over.",
            ],
            references: ["Apple: profile definition of automated enrolment"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no profile definition", SupervisionFacts(), .cannotTell),
        WorkedCase("a profile without anchors", .defining([.defined()]), .sound),
        WorkedCase("anchors and no chain", .defining([.defined(anchors: 1)]), .cannotTell),
        WorkedCase("anchors that fit", .defining([.defined(anchors: 1)], [.checked(nil)]), .sound),
        WorkedCase(
            "one of two ways shows a chain that fits",
            .defining([.defined(anchors: 1)], [.checked(nil), .checked("ends in no anchor")]), .sound),
        WorkedCase(
            "a chain under another root", .defining([.defined(anchors: 1)], [.checked("ends in no anchor")]),
            .raises(["L7-ANCHORS-WRONG": 1])),
        WorkedCase(
            "anchors that are no certificates", .defining([.defined(unreadable: 1)]),
            .raises(["L7-ANCHORS-WRONG": 1])),
    ]
}
