package import Casework

/// One answer of `/rate_limits`.
///
/// Source: FG-1.3.
package struct RateLimitSample: Sendable, Hashable {
    package let at: Instant?
    package let remainingBurst: Double?
    package let remainingHour: Double?
    package let remaining24h: Double?
    package let burstLimit: Double?
    package let hourLimit: Double?
    package let limit24h: Double?
    package let consumed1h: Double?
    package let citation: Citation

    package init(
        at: Instant?, remainingBurst: Double? = nil, remainingHour: Double? = nil,
        remaining24h: Double? = nil,
        burstLimit: Double? = nil, hourLimit: Double? = nil, limit24h: Double? = nil,
        consumed1h: Double? = nil,
        citation: Citation
    ) {
        self.at = at
        self.remainingBurst = remainingBurst
        self.remainingHour = remainingHour
        self.remaining24h = remaining24h
        self.burstLimit = burstLimit
        self.hourLimit = hourLimit
        self.limit24h = limit24h
        self.consumed1h = consumed1h
        self.citation = citation
    }
}

/// One MDM integration as the tenant sees it, or as the MDM sees its own.
///
/// Source: FG-4.1; AE 5.1 to 5.3 for the MDM's word.
package struct Integration: Sendable, Hashable {
    package let vendor: String?
    /// What tells one connection of an MDM from its others, such as the token's name.
    package let name: String?
    /// Whose word it is: `.tenant` or `.mdm`.
    package let reporter: EvidenceRole
    package let lastSyncStatus: String?
    package let lastSyncError: String?
    /// `lastSyncTimestamp`, else `timestamp`.
    package let lastSyncAt: Instant?
    package let citation: Citation

    package init(
        vendor: String?, lastSyncStatus: String?, lastSyncError: String?, lastSyncAt: Instant?,
        name: String? = nil, reporter: EvidenceRole = .tenant, citation: Citation
    ) {
        self.vendor = vendor
        self.name = name
        self.reporter = reporter
        self.lastSyncStatus = lastSyncStatus
        self.lastSyncError = lastSyncError
        self.lastSyncAt = lastSyncAt
        self.citation = citation
    }
}

/// A server token's dates and status, never its secrets.
///
/// Source: FG-4.5, AE 2.1.
package struct ServerToken: Sendable, Hashable {
    /// A name that tells tokens apart: the organisation, the server or the file.
    package let name: String
    package let expiresAt: Instant?
    /// `ACTIVE`, `REVOKED`, … where the source says.
    package let status: String?
    package let citation: Citation

    package init(name: String, expiresAt: Instant?, status: String?, citation: Citation) {
        self.name = name
        self.expiresAt = expiresAt
        self.status = status
        self.citation = citation
    }
}

/// One HTTP request with its answer, as a HAR entry tells it.
///
/// Source: HAR 1.2.
package struct HTTPExchange: Sendable, Hashable {
    package let at: Instant?
    package let method: String
    package let url: String
    /// 0 where no answer came.
    package let status: Int
    /// Milliseconds; `nil` where the source wrote -1 or nothing.
    package let timeMs: Double?
    /// Names in lower case, values as they came; credentials are left out.
    package let requestHeaders: [HTTPHeader]
    package let responseHeaders: [HTTPHeader]
    /// Decoded text, at most 64 KiB of it.
    package let requestBody: String?
    package let responseBody: String?
    /// What the tokens that were sent or issued say of themselves; never the tokens.
    package let credentials: [TokenClaims]
    /// Whether this tool made the exchange: what is wrong with its access says nothing of the tenant.
    package var isOwn: Bool
    package let citation: Citation

    package init(
        at: Instant? = nil, method: String = "GET", url: String, status: Int, timeMs: Double? = nil,
        requestHeaders: [HTTPHeader] = [], responseHeaders: [HTTPHeader] = [], requestBody: String? = nil,
        responseBody: String? = nil, credentials: [TokenClaims] = [], isOwn: Bool = false, citation: Citation
    ) {
        self.at = at
        self.method = method
        self.url = url
        self.status = status
        self.timeMs = timeMs
        self.requestHeaders = requestHeaders
        self.responseHeaders = responseHeaders
        self.requestBody = requestBody
        self.responseBody = responseBody
        self.credentials = credentials
        self.isOwn = isOwn
        self.citation = citation
    }

    /// The host of the URL in lower case, without a port.
    package var host: String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let withoutUser = authority.split(separator: "@").last ?? authority
        return String(withoutUser.prefix { $0 != ":" }).lowercased()
    }

    /// The path without query, starting with a slash.
    package var path: String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...].drop { $0 != "/" }
        return String(rest.prefix { $0 != "?" && $0 != "#" })
    }

    /// The first value of a response header, by its name in lower case.
    package func response(_ name: String) -> String? {
        responseHeaders.first { $0.name == name }?.value
    }
}

package struct HTTPHeader: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
