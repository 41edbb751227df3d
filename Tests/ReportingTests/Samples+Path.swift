import Casework
@testable import Diagnosis
import ProbeKit
@testable import Reporting

extension Sample {
    static let intercepted = FindingCard(
        "L3-INTERCEPTED", "An inspection CA answers for the host", severity: .critical,
        basis: .published("AE 3, AE 4"),
        meaning: "The chain ends in an inspection CA and not in the expected anchors.",
        explains: [
            Edge(
                "L5-TRUST-FAILURE",
                scope: Edge.Scope(roles: [.cloudConfig, .activation], vantages: [.deviceNetwork])),
            Edge("L3-PSK-REFUSED", ceiling: .medium, standingAgainst: "no Apple ClientHello offers a PSK."),
        ],
        remedy: Remedy(
            .network, "Exempt iprofiles.apple.com from inspection.",
            commands: ["abm-forensics path iprofiles.apple.com --via http://gateway:3128 --baseline direct"],
            references: ["Apple 101555"]))

    static let interception: Finding = {
        var finding = Finding(
            Claim(
                "L3-INTERCEPTED", brief: "iprofiles.apple.com answered by an inspection CA",
                detail:
                    "iprofiles.apple.com is answered by a certificate of Corp Inspection CA on the path gateway.",
                subject: Subject(.host, "iprofiles.apple.com")),
            card: intercepted, layer: .tlsPath, probe: "tls-path.chains-to-apple")
        finding.id = "f1"
        return finding
    }()

    static let pathVerdict = Verdict(
        outcome: .fail, layers: [layer(.tlsPath, .fail, "1 host answered by an inspection CA")],
        findings: [interception],
        rootCauses: [
            RootCause(
                finding: interception, confidence: .high, subjects: 1, arguments: [], against: [],
                explains: [],
                settle: nil)
        ], unexplained: [], firstBrokenLayer: .tlsPath, consequenceOf: [:], notTested: [], measures: [:])

    static func transcript(issuer: String, trust: String, anchor: String) -> JSONTree {
        [
            "serverName": "iprofiles.apple.com", "address": "17.253.1.2:443", "outcome": "completed",
            "stages": [
                ["name": "resolve", "atMs": 1.203], ["name": "connect", "atMs": 12.45],
                ["name": "client-hello", "atMs": 12.5], ["name": "server-hello", "atMs": 31],
                ["name": "server-finished", "atMs": 33.02], ["name": "client-finished", "atMs": 33.5],
            ],
            "template": "macos-26",
            "sent": [
                "sni": "iprofiles.apple.com", "bytes": 1563, "ja4": "t13d2014h2_a09f3c656075_14788d8d241b",
                "alpn": ["h2", "http/1.1"],
            ], "version": "TLSv1.3",
            "cipherSuite": "TLS_AES_256_GCM_SHA384", "group": "x25519", "alpn": "h2",
            "certificates": [
                [
                    "subject": "CN=iprofiles.apple.com", "issuer": .text(issuer),
                    "notAfter": "2026-12-01T00:00:00Z",
                    "sha256": .text(digest),
                ]
            ],
            "verified": [
                "certificateVerify": "valid", "finished": "valid", "scheme": "ecdsa_secp256r1_sha256",
            ],
            "trust": ["status": .text(trust), "anchor": .text(anchor), "product": nil],
        ]
    }

    static let path = PathReport(
        target: "iprofiles.apple.com:443",
        paths: [
            PathReport.Path(
                name: "direct", via: "direct",
                handshake: transcript(
                    issuer: "CN=Apple Server Authentication CA", trust: "expected", anchor: "Apple Root CA")),
            PathReport.Path(
                name: "gateway", via: "http://gateway:3128",
                handshake: transcript(
                    issuer: "CN=Corp Inspection CA", trust: "intercepted", anchor: "Corp Root")),
            PathReport.Path(
                name: "dead", via: "socks5://10.0.0.1:1080",
                handshake: [
                    "outcome": "stalled", "stages": [["name": "connect", "atMs": 3]], "silenceMs": 28000.4,
                    "alert": [
                        "code": 40, "direction": "received", "level": "fatal", "name": "handshake_failure",
                    ], "firstBytes": "485454502f312e31",
                ]),
        ],
        differences: [
            PathReport.Difference(
                field: "trust.anchor", baseline: "direct", path: "gateway", onBaseline: ["Apple Root CA"],
                onPath: ["Corp Root"])
        ], input: input(pathVerdict))

    static let device: DeviceReport = {
        var story = DeviceStory(
            serial: "C02XK1ABJG5J", state: "profile-waiting", standing: .stuck(for: .hours(26)),
            step: .profileFetch,
            sentence: "the profile waits at Apple, the device never asked")
        story.model = "MacBook Air"
        story.views = [
            DeviceStory.View(
                "ABM", "assigned -> \"Jamf Prod\" (9B1C…)  by anna@…  04-16 09:58Z",
                seenAt: asOf + -.minutes(2)),
            DeviceStory.View(
                "ADE", "profile \"Standard\" assigned 09:59Z   pushed: never", seenAt: asOf + -.minutes(2)),
            DeviceStory.View("MDM", "no record   (last poll of Apple 41 s ago)", seenAt: asOf + -.minutes(1)),
            DeviceStory.View(
                "Device", "34008 \"server could not be verified\" at 08:02 (clock +2 s)",
                seenAt: asOf + -.hours(28)),
        ]
        story.next = [
            DeviceStory.NextStep(.device, "ask again", command: "sudo profiles renew -type enrollment"),
            DeviceStory.NextStep(.network, "exempt iprofiles.apple.com from inspection"),
        ]
        story.findings = [
            DeviceStory.Related(
                "L2-PROFILE-WAITING", layer: .deviceState, severity: .medium, text: "a profile waits for 26 h"
            )
        ]
        story.timeline = [
            DeviceStory.Event(
                at: asOf + -.hours(4), source: "Device", text: "34008 server could not be verified",
                citation: citation("device/mdmclient.log", line: 812)),
            DeviceStory.Event(
                at: asOf + -.hours(26), source: "ABM", text: "assigned to \"Jamf Prod\" by anna@…",
                citation: citation("tenant/audit.ndjson", line: 12)),
        ]
        return DeviceReport(tool: Report.Tool(version: "0.1.0"), asOf: asOf, devices: [story])
    }()

    static let probes = [
        probe(.tenantHealth, "rate-tiers", raises: [throttled, verificationOff]),
        probe(.deviceState, "enrols", raises: [assigned, notActivated]),
        probe(.tlsPath, "chains-to-apple", raises: [intercepted]),
        probe(.callbacks, "delivers", raises: [callbackMissing]),
    ]
}

extension Sample {
    /// A symptom that nothing explains, under `blocked` and unknown layers.
    static let open: Verdict = {
        var blocked = ProbeResult(card: probe(.supervision, "binds"), outcome: .blocked)
        blocked.blockedBy = "L4-TOKEN-EXPIRED"
        return Verdict(
            outcome: .fail,
            layers: [
                layer(.callbacks, .fail, "5,300 sessions missing"),
                LayerVerdict(
                    layer: .supervision, outcome: .blocked, summary: "no devices could be read",
                    probes: [blocked],
                    findings: []),
            ], findings: [missing], rootCauses: [],
            unexplained: [
                Verdict.Unexplained(finding: "f5", code: "L6-CALLBACK-MISSING", count: 5300, of: 5300)
            ],
            firstBrokenLayer: .callbacks, consequenceOf: [:], notTested: [], measures: [:])
    }()
}
