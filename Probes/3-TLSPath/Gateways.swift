import ProbeKit

/// What to do at the gateway, for every finding that a gateway causes.
///
/// Source: field guide FG-3.10, without the remedies that it rejects in FG-9.8.
enum Gateways {
    static let steps = [
        "In general: turn TLS inspection off and let the SNI pass for the hosts of Apple's list, or all of *.apple.com. (The field guide adds *.mdmenrollment.apple.com and devices.apple.com, which are not on that list.) DNS allow lists are not enough.",
        "Zscaler: SNI Passthrough, not SNI Proxy, and SSL Inspection off for *.apple.com (Admin > Configurations > SSL Inspection > Advanced Settings).",
        "Cloudflare: a Do Not Inspect rule for these hosts; with a tunnel, split DNS so that devices.apple.com does not enter it.",
        "Palo Alto Prisma: a no-decrypt rule for these hosts.",
        "A hop of your own must pass connections through by SNI (nginx stream with ssl_preread, haproxy in TCP mode). A proxy that ends TLS is interception again, and pinned hosts fail behind it.",
        "Do not turn certificate checks off anywhere: that opens enrolment to anybody on the path and pinned hosts fail all the same.",
    ]
    static let commands = [
        "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct",
        "openssl s_client -connect HOST:443 -servername HOST -tls1_3 </dev/null",
        "nscurl --tls-diagnostics https://HOST",
    ]
    static let references = ["field guide FG-3.10, FG-9.8", "Apple 101555"]

    static func remedy(_ summary: String, first: [String] = []) -> Remedy {
        Remedy(.network, summary, steps: first + steps, commands: commands, references: references)
    }

    /// Findings that take the evidence of every later question away.
    static let endsBeforeTheCertificate: [FindingCode] = [
        "L3-STALL", "L3-RESET", "L3-ALERT", "L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH",
        "L3-BLOCK-PAGE", "L3-PROTOCOL-ERROR",
    ]
}
