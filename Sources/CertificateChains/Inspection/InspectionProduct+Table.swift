extension InspectionProduct {
    /// Products that make certificates of their own on the way, by the names in those.
    ///
    /// A customer may give a product an authority of their own, so that a chain without such a name proves
    /// nothing. Confidence: high, the vendor's own documents or certificates seen; medium, the vendor's name;
    /// low, a name that is also used for other things.
    /// Source: help.zscaler.com, developers.cloudflare.com, docs.netskope.com, docs.paloaltonetworks.com, public
    /// captures (cloudflare/mitmengine), and the products themselves where they are free.
    package static let table: [InspectionProduct] = gateways + proxies + endpoints + filters

    private static let gateways: [InspectionProduct] = [
        InspectionProduct(
            "zscaler", "Zscaler ZIA", .high,
            [
                .organisation(.exactly("Zscaler Inc.")), .organisation(.exactly("Zscaler Inc")),
                .commonName(.words("Zscaler Root CA")), .commonName(.words("Zscaler Intermediate Root CA")),
            ],
            Behaviour(remark: "it copies the fields of the origin's certificate into its own")),
        InspectionProduct(
            "cf-gateway", "Cloudflare Gateway", .high,
            [
                .commonName(.begins("Gateway CA - Cloudflare Managed G")),
                .commonName(.words("Cloudflare for Teams")),
            ],
            Behaviour(
                blockPage: "blocked.teams.cloudflare.com",
                remark: "its inspection does not work with pinned hosts or client certificates")),
        InspectionProduct(
            "netskope", "Netskope", .high,
            [
                .commonName(.ends("caadmin.netskope.com")), .commonName(.ends(".goskope.com")),
                .organisation(.words("Netskope")),
            ]),
        InspectionProduct(
            "fortinet", "FortiGate", .high,
            [
                .organisation(.exactly("Fortinet")).and(.unit, .exactly("Certificate Authority")),
                .commonName(.serial(prefix: "FG", atLeast: 10)), .commonName(.begins("fortinet-subca")),
            ],
            Behaviour(
                remark: "in the mode certificate-inspection it signs again only to show a block page")),
        InspectionProduct(
            "umbrella", "Cisco Umbrella", .high,
            [
                .commonName(.begins("Cisco Umbrella Root CA")),
                .commonName(.begins("Cisco Umbrella Primary SubCA")),
                .commonName(.begins("Cisco Umbrella Secondary SubCA")),
            ]),
        InspectionProduct(
            "cisco-wsa", "Cisco Secure Web Appliance", .low,
            [.commonName(.words("Cisco WSA")), .commonName(.words("Cisco Secure Web Appliance"))]),
        InspectionProduct(
            "paloalto", "Palo Alto Networks", .low,
            [
                .commonName(.words("Palo Alto")), .commonName(.words("PAN-OS")),
                .commonName(.words("Prisma")), .commonName(.words("GlobalProtect")),
            ],
            Behaviour(
                stripsPostQuantum: true,
                remark:
                    "a decrypt rule takes the post-quantum groups out of the ClientHello; no-decrypt does not"
            )),
    ]

    private static let proxies: [InspectionProduct] = [
        InspectionProduct(
            "mitmproxy", "mitmproxy", .high,
            [.commonName(.exactly("mitmproxy")).and(.organisation, .exactly("mitmproxy"))],
            Behaviour(dropsStaple: true)),
        InspectionProduct("charles", "Charles", .high, [.commonName(.begins("Charles Proxy CA"))]),
        InspectionProduct("fiddler", "Fiddler", .high, [.commonName(.words("DO_NOT_TRUST_FiddlerRoot"))]),
        InspectionProduct("burp", "Burp Suite", .high, [.commonName(.exactly("PortSwigger CA"))]),
        InspectionProduct(
            "zap", "OWASP ZAP", .high,
            [
                .commonName(.words("OWASP Zed Attack Proxy Root CA")),
                .commonName(.words("OWASP ZAP Root CA")),
            ]),
        InspectionProduct("proxyman", "Proxyman", .high, [.commonName(.words("Proxyman CA"))]),
    ]

    private static let endpoints: [InspectionProduct] = [
        InspectionProduct(
            "kaspersky", "Kaspersky", .high, [.commonName(.words("Kaspersky Anti-Virus Personal Root"))]),
        InspectionProduct("eset", "ESET", .high, [.commonName(.words("ESET SSL Filter CA"))]),
        InspectionProduct(
            "bitdefender", "Bitdefender", .high, [.commonName(.words("Bitdefender Personal CA"))]),
        InspectionProduct(
            "avast-avg", "Avast or AVG", .high,
            [.commonName(.words("Avast Web/Mail Shield")), .commonName(.words("AVG Web/Mail Shield"))]),
    ]

    /// Secure web gateways and school filters that are known by their vendor's name alone.
    private static let filters: [InspectionProduct] = [
        InspectionProduct("sophos", "Sophos", .medium, NameRule.vendor("Sophos")),
        InspectionProduct(
            "bluecoat", "Symantec or Blue Coat", .medium,
            NameRule.vendor("BlueCoat", "Blue Coat", "Symantec Web Security")),
        InspectionProduct(
            "skyhigh", "Skyhigh or McAfee Web Gateway", .medium,
            NameRule.vendor("McAfee Web Gateway", "Skyhigh", "Skyhigh Security")),
        InspectionProduct("forcepoint", "Forcepoint", .medium, NameRule.vendor("Forcepoint", "Websense")),
        InspectionProduct(
            "checkpoint", "Check Point", .medium,
            NameRule.vendor("Check Point Software", "Check Point Software Technologies")
                + [.organisation(.exactly("Check Point")), .commonName(.begins("Check Point "))]),
        InspectionProduct(
            "barracuda", "Barracuda", .medium, NameRule.vendor("Barracuda", "Barracuda Networks")),
        InspectionProduct("iboss", "iboss", .medium, NameRule.vendor("iboss")),
        InspectionProduct("menlo", "Menlo Security", .medium, NameRule.vendor("Menlo Security")),
        InspectionProduct("watchguard", "WatchGuard", .medium, NameRule.vendor("WatchGuard")),
        InspectionProduct("sonicwall", "SonicWall", .medium, NameRule.vendor("SonicWall")),
        InspectionProduct(
            "lightspeed", "Lightspeed", .medium, NameRule.vendor("Lightspeed Systems", "Lightspeed Rocket")),
        InspectionProduct("securly", "Securly", .medium, NameRule.vendor("Securly")),
        InspectionProduct("goguardian", "GoGuardian", .medium, NameRule.vendor("GoGuardian")),
        InspectionProduct("contentkeeper", "ContentKeeper", .medium, NameRule.vendor("ContentKeeper")),
    ]
}
