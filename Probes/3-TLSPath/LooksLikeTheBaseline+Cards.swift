import ProbeKit

extension LooksLikeTheBaseline {
    private static let comparison = "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct"

    static let differ = FindingCard(
        "L3-PATHS-DIFFER", "A host looks different over two paths",
        severity: .high, basis: .observed("FG-3.8"),
        meaning: """
            Completed handshakes with one host differ from way to way. Another trust anchor, an older version or
            another application protocol are the work of something in between. Another leaf key, issuer or JA3S, or Apple's
            root in place of a public one, are what the edges of a content network do by themselves, and weigh nothing alone. An
            ALPN of h2 is in order: losing it is the sign.
            """,
        settle: Check(
            "Repeat both ways a few times: what differs each time is the way, what changes is the network of the host.",
            command: comparison + " --repeat 5"),
        remedy: Gateways.remedy(
            "Find what stands in the path that differs, and let it pass this host through."))

    static let groupStripped = FindingCard(
        "L3-GROUP-STRIPPED", "The hybrid key exchange is lost on the path",
        severity: .low, basis: .observed("TLS 3.8"),
        meaning: """
            The host negotiates X25519MLKEM768 over the direct path and an older group over this one, though both
            were offered it. Gateways that decrypt take it out of the ClientHello, or open a connection of their own
            without it. By itself it breaks nothing.
            """,
        settle: Check("Compare the group of both ways.", command: comparison),
        remedy: Gateways.remedy("Let the gateway pass the ClientHello through as it is."))

    static let noStaple = FindingCard(
        "L3-NO-OCSP-STAPLE", "The stapled OCSP response is lost on the path",
        severity: .info, basis: .observed("FG-3.8"),
        meaning: """
            The host staples the status of its certificate over the direct path and not over this one. Gateways that
            end TLS do not pass it on. By itself it breaks nothing.
            """,
        settle: Check("Compare the staple of both ways.", command: comparison),
        remedy: Gateways.remedy("Let the gateway pass the connection through, without ending TLS."))
}
