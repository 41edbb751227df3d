/// Apple's pin rules, version 114: who is pinned to what.
///
/// Shape: `PinPolicy(NAME, ALTERNATIVES, [(SUFFIX, FIRST LABEL)])`. The suffix is everything behind the first
/// dot of a host, the label an ICU pattern that is sought, without regard to case, in what stands before it.
/// Source: Apple's security_certificates 55349, `Pinning/CertificatePinning.plist`; the facts only.
enum PinTable {
    static let version = 114

    static let policies = enrolment + services

    /// Hosts that a device or its management needs on the way to being enrolled and updated.
    private static let enrolment: [PinPolicy] = [
        PinPolicy(
            "IDS",
            [.appleServer(.one("27.4.2", test: "27.4.1"))],
            [("ess.apple.com", "^(?!.*(init|support|splunk)).*"), ("apple.com", "ps2ls|sc5mv")]),
        PinPolicy(
            "APN",
            [.appleServer(.one("27.5.2", test: "27.5.1"))],
            [
                ("push.apple.com", "^courier$|int-courier|homekit|^courier2$|^init$"),
                ("sandbox.push.apple.com", "^courier$|^courier2$|^init$"),
                ("homekit.push.apple.com", "pass|report"),
            ]),
        PinPolicy(
            "BAA",
            [.appleServer(.one("27.18"))],
            [("apple.com", "^humb$|^humb-int$|^humb-stg$")],
            isTransparent: true),
        PinPolicy(
            "Pallas",
            [.appleServer(.one("27.16"))],
            [("apple.com", "^gdmf(-auth|-auth-stg)?$|-pallas-|^gdmf-staging-int$")],
            isTransparent: true),
        PinPolicy(
            "iCloudSetup",
            [
                .appleServer(.one("27.15.2", test: "27.15.1")),
                .appleOperated(.withoutEVRoot, .one("27.15.2", test: "27.15.1")),
            ],
            [
                ("icloud.com", "^p[0-9]{0,3}-setup$|^p[0-9]{0,3}-setup-|^setup"),
                ("icloud.com.cn", "^p[0-9]{0,3}-setup$|^p[0-9]{0,3}-setup-|^setup"),
            ]),
        PinPolicy(
            "IdMS",
            [
                .appleServer(.one("27.24.2", test: "27.24.1")),
                .appleOperated(.withoutEVRoot, .one("27.24.2", test: "27.24.1")),
            ],
            [("apple.com", "^idmsa$|^idmsa-.+-s$")]),
        PinPolicy(
            "Activation",
            [.appleServer(.one("27.32", test: "27.32"))],
            [("apple.com", "^tbsc$")],
            isTransparent: true),
        PinPolicy(
            "Configuration",
            [
                .extendedValidation, .appleServer(.one("27.70.2", test: "27.70.1")),
                .appleOperated(.all, .one("27.70.2", test: "27.70.1")),
            ],
            [("apple.com", "^configuration$")]),
        PinPolicy(
            "Updates",
            [
                .appleServer(.one("27.40.2", test: "27.40.1")),
                .appleOperated(.withoutEVRoot, .one("27.40.2", test: "27.40.1")),
            ],
            [("cdn-apple.com", "^updates$")],
            isTransparent: true),
        PinPolicy(
            "Profiles",
            [
                .extendedValidation, .appleServer(.one("27.71.2", test: "27.71.1")),
                .appleOperated(.all, .one("27.71.2", test: "27.71.1")),
            ],
            [("apple.com", "^iprofiles$")]),
        PinPolicy(
            "Olympus",
            [.appleServer(.one("27.39", test: "27.39"))],
            [("apple.com", "^axm-adm-mdm$|^axm-adm-scep$|^axm-adm-enroll$")]),
        PinPolicy(
            "PushCertPortal",
            [
                .appleServer(.one("27.42.2", test: "27.42.1")),
                .appleOperated(.withoutEVRoot, .one("27.42.2", test: "27.42.1")),
            ],
            [("apple.com", "^identity$")]),
        PinPolicy(
            "AppleBusinessEssentials",
            [.appleServer(.one("27.58", test: "27.58"))],
            [("apple.com", "^axm-app$")]),
        PinPolicy(
            "Personalization",
            [.appleServer(.one("27.20"))],
            [("apple.com", "^gs(ra|ra-stg|ra-uat)?$")],
            isTransparent: true),
        PinPolicy(
            "MacSoftwareUpdate",
            [
                .extendedValidation, .appleServer(.one("27.74.2", test: "27.74.1")),
                .appleOperated(.all, .one("27.74.2", test: "27.74.1")),
            ],
            [("apple.com", "^swscan$|^swcdn$|^swdist$|^swdownload$"), ("isu.apple.com", "^validation$")]),
        PinPolicy(
            "GS",
            [.appleServer(.one("27.2"))],
            [("apple.com", "^gsa(s)?$")]),
        PinPolicy(
            "AppleIssued",
            [.appleServer(.bare(["86", "87"])), .appleOperated(.all, .bare(["86", "87"]))],
            [
                ("smoot.apple.com", "^api$"), ("smoot.apple.cn", "^api$"),
                ("apple.com", "^konut-(cdn|server)(-cert)?$"),
                ("apple.com", "^(vs-tps-(device|reporting)(-stage|-cert)?|.*-wpc-device)$"),
                ("apple.com", "^concernreports$"), ("apple.com", "^basejumper$"),
                ("apple.com", "^keystone-logger$"), ("apple.com", "^tula(-aws-(usw2|use1|euw1|apse1))?$"),
                ("g.apple.com", "^concernreports-qa$"), ("net.apple.com", "^warden$"),
                ("apple.com", "^testflight$"),
            ]),
        PinPolicy(
            "AppleIssuedTransparent",
            [.appleServer(.bare(["86", "87"])), .appleOperated(.all, .bare(["86", "87"]))],
            [("apple.com", "^mesu$")],
            isTransparent: true),
    ]
}
