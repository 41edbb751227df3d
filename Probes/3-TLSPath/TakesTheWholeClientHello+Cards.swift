import ProbeKit

extension TakesTheWholeClientHello {
    static let largeDropped = FindingCard(
        "L3-LARGE-HELLO-DROPPED", "A ClientHello of more than one segment is dropped",
        severity: .high, basis: .observed("TLS 3.8"),
        meaning: """
            Devices on iOS, iPadOS, macOS and visionOS 26 or later offer X25519MLKEM768, which makes their ClientHello
            some 1,500 bytes long: two TCP segments. A box that reads only the first one, or a path with a smaller
            MTU, answers it with silence or a reset, and lets the small ClientHello of older systems and of most tools
            through. So older devices enrol and new ones do not.
            """,
        explains: PathEdges.edges + ["L3-STALL", "L3-RESET"],
        settle: Check(
            "Send the ClientHello with and without the hybrid group over the same path.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --ladder"),
        remedy: Remedy(
            .network, "Make the path take a ClientHello of two segments.",
            steps: [
                "Update the firmware of whatever inspects TLS there; vendors have fixed this since 2024.",
                "Until then let Apple's hosts pass without inspection, so that nothing has to read the ClientHello.",
                "If its bytes are never acknowledged: set the MTU of the tunnel right, or clamp the MSS.",
            ],
            commands: ["abm-forensics path HOST --ladder", "nscurl --tls-diagnostics https://HOST"],
            references: ["Apple 122756", "tldr.fail"]))

    static let fragmentsRefused = FindingCard(
        "L3-FRAGMENTED-HELLO-REFUSED", "A ClientHello in two pieces is refused",
        severity: .medium, basis: .observed("TLS 3.8, 5+6"),
        meaning: """
            A ClientHello may come in several TCP segments and several TLS records. A box on this path takes it whole
            and fails when it is cut: it puts the pieces together wrongly, or not at all. Networks cut a long
            ClientHello as they please, so that such a path fails now and then for no reason that a log would show.
            """,
        settle: Check(
            "Repeat over the direct path: pieces that are taken there fail in the gateway.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --ladder"),
        remedy: Gateways.remedy(
            "Let the gateway pass this host through without reading its ClientHello.",
            first: [
                "Report it to the vendor with the two transcripts; squid (splice), sslh and sniproxy are known for it."
            ]))
}
