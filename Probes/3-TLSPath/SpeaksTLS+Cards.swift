import ProbeKit

extension SpeaksTLS {
    static let alert = FindingCard(
        "L3-ALERT", "The handshake ends with a fatal alert",
        severity: .high, basis: .published("RFC 8446 6.2"),
        meaning: """
            Whoever ended the handshake said why in one byte. Apple's own hosts accept what current devices
            offer, so an alert that comes on one path and not on another comes from something in between.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Compare with the direct path: an alert only here comes from the way.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct"),
        remedy: Gateways.remedy(
            "Find out who sends the alert; if it is the gateway, let it pass this host through."))

    static let blockPage = FindingCard(
        "L3-BLOCK-PAGE", "A block page, or another answer that is no TLS, comes back",
        severity: .critical, basis: .published("RFC 8446 5.1"),
        meaning: """
            Instead of a ServerHello the peer sends bytes of another kind, mostly an HTTP redirect to a
            filter's block page. A device in Setup Assistant cannot show it and reports a server that is
            unavailable. On port 80, where pages are in order, it is a page that a filter signed or a redirect to
            somebody else's host.
            """,
        explains: PathEdges.edges,
        settle: Check("Read the quoted bytes: a block page names its product and often the rule."),
        remedy: Gateways.remedy(
            "Take the host off the filter's block list, and off inspection with it.",
            first: ["The quoted bytes name the product, and often the category or the rule that matched."]))

    static let protocolError = FindingCard(
        "L3-PROTOCOL-ERROR", "The peer breaks the TLS protocol",
        severity: .high, basis: .published("RFC 8446 6.2"),
        meaning: """
            A message has a wrong length, an illegal value or comes out of turn; the finding says where.
            Apple's hosts do not do that: a box on the way changed the stream, or a TLS implementation that is
            not Apple's answers.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Repeat on the direct path and keep the messages of both.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --format json"),
        remedy: Gateways.remedy("Take the box that changes the stream out of this host's path."))
}
