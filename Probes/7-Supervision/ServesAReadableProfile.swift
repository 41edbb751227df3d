import CaseReading
import Casework
package import ProbeKit

/// Asks whether the enrolment profile that the MDM serves begins as a profile and comes under its type.
///
/// Needs: the profile as a file, or a trace of a device's enrolment.    Source: AE 2.4, AE 7 row 25.
/// Rules: 1. bytes before the profile: no device can read it.
///        2. an enrolment profile handed to a device under another type than the one for profiles: refused.
///        3. a profile without these: sound.  4. neither file nor answer: cannot tell.
///        Whether the signature itself holds is not judged.
package struct ServesAReadableProfile: Probe {
    package static let card = ProbeCard(
        "supervision.serves-a-readable-profile", layer: .supervision,
        asks: "Does the enrolment profile that the MDM serves begin as a profile, under its type?",
        needs: [
            Need(
                Supply(.configurationProfile), Supply(.exchanges),
                how:
                    "a configuration-profile entry: the profile as the MDM's URL serves it, byte for byte; or an "
                    + "exchanges entry with a device's enrolment")
        ],
        raises: [broken])

    package init() {}

    package func examine(_ facts: SupervisionFacts) -> Conclusion {
        let mistyped = facts.served.filter { $0.type != SupervisionFacts.profileType }
        guard !facts.profileDefects.isEmpty || !mistyped.isEmpty else {
            let seen = facts.soundProfiles + facts.served.count
            guard seen > 0 else {
                return .cannotTell(
                    because: "the evidence holds no profile and no answer with one",
                    supply: Self.card.needs.first?.how ?? "")
            }
            return .sound("\(seen.counted("profile")) begin as they should; signatures were not checked")
        }
        return .found(Self.claim(facts.profileDefects, mistyped))
    }

    private static func claim(
        _ defects: [ProfileDefect], _ mistyped: [SupervisionFacts.ServedProfile]
    ) -> Claim {
        var sentences = defects.prefix(3).map {
            "\($0.strayBytes.counted("byte")) stand before the \($0.form) of \($0.citation.file)."
        }
        sentences += mistyped.prefix(3).map {
            "\($0.host) serves its enrolment profile as \($0.type ?? "no type at all"), not as "
                + "\(SupervisionFacts.profileType)."
        }
        let names = Set(defects.map(\.citation.file) + mistyped.map(\.host)).sorted()
        return Claim(
            "L7-PROFILE-SIGNATURE", brief: "the MDM serves a profile that devices refuse",
            detail: sentences.joined(separator: " "),
            subject: Subject(.profile, names.joined(separator: ", ")), count: names.count,
            extent: .standing(since: nil),
            values: [
                "strayBytes": .count(defects.map(\.strayBytes).max() ?? 0),
                "mistyped": .count(mistyped.count),
            ],
            evidence: defects.prefix(3).map(\.citation) + mistyped.prefix(3).map(\.citation))
    }
}

extension ServesAReadableProfile {
    static let broken = FindingCard(
        "L7-PROFILE-SIGNATURE", "The MDM serves an enrolment profile that devices cannot take",
        severity: .high,
        basis: .published("AE 7 row 25"),
        meaning: """
            A profile is read from its first byte: a blank line, a log line or a header before the signed data
            makes it "Invalid Profile" (1000) on every device. In a web view it has to come as
            application/x-apple-aspen-config, else it is shown instead of installed. Editors and browsers
            forgive both, which is why it goes unseen.
            """,
        explains: ["L5-PROFILE-INSTALL-FAILED", "L2-PUSHED-NO-CHECKIN", "L5-ENROLLMENT-STALLED"],
        settle: Check(
            "Fetch the profile and look at its first bytes and its type.",
            command: "curl -si https://MDM-HOST/enroll | head -c 400 | xxd | head"),
        remedy: Remedy(
            .mdm, "Serve the profile byte for byte, under application/x-apple-aspen-config.",
            steps: [
                "Find what writes before it: a template, a byte-order mark, a debug line, a proxy.",
                "Check it as a device would with the commands below.",
                "Then let the devices start over.",
            ],
            commands: ["plutil -lint profile.mobileconfig", "security cms -D -i profile.mobileconfig"],
            references: ["Apple: authenticating through web views", "thrasr/mdm-server#15"]))

    package static let workedCases: [WorkedCase<SupervisionFacts>] = [
        WorkedCase("no profile", SupervisionFacts(), .cannotTell),
        WorkedCase("a trace without a profile", .serving([]), .cannotTell),
        WorkedCase("a profile file that begins well", .serving([], sound: 1), .sound),
        WorkedCase(
            "two bytes before the signed data",
            .serving(
                [], defects: [.init(strayBytes: 2, form: "CMS", citation: Citation(file: "e.mobileconfig"))]),
            .raises(["L7-PROFILE-SIGNATURE": 1])),
        WorkedCase("served under its type", .serving(["application/x-apple-aspen-config"]), .sound),
        WorkedCase(
            "served as plain XML", .serving(["text/xml"]), .raises(["L7-PROFILE-SIGNATURE": 1])),
        WorkedCase("served without a type", .serving([nil]), .raises(["L7-PROFILE-SIGNATURE": 1])),
    ]
}
