/// TLS clients inside gateways, by the fingerprint of the ClientHello that they send onwards.
///
/// Source: recorded behind the programs themselves, in the versions of Debian 12 and mitmproxy 11 (TLS 5+6).
struct GatewayClient: Hashable {
    let name: String
    /// Whether the whole fingerprint is known, and not only its list of suites.
    let isExact: Bool

    /// Whole fingerprints.
    private static let exact = [
        "t13d311200_e8f1e7e78f70_830561eb1039": "squid (peek and bump)",
        "t13d1813h1_796efca44d18_830561eb1039": "squid (stare and bump)",
        "t12d280900_d943125447b4_c32809c6df3d": "squid with TLS 1.3 turned off towards the server",
        "t13d2812h2_a01be8c064b6_ef4b9b248d72": "mitmproxy",
        "t13i2811h2_a01be8c064b6_ef4b9b248d72": "mitmproxy as a reverse proxy",
        "t12d2509h2_11b0a6e26a3b_8a2f1bb0d2df": "mitmproxy limited to TLS 1.2",
        "t12i280600_d943125447b4_e7e480e5a997": "nginx with its defaults",
        "t12d280700_d943125447b4_e7e480e5a997": "nginx with proxy_ssl_server_name",
        "t13d3112h1_e8f1e7e78f70_d41ae481755e": "haproxy ending TLS",
        "t13d461000_0cb0c5806038_1f22a2ca17c4": "stunnel",
        "t13d291300_723694b0fccc_2cc26d266019": "a GnuTLS client",
        "t13d3112h2_e8f1e7e78f70_b26ce05bbdd6": "curl with OpenSSL 3",
        "t13d3112h2_e8f1e7e78f70_f6eeaf393d2e": "openssl s_client",
    ]

    /// The second part alone, which is the offered suites: what a program keeps from version to version.
    private static let bySuites = [
        "a01be8c064b6": "mitmproxy",
        "0cb0c5806038": "stunnel",
        "723694b0fccc": "a GnuTLS client",
        "e8f1e7e78f70": "a gateway on OpenSSL 3 with its default suites",
        "d943125447b4": "a gateway on OpenSSL 3 with its default suites for TLS 1.2",
    ]

    /// Who probably sent a ClientHello; `nil` for a fingerprint that nobody here knows.
    init?(ja4: String?) {
        guard let ja4 else { return nil }
        let parts = ja4.split(separator: "_", omittingEmptySubsequences: false)
        if let name = Self.exact[ja4] {
            (self.name, isExact) = (name, true)
        } else if parts.count == 3, let name = Self.bySuites[String(parts[1])] {
            (self.name, isExact) = (name, false)
        } else {
            return nil
        }
    }

    /// A sentence with a space in front.
    var sentence: String {
        isExact
            ? " The ClientHello that arrived is that of \(name) (medium confidence: others may share it)."
            : " Its suites are those of \(name) (low confidence: many programs share them)."
    }
}
