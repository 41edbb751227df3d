/// Products that end TLS on the way, by what they write into the certificates they make.
///
/// Shape: lower-case pieces of a distinguished name; any one is enough. A customer may give a product a CA of
/// their own, so that a chain without such a name proves nothing.
/// Source: the vendors' own documents and certificates seen in public captures (TLS 4.1).
enum InspectionProduct {
    static let table: [(product: String, pieces: [String])] = [
        ("Zscaler ZIA", ["o=zscaler", "zscaler root ca", "zscaler intermediate root"]),
        ("Cloudflare Gateway", ["gateway ca - cloudflare managed", "cloudflare for teams"]),
        ("Netskope", ["caadmin.netskope.com", ".goskope.com", "o=netskope"]),
        ("FortiGate", ["fortinet-subca", "o=fortinet"]),
        (
            "Cisco Umbrella",
            ["cisco umbrella root ca", "cisco umbrella primary subca", "cisco umbrella secondary subca"]
        ),
        ("Cisco Secure Web Appliance", ["cisco wsa", "cisco secure web appliance"]),
        ("Palo Alto Networks", ["palo alto", "pan-os", "prisma access", "globalprotect"]),
        ("mitmproxy", ["cn=mitmproxy"]),
        ("Charles", ["charles proxy ca"]),
        ("Fiddler", ["do_not_trust_fiddlerroot"]),
        ("Burp Suite", ["portswigger ca"]),
        ("OWASP ZAP", ["owasp zed attack proxy root ca", "owasp zap root ca"]),
        ("Proxyman", ["proxyman ca"]),
        ("Kaspersky", ["kaspersky anti-virus personal root"]),
        ("ESET", ["eset ssl filter ca"]),
        ("Bitdefender", ["bitdefender personal ca"]),
        ("Avast or AVG", ["avast web/mail shield", "avg web/mail shield"]),
        ("Sophos", ["sophos"]),
        ("Symantec or Blue Coat", ["bluecoat", "blue coat", "symantec web security"]),
        ("Skyhigh or McAfee Web Gateway", ["mcafee web gateway", "skyhigh"]),
        ("Forcepoint", ["forcepoint", "websense"]),
        ("Check Point", ["check point"]),
        ("Barracuda", ["barracuda"]),
        ("iboss", ["iboss"]),
        ("Menlo Security", ["menlo security"]),
        ("WatchGuard", ["watchguard"]),
        ("SonicWall", ["sonicwall"]),
        ("Lightspeed", ["lightspeed"]),
        ("Securly", ["securly"]),
        ("GoGuardian", ["goguardian"]),
        ("ContentKeeper", ["contentkeeper"]),
    ]

    /// The product that one of the names belongs to.
    static func named(in names: [String]) -> String? {
        let folded = names.map { $0.lowercased() }
        return table.first { row in
            row.pieces.contains { piece in folded.contains { $0.contains(piece) } }
        }?.product
    }
}
