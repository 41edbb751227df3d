import ProbeKit

extension AnswersTheClientHello {
    static let stall = FindingCard(
        "L3-STALL", "The path goes silent after the ClientHello",
        severity: .critical, basis: .fieldGuide("FG-3.2"),
        meaning: """
            TCP connects, the ClientHello goes out, and no byte comes back until somebody gives up. DNS and
            ping work, which is why it is taken for anything but the network. The field guide's account: a
            gateway ends TLS and connects onwards under a name of its own, so that the far side waits or
            routes wrongly; its signature is 28 to 30 s of silence. Measured with real gateways the same
            silence comes from a policy that holds the connection, and from boxes that cannot take the larger
            ClientHello of current systems.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Send the same ClientHello direct and with a control name through the same path: silence only here, only with this name, is the gateway's policy.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --ladder"),
        remedy: Gateways.remedy(
            "Let the gateway pass this host through untouched, by SNI, without inspection."))

    static let reset = FindingCard(
        "L3-RESET", "The connection is cut off after the ClientHello",
        severity: .critical, basis: .observed("RFC 8446 4.1"),
        meaning: """
            The ClientHello goes out and the connection is reset or closed before the handshake is done. A
            server that refuses sends an alert; an end without one is what filters and boxes do that cannot
            read the ClientHello.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Change one thing of the ClientHello at a time: what is answered under another server name is filtered by name.",
            command: "abm-forensics path HOST --ladder"),
        remedy: Gateways.remedy(
            "Find the device that cuts the connection and let it pass this host through.",
            first: [
                "Read the filter's log at the times of the cited handshakes: a deliberate reset is logged there."
            ]))
}
