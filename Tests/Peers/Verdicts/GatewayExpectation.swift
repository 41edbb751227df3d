import Diagnosis
import ProbeKit

/// What the toolkit has to say about one gateway.
struct GatewayExpectation: Sendable {
    var codes: Set<String> = []
    /// The one root cause, absent where nothing is wrong; every other code follows from it.
    var cause: String?
    /// The inspecting product that the finding names, absent where none can be told.
    var product: String?
    /// What Apple devices would not accept in the gateway's own certificate.
    var flaw: String?
    /// Whether the far end sees an older TLS than the client does.
    var hidesDowngrade = false
    /// Whether the ClientHello that came out on the other side can be compared.
    var isReflected = true
    /// How long a silence is borne, absent for the usual time.
    var stall: Duration?

    var outcome: Outcome { codes.isEmpty ? .pass : .fail }

    func isMet(by survey: GatewaySurvey) -> Bool {
        survey.codes == codes.sorted() && survey.causes == (cause.map { [$0] } ?? [])
            && survey.verdict.outcome == outcome && survey.hidesDowngrade == hidesDowngrade
            && (survey.arrived != nil) == isReflected
    }

    private static let passed = GatewayExpectation()

    private static func only(
        _ code: String, isReflected: Bool = true, stall: Duration? = nil
    ) -> GatewayExpectation {
        GatewayExpectation(codes: [code], cause: code, isReflected: isReflected, stall: stall)
    }

    /// Whoever ends TLS shows its own chain, and the far end meets another client.
    private static func inspected(
        by product: String?, and others: Set<String> = [], flaw: String? = nil,
        hidesDowngrade: Bool = false
    ) -> GatewayExpectation {
        let seen: Set = ["L3-INTERCEPTED", "L3-PATHS-DIFFER", "L3-NO-OCSP-STAPLE"]
        let arrived: Set = ["L3-HELLO-REWRITTEN", "L3-SUITE-STRIPPED"]
        return GatewayExpectation(
            codes: seen.union(arrived).union(others), cause: "L3-INTERCEPTED", product: product, flaw: flaw,
            hidesDowngrade: hidesDowngrade)
    }

    /// An older version on this side: the handshake is not carried to its end, so that no question can follow.
    private static func downgraded(by product: String?) -> GatewayExpectation {
        GatewayExpectation(
            codes: ["L3-INTERCEPTED", "L3-PATHS-DIFFER", "L3-NO-OCSP-STAPLE", "L3-DOWNGRADED"],
            cause: "L3-INTERCEPTED", product: product, isReflected: false)
    }

    private static let bumped: Set = ["L3-FRAGMENTED-HELLO-REFUSED", "L3-PSK-REFUSED"]

    /// By the name of the gateway.
    static let all: [String: GatewayExpectation] = [
        "squid: splice": only("L3-FRAGMENTED-HELLO-REFUSED"),
        "squid: bump": inspected(by: "Zscaler", and: bumped),
        "squid: stare and bump": inspected(by: "Zscaler", and: bumped),
        // It signs before it has seen the far end's certificate: its own lasts as long as its authority's root.
        "squid: bump without a look": inspected(
            by: "Zscaler", and: bumped.union(["L3-CERT-UNFIT"]), flaw: "valid for 3650 days"),
        "squid: bump, TLS 1.2 to the far end": inspected(by: "Zscaler", and: bumped, hidesDowngrade: true),
        "mitmproxy: regular": inspected(by: "mitmproxy", and: ["L3-PSK-REFUSED"]),
        "mitmproxy: TLS 1.2": inspected(
            by: "mitmproxy", and: ["L3-DOWNGRADED", "L3-PSK-REFUSED"], hidesDowngrade: true),
        "mitmproxy: no h2": inspected(by: "mitmproxy", and: ["L3-PSK-REFUSED"]),
        "mitmproxy: ignore every host": passed,
        "mitmproxy: reverse": inspected(by: "mitmproxy", and: ["L3-SNI-REWRITTEN"]),
        "nginx: http proxy, defaults": downgraded(by: nil),
        "nginx: http proxy, another server name": downgraded(by: "Zscaler"),
        "nginx: http proxy, TLS 1.3 on this side": inspected(
            by: nil, and: ["L3-SNI-REWRITTEN"], hidesDowngrade: true),
        "nginx: http proxy, TLS 1.3 on this side, another server name": inspected(
            by: "Zscaler", and: ["L3-SNI-REWRITTEN"], hidesDowngrade: true),
        "nginx: pass by name": passed,
        "haproxy: pass by name": passed,
        "haproxy: end TLS, rename, http/1.1": inspected(by: "Cloudflare", and: ["L3-SNI-REWRITTEN"]),
        "haproxy: end TLS, ssl-max-ver TLSv1.2": downgraded(by: "Forti"),
        "haproxy: end TLS, force-tlsv12": downgraded(by: "Forti"),
        "haproxy: silence, then the end": only(
            "L3-STALL", isReflected: false, stall: .milliseconds(600)),
        "haproxy: silence, then passed on": passed,
        "stunnel: end and begin anew": inspected(by: "Umbrella"),
        "sslh": passed,
        "sniproxy": only("L3-FRAGMENTED-HELLO-REFUSED"),
        "tinyproxy": passed,
        "tinyproxy: denies the port": only("L3-REFUSED", isReflected: false),
        "tinyproxy: asks for a login": only("L3-PROXY-AUTH", isReflected: false),
        "microsocks": passed,
        "dante": passed,
        "dante: denies everything": only("L3-REFUSED", isReflected: false),
    ]
}
