import ProbeKit

extension PresentsTheExpectedChain {
    static let intercepted = FindingCard(
        "L3-INTERCEPTED", "TLS to an enrolment host is intercepted",
        severity: .critical, basis: .published("AE 3"),
        meaning: """
            The chain ends in the certificate authority of an inspecting gateway or in a private root, not in
            an anchor that the host is expected to have. Apple says that its services fail any connection with
            TLS inspection. Hosts on its pin list fail even where the gateway's root is installed; the others fail
            wherever it is not, as in Setup Assistant.
            """,
        explains: PathEdges.edges + [
            "L3-PIN-VIOLATED", "L3-CHAIN-UNTRUSTED", "L3-HELLO-REWRITTEN", "L3-PSK-REFUSED",
            "L3-SUITE-STRIPPED", "L3-GROUP-STRIPPED", "L3-NO-OCSP-STAPLE", "L3-NO-SCT", "L3-DOWNGRADED",
            "L3-PATHS-DIFFER", "L3-ALERT",
            // Who ends TLS has to read the ClientHello, in however many pieces it comes.
            "L3-FRAGMENTED-HELLO-REFUSED",
            // The certificate is the gateway's own: what is wrong with it is no fault of the host.
            "L3-CERT-UNFIT", "L3-CHAIN-INCOMPLETE", "L3-NAME-MISMATCH", "L3-CERT-EXPIRED",
            "L3-CERT-NOT-YET-VALID", "L3-OCSP-BAD",
        ],
        settle: Check(
            "Read the issuer on this path and on the direct one.",
            command:
                "openssl s_client -connect HOST:443 -servername HOST -showcerts </dev/null | openssl x509 -noout -issuer"
        ),
        remedy: Gateways.remedy(
            "Exempt Apple's hosts from TLS inspection.",
            first: [
                "Installing the gateway's root on devices does not help: many of Apple's hosts are pinned, and in Setup Assistant the root is not there yet."
            ]))

    static let untrusted = FindingCard(
        "L3-CHAIN-UNTRUSTED", "The chain leads to no trusted anchor",
        severity: .high, basis: .published("RFC 5280 6"),
        meaning: """
            No path leads from the presented certificate to an expected or a public root, or the path breaks a
            rule. For an MDM with a private root this is in order only if the enrolment profile carries that
            root as an anchor.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Verify with the root that should be its anchor.",
            command: "abm-forensics path HOST --anchor ROOT.pem"),
        remedy: Remedy(
            .network, "Present a chain to a trusted root, or hand the private root out as an anchor.",
            steps: [
                "For one of Apple's hosts: look for what ends TLS on the way and exempt the host from it.",
                "For an MDM with a public certificate: install the full chain on its front end.",
                "For an MDM with a private root: put the root into anchor_certs of the enrolment profile and under expect.anchors of the case.",
                "Do not turn certificate checks off.",
            ],
            references: ["RFC 5280 6", "field guide FG-9.8"]))

    static let incomplete = FindingCard(
        "L3-CHAIN-INCOMPLETE", "An intermediate certificate is missing",
        severity: .medium, basis: .published("RFC 8446 4.4.2"),
        meaning: """
            The server presents its own certificate without an intermediate that leads to the root. Clients
            that have seen the intermediate elsewhere connect and others do not, so the fault looks random.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Count the certificates that are presented.",
            command: "openssl s_client -connect HOST:443 -servername HOST -showcerts </dev/null"),
        remedy: Remedy(
            .mdm, "Install the full chain on the server, leaf first.",
            steps: [
                "Fetch the missing intermediate from its issuer and append it to the certificate file of the front end."
            ],
            references: ["RFC 8446 4.4.2"]))
}
