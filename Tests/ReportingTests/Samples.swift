import Casework
@testable import Diagnosis
import ProbeKit
@testable import Reporting

/// Cards and verdicts to render: the same shape as a real run, small enough to read.
enum Sample {
    static let digest = "4be1a0c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddee"
    static let asOf = Instant(microseconds: 1_776_427_200_000_000)  // 2026-04-17T12:00:00Z

    static func citation(_ file: String, line: Int) -> Citation {
        Citation(file: file, locator: "line \(line)", sha256: digest, excerpt: "…", observedAt: asOf)
    }

    static let throttled = FindingCard(
        "L1-THROTTLED", "The tenant exhausted a rate tier and dropped enrolment callbacks",
        severity: .critical,
        basis: .fieldGuide("FG-1.2"),
        meaning:
            "Past any of its three rate tiers the tenant drops enrolment callbacks and does not queue them.",
        explains: ["L2-ASSIGNED-NOT-ENROLLED", "L6-CALLBACK-MISSING"],
        settle: Check(
            "Re-assign ten of the listed devices by themselves; if they enrol, the tiers were the cause.",
            command: "abm-forensics device C02XK1ABJG5J --case financial-burst"),
        remedy: Remedy(
            .tenant, "Stop auto-assign; re-assign the listed devices in batches of 12.",
            steps: [
                "Turn auto-assign to the MDM off until the list is worked off.",
                "Re-assign in batches of 12; poll the rate limits every 8 s.",
            ], references: ["field guide FG-1.1, FG-9.2"]))

    static let assigned = FindingCard(
        "L2-ASSIGNED-NOT-ENROLLED", "Devices are assigned and never enrolled", severity: .high,
        basis: .fieldGuide("FG-A"), meaning: "The tenant says assigned, the MDM has no enrolment.",
        isSymptom: true,
        remedy: Remedy(.mdm, "Look for the cause below."))

    static let callbackMissing = FindingCard(
        "L6-CALLBACK-MISSING", "Enrolment sessions never reached the MDM", severity: .critical,
        basis: .fieldGuide("FG-6.4"), meaning: "The MDM never received them.", isSymptom: true,
        remedy: Remedy(.mdm, "Replay the sessions.", commands: ["abm-forensics run --layer 6"]))

    static let verificationOff = FindingCard(
        "L1-VERIFICATION-OFF", "Enrolment verification is off", severity: .low, basis: .fieldGuide("FG-1.7"),
        meaning: "Nobody checks the enrolment.", remedy: Remedy(.tenant, "Turn it on."))

    static let notActivated = FindingCard(
        "L2-NOT-ACTIVATED", "Devices were never switched on", severity: .info, basis: .published("AE 2.3"),
        meaning: "Stock in boxes.", remedy: Remedy(.nobody, "Nothing to do."))

    static func finding(_ id: String, _ claim: Claim, _ card: FindingCard, _ layer: Layer) -> Finding {
        var finding = Finding(claim, card: card, layer: layer, probe: ProbeID("\(layer.id).sample"))
        finding.id = id
        return finding
    }

    static let cause = finding(
        "f1",
        Claim(
            "L1-THROTTLED", brief: "19 throttled windows, 158 of 426 minutes; 5,254 callbacks dropped",
            detail:
                "The tenant hit its burst limit during the bulk import and dropped 37% of enrolment callbacks.",
            subject: Subject(.tenant, "tenant"), count: 5254, devices: DeviceSet(0..<5254),
            values: ["windows": 19, "share": 0.37, "tiers": .list(["burst", "24 h"]), "nothing": .absent],
            evidence: [citation("tenant/audit.ndjson", line: 118)]), throttled, .tenantHealth)

    static let symptom = finding(
        "f3",
        Claim(
            "L2-ASSIGNED-NOT-ENROLLED", brief: "5,254 assigned-not-enrolled",
            detail: "5,254 of 14,200 devices are assigned, past the grace period, and not in the MDM.",
            subject: .fleet, count: 5254, devices: DeviceSet(0..<5254),
            evidence: [citation("tenant/devices.csv", line: 2)]), assigned, .deviceState)

    static let missing = finding(
        "f5",
        Claim(
            "L6-CALLBACK-MISSING", brief: "5,254 of 14,200 enrolment sessions never reached the MDM",
            detail: "5,254 of 14,200 enrolment sessions never reached the MDM.", subject: .fleet, count: 5300,
            devices: DeviceSet(0..<5300), evidence: [citation("mdm/callbacks.ndjson", line: 7)]),
        callbackMissing, .callbacks)

    static let warning = finding(
        "f2",
        Claim(
            "L1-VERIFICATION-OFF", brief: "verification off",
            detail: "enrollmentVerificationMode is none in the tenant's settings.",
            subject: Subject(.tenant, "tenant"),
            evidence: [Citation(file: "tenant/settings.json")]), verificationOff, .tenantHealth)

    static let remark = finding(
        "f4",
        Claim(
            "L2-NOT-ACTIVATED", brief: "212 never switched on", detail: "212 devices were never switched on.",
            subject: .fleet, count: 212, devices: DeviceSet(6000..<6212)), notActivated, .deviceState)

    static func probe(_ layer: Layer, _ name: String, raises: [FindingCard] = []) -> ProbeCard {
        ProbeCard(
            ProbeID("\(layer.id).\(name)"), layer: layer, asks: "Is \(name) in order?",
            needs: [Need(Supply(.audit), how: "abm-forensics collect --guide audit")], raises: raises)
    }

