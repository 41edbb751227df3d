import ProbeKit

extension ReachesEveryHost {
    static let unresolved = FindingCard(
        "L3-UNRESOLVED", "The name of an enrolment host does not resolve",
        severity: .critical, basis: .observed("AE 3"),
        meaning:
            "The resolver of this path has no address for a host that enrolment needs, so nothing else can begin.",
        explains: PathEdges.edges,
        settle: Check(
            "Ask the path's own resolver and a public one for the same name.", command: "dig +short HOST"),
        remedy: Remedy(
            .network, "Let the enrolment network resolve Apple's host names.",
            steps: [
                "Look the name up on the resolver that the devices get by DHCP.",
                "Remove the block or the split-DNS rule for *.apple.com; do not point the name at an address of your own.",
            ],
            commands: ["dig +short HOST"], references: ["Apple 101555", "field guide FG-9.8"]))

    static let unreachable = FindingCard(
        "L3-UNREACHABLE", "An enrolment host does not answer the connection",
        severity: .critical, basis: .observed("AE 3"),
        meaning:
            "The name resolves and the TCP connection, or the proxy's answer, never comes: a filter drops it or no route leads there.",
        explains: PathEdges.edges,
        settle: Check("Connect to the same address from another network.", command: "nc -vz -w 5 HOST 443"),
        remedy: Remedy(
            .network, "Open the host and its port for the enrolment network.",
            steps: [
                "Compare the firewall's rules with the hosts and ports of Apple's list.",
                "Allow by name or by 17.0.0.0/8; single addresses change.",
            ],
            commands: ["nc -vz -w 5 HOST 443"], references: ["Apple 101555"]))

    static let refused = FindingCard(
        "L3-REFUSED", "The connection to an enrolment host is refused",
        severity: .critical, basis: .observed("AE 3"),
        meaning:
            "The port answers with a reset, or the proxy opens no tunnel: somebody on the way says no. A proxy that answers 502, 503 or 504 tried and found no way itself; the fault is then behind it, or in its name resolution.",
        explains: PathEdges.edges,
        settle: Check("Read the proxy's or firewall's log for this host: a refusal is logged."),
        remedy: Remedy(
            .network, "Allow CONNECT, or the port, to the host.",
            steps: ["Add Apple's enrolment hosts to the allow list of the proxy, with inspection off."],
            references: ["Apple 101555"]))

    static let proxyAuthentication = FindingCard(
        "L3-PROXY-AUTH", "The proxy asks for a login",
        severity: .critical, basis: .published("AE 3"),
        meaning:
            "The proxy answers 407. A device in Setup Assistant has nobody who could log in, so it never gets past it.",
        explains: PathEdges.edges,
        settle: Check(
            "Repeat the connection from a network without that proxy.", command: "abm-forensics path HOST"),
        remedy: Remedy(
            .network, "Exempt Apple's enrolment hosts from proxy authentication.",
            steps: [
                "Add the hosts of Apple's list to the proxy's authentication bypass, with inspection off."
            ],
            references: ["Apple 101555"]))
}
