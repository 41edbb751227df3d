import CaseReading
import Casework
package import ProbeKit

/// Asks whether the root that a device reports is one in which Apple's chains, or the case's own, end.
///
/// Needs: device records that name a root.    Source: AE 4.1, AE 4.2, field guide FG-5.3 for the set as data.
/// Rules: 1. a reported root that is neither Apple's, nor a public one that Apple's pins admit, nor one that
///           the case expects: a mismatch.
///        2. else sound.  3. no record that names a root: cannot tell.
package struct ReportsAnExpectedRoot: Probe {
    package static let card = ProbeCard(
        "boot-trust.reports-an-expected-root", layer: .bootTrust,
        asks: "Is the root that each device reports one that Apple's hosts chain to?",
        needs: [Need(Supply(.devices, .device), how: HowToGet.roots)], raises: [mismatch])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        guard !facts.reportedRoots.isEmpty else {
            return .cannotTell(because: "no device record names a root", supply: HowToGet.roots)
        }
        let strangers = facts.reportedRoots.filter {
            !ExpectedRoots.holds($0.root, beside: facts.expectedRoots)
        }
        guard !strangers.isEmpty else {
            return .sound("expected roots on \(facts.reportedRoots.count.counted("device"))")
        }
        return .found(Self.claim(strangers, of: facts.reportedRoots.count))
    }

    private static func claim(_ strangers: [BootTrustFacts.ReportedRoot], of all: Int) -> Claim {
        let roots = Set(strangers.map(\.root.description)).sorted()
        let moments = strangers.compactMap { root in
            root.at.map { Extent.Moment(device: root.device, at: $0) }
        }
        return Claim(
            "L5-ROOT-MISMATCH", brief: "a root that nobody expects on \(strangers.count.counted("device"))",
            detail:
                "\(strangers.count.grouped) of \(all.counted("device")) that report a root name one that is neither "
                + "Apple's nor expected by the case: \(roots.prefix(3).joined(separator: ", "))"
                + "\(roots.count > 3 ? ", …" : "").",
            subject: strangers.count == 1 ? Subject(.device, strangers.first?.name ?? "?") : .fleet,
            count: strangers.count, devices: DeviceSet(strangers.map(\.device)),
            extent: moments.count == strangers.count ? .moments(moments, noun: "unexpected root") : .unknown,
            values: ["roots": .list(roots.prefix(20).map { .text($0) }), "devicesThatReport": .count(all)],
            evidence: strangers.prefix(AffectedDevices.cited).compactMap(\.citation))
    }
}

extension ReportsAnExpectedRoot {
    static let mismatch = FindingCard(
        "L5-ROOT-MISMATCH", "A device reports a root that no Apple host chains to",
        severity: .high, basis: .published("AE 4.1"),
        meaning: """
            Apple's enrolment hosts chain to Apple's own roots or to a handful of public ones that Apple's pin
            rules name. A device that saw another root met something that answers in Apple's place. The set is
            data: Apple's roots are shipped, and a case adds its own under expect.rootFingerprints.
            """,
        explains: [Edge("L5-TRUST-FAILURE", ceiling: .medium)],
        settle: Check(
            "Make the handshake from the device's network and compare the root.",
            command: "abm-forensics path iprofiles.apple.com --vantage device-network"),
        remedy: Remedy(
            .network, "Find what answers in Apple's place and exempt Apple's hosts from it.",
            steps: [
                "Look the fingerprint up among the roots of your inspection products.",
                "Exempt *.apple.com from TLS inspection, passing connections through by SNI.",
                "If the root is an expected one, name it in the case under expect.rootFingerprints.",
            ],
            references: ["Apple: certificate authority", "Apple 101555", "field guide FG-5.3"]))

    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device records", BootTrustFacts(), .cannotTell),
        WorkedCase("records without a root", .reporting(), .cannotTell),
        WorkedCase(
            "Apple's own root",
            .reporting("b0b1730ecbc7ff4505142c49f1295e6eda6bcaed7e2c68c5be91b5a11001f024"), .sound),
        WorkedCase(
            "a public root that Apple's pins admit",
            .reporting("7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf"), .sound),
        WorkedCase("a root that the case expects", .reporting("ab", expecting: ["ab"]), .sound),
        WorkedCase(
            "two of three devices", .reporting("ab", "cd", "cd", expecting: ["ab"]),
            .raises(["L5-ROOT-MISMATCH": 2])),
    ]
}