    static func layer(_ layer: Layer, _ outcome: Outcome, _ words: String, _ results: [ProbeResult] = [])
        -> LayerVerdict
    {
        let own = [
            ProbeResult(
                card: probe(layer, "sample"), outcome: outcome, brief: outcome.isJudged ? words : "",
                because: outcome.isJudged ? nil : "no device evidence",
                supply: outcome.isJudged ? nil : "abm-forensics collect --guide mac")
        ]
        return LayerVerdict(
            layer: layer, outcome: outcome, summary: words, probes: own + results, findings: [])
    }

    static let lowerLayers = [
        layer(.tlsPath, .pass, "2 hosts, 1 path, TLS 1.3, chain as expected"),
        layer(.adeToken, .pass, "expires in 203 days, last sync 41 s ago"),
        layer(.bootTrust, .unknown, "no device evidence: abm-forensics collect --guide mac"),
    ]

    static let burst = Verdict(
        outcome: .fail,
        layers: [
            layer(
                .tenantHealth, .fail, cause.claim.brief,
                [
                    ProbeResult(
                        card: probe(.tenantHealth, "plugged"), outcome: .pass, brief: "nothing unusual",
                        origin: .plugIn(path: "/opt/probes/abm-forensics-probe-x", sha256: digest))
                ]),
            layer(.deviceState, .fail, "14,200 devices: 8,946 enrolled, 5,254 assigned-not-enrolled"),
        ] + lowerLayers + [
            layer(.callbacks, .fail, missing.claim.brief), layer(.supervision, .pass, "2 identities bound"),
        ],
        findings: [cause, warning, symptom, remark, missing],
        rootCauses: [
            RootCause(
                finding: cause, confidence: .high, subjects: 5254,
                arguments: [
                    RootCause.Statement(
                        text:
                            "19 throttled windows between 04:41Z and 11:44Z; the 24 h tier tripped (14,200 of 12,000)",
                        finding: "f1"),
                    RootCause.Statement(
                        text: "every missing callback falls inside a throttled window (5,254 of 5,254)",
                        finding: "f5"),
                ],
                against: [
                    RootCause.Statement(
                        text: "the burst tier alone would not trip at the measured 2,000 devices an hour",
                        finding: nil)
                ],
                explains: [
                    RootCause.Explained(finding: "f5", code: "L6-CALLBACK-MISSING", count: 5254, of: 5300),
                    RootCause.Explained(
                        finding: "f3", code: "L2-ASSIGNED-NOT-ENROLLED", count: 5254, of: 5254),
                ], settle: throttled.settle)
        ],
        unexplained: [Verdict.Unexplained(finding: "f5", code: "L6-CALLBACK-MISSING", count: 46, of: 5300)],
        firstBrokenLayer: .tenantHealth, consequenceOf: ["f3": ["f1"], "f5": ["f1"]],
        notTested: [
            Verdict.NotTested(
                what: "layer 5", why: "no device evidence", how: "abm-forensics collect --guide mac"),
            Verdict.NotTested(
                what: "hop location", why: "no live path", how: "abm-forensics path HOST --locate"),
        ],
        measures: [:])

    static let calm = Verdict(
        outcome: .pass,
        layers: Layer.ladder.map { layer($0, $0 == .bootTrust ? .unknown : .pass, "in order") },
        findings: [], rootCauses: [], unexplained: [], firstBrokenLayer: nil, consequenceOf: [:],
        notTested: [],
        measures: [:])

    static let blind = Verdict(
        outcome: .unknown, layers: Layer.ladder.map { layer($0, .unknown, "no evidence") }, findings: [],
        rootCauses: [], unexplained: [], firstBrokenLayer: nil, consequenceOf: [:], notTested: [],
        measures: [:])

    static func input(_ verdict: Verdict = burst) -> ReportInput {
        ReportInput(
            verdict: verdict, tool: Report.Tool(version: "0.1.0"),
            run: Report.Run(
                id: "r-1", mode: .offline, startedAt: asOf, duration: Interval(microseconds: 812_400),
                command: ["run", "financial-burst", "--offline"], vantage: .mdmServer,
                probeDurations: ["tenant-health.sample": Interval(microseconds: 1203)]),
            caseBlock: Report.CaseBlock(
                id: "financial-burst", title: "Bulk import of 14,200 devices", asOf: asOf,
                tenant: Report.CaseBlock.Tenant(id: "acme", sector: "finance", dialect: "field-guide"),
                mdm: Report.CaseBlock.MDM(vendor: "jamf-pro", version: "11.5"), manifestSHA256: digest,
                evidenceFiles: 9,
                unknown: Report.UnknownBlock([
                    Report.UnknownBlock.Item(
                        file: "mdm/devices.json", path: "general.colour", value: nil, count: 14200),
                    Report.UnknownBlock.Item(
                        file: "tenant/devices.ndjson", path: "enrollmentStatus", value: "Teleporting",
                        count: 3),
                ])),
            devices: Report.Devices(
                total: 14200, byState: ["enrolled": 8946, "assigned-not-enrolled": 5254],
                list: "devices.ndjson"),
            serial: { ordinal in
                let digits = String(ordinal)
                return "C02X" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
            },
            score: Report.Score(
                compliance: 61, parts: ["webhooks": 0.63], tokenUtilisation: 1.31,
                pendingHalfLifeSeconds: 412,
                handshakeSuccess: ["jamf-pro": 1.0]))
    }

    static let report = Report(input())
}
