import TLSHandshake

/// The head of an HTTP answer on port 80, as far as the first bytes tell.
struct WebAnswer {
    let status: Int
    /// Where it sends the client, if that stands in the first bytes.
    let location: String?
    /// All that was kept of it, in lower case.
    private let text: String

    init?(_ transcript: HandshakeTranscript) {
        guard let hex = transcript.firstBytes, !hex.isEmpty else { return nil }
        let text = FirstBytes.text(hex)
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, first.hasPrefix("HTTP/"),
            let code = first.split(separator: " ").dropFirst().first, code.utf8.count == 3,
            let status = Int(code)
        else { return nil }
        self.status = status
        self.text = text.lowercased()
        location = lines.dropFirst().first { $0.lowercased().hasPrefix("location:") }.map {
            String($0.dropFirst("location:".count).drop { $0 == " " })
        }
    }

    /// The host whose answer Apple defines: a page that says Success.
    private static let captiveCheck = "captive.apple.com"

    /// Words by which filters and proxies sign their own pages.
    ///
    /// Source: the block pages and headers of the products in TLS 4 and 4.1.
    private static let filterWords = [
        "x-squid-error", "err_access_denied", "zscaler", "netskope", "goskope", "umbrella", "opendns",
        "fortigate", "fortiguard", "fortinet", "palo alto", "globalprotect", "prisma", "blue coat", "proxysg",
        "forcepoint", "sophos", "barracuda", "teams.cloudflare.com", "securly", "lightspeed", "goguardian",
        "contentkeeper", "iboss", "skyhigh", "mcafee", "web filter", "web page blocked",
        "access denied by policy",
        "has been blocked", "is blocked",
    ]

    /// Whether somebody in between says no: a filter's page, or a redirect away from the host and its owner.
    ///
    /// A host for revocation lists refuses `/` with 403 or 404 by itself, so that such a status alone accuses nobody.
    func isBlocking(for host: String) -> Bool {
        // Legal reasons and a captive portal's login: no server of Apple's says so (RFC 7725, RFC 6585).
        if [451, 511].contains(status) { return true }
        if host == Self.captiveCheck {
            if [401, 403].contains(status) { return true }
            if status == 200, let body, !body.isEmpty, !body.contains("success") { return true }
        }
        if (400..<600).contains(status), Self.filterWords.contains(where: text.contains) { return true }
        guard (300..<400).contains(status), let target = locationHost else { return false }
        let owner = host.split(separator: ".").suffix(2).joined(separator: ".")
        return target != host && target != owner && !target.hasSuffix(".\(owner)")
    }

    /// The page, as far as it is kept; `nil` where the head alone filled the room.
    private var body: Substring? {
        text.firstRange(of: "\r\n\r\n").map { text[$0.upperBound...] }
    }

    /// The host of an absolute location; `nil` for one on the same host.
    private var locationHost: String? {
        guard let location, let scheme = location.firstRange(of: "//") else { return nil }
        let authority = location[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let host = (authority.split(separator: "@").last ?? authority).prefix { $0 != ":" }
        return host.isEmpty ? nil : host.lowercased()
    }

    var words: String {
        "status \(status)" + (locationHost.map { " and a redirect to \($0)" } ?? "")
    }
}
