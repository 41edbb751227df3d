import ProbeKit

extension KeepsTheClientHello {
    static let rewritten = FindingCard(
        "L3-HELLO-REWRITTEN", "Another ClientHello arrives than was sent",
        severity: .critical, basis: .observed("FG-3.8"),
        meaning: """
            The far end saw other suites, groups, versions, application protocols or extensions than were sent. A
            ClientHello cannot be edited on the way, since both ends sign what they saw: something ends TLS there and
            opens a connection of its own. The near end sees a clean handshake all the while, also where the gateway
            speaks TLS 1.2 or sends no server name behind it. Apple says that its services fail any connection with
            TLS inspection.
            """,
        explains: PathEdges.edges + [
            "L3-SNI-REWRITTEN", "L3-SUITE-STRIPPED", "L3-GROUP-STRIPPED", "L3-PSK-REFUSED",
            "L3-NO-OCSP-STAPLE",
            "L3-PATHS-DIFFER",
        ],
        settle: Check(
            "Dial the far end over the path and over the direct one: what changes only here changes in the gateway.",
            command:
                "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --reflector ADDR:PORT"),
        remedy: Gateways.remedy(
            "Exempt Apple's hosts from TLS inspection, so that the ClientHello passes as it is."))

    static let stripped = FindingCard(
        "L3-SUITE-STRIPPED", "An offered cipher suite does not arrive",
        severity: .high, basis: .observed("FG-B"),
        meaning: """
            A suite of the ClientHello is missing at the far end. The field guide makes a missing PSK suite the cause
            of a stall. Its name for it, ECDHE-PSK-AES256-GCM-SHA384, is a suite of TLS 1.2 (0xD002) that no Apple
            ClientHello offers; in TLS 1.3 a pre-shared key is an extension, and L3-PSK-REFUSED looks at that.
            """,
        explains: [PathEdges.stallByTheFieldGuide],
        settle: Check(
            "Compare the suites that arrive over this path and over the direct one.",
            command:
                "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --reflector ADDR:PORT"),
        remedy: Gateways.remedy("Let the gateway pass the ClientHello through as it is."))
}
