import CaseReading
import Casework
import ProbeKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which exchanges are the tenant's business, and what its services answer.
///
/// Source: AE 1.1, AE 1.3; the paths of the field guide.
extension HTTPExchange {
    /// Apple's Business or School Manager API.
    var isAxM: Bool { ["api-business.apple.com", "api-school.apple.com"].contains(host) }

    /// The place where a client assertion becomes a bearer token.
    var isTokenRequest: Bool { host == "account.apple.com" && path.contains("/oauth2/") }

    /// The ADE service, which MDM servers ask.
    var isADEService: Bool { HostRole(host: host) == .adeService }

    /// A service of the tenant, by its host or by a path that only a tenant has.
    var isTenantService: Bool {
        if isAxM || isADEService || isTokenRequest { return true }
        // The field guide's hosts, and what stands before them.
        let names = ["business.apple.com", "school.apple.com", "devices.apple.com"]
        if names.contains(where: { host == $0 || host.hasSuffix(".\($0)") }) { return true }
        let path = path
        return ["/v2/devices", "/v2/tenants", "/v2/assignments", "/v2/depTokens"].contains {
            path.hasPrefix($0)
        }
    }

    var succeeded: Bool { (200..<300).contains(status) }

    /// The codes of a JSON:API error document.
    var errorCodes: [String] {
        struct Body: Decodable {
            struct Fault: Decodable { let code: String? }
            let errors: [Fault]
        }
        guard let responseBody, responseBody.contains("\"errors\"") else { return [] }
        let body = try? JSONDecoder().decode(Body.self, from: Data(responseBody.utf8))
        return body?.errors.compactMap(\.code) ?? []
    }

    /// The `error` of an OAuth answer.
    var oauthError: String? {
        struct Body: Decodable { let error: String }
        guard let responseBody else { return nil }
        return (try? JSONDecoder().decode(Body.self, from: Data(responseBody.utf8)))?.error
    }

    /// Method and path, the ids of single things left out: `GET /v1/orgDevices/{id}`.
    var endpoint: String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            let digits = part.count { $0.isNumber }
            let isID =
                digits > 0 && (part.contains("-") || part.contains("_")) || digits > 1 && part.count >= 6
            return isID ? "{id}" : String(part)
        }
        return "\(method.uppercased()) \(host)\(parts.joined(separator: "/"))"
    }
}

extension TenantFacts {
    /// The thresholds with the tiers that the tenant last reported for itself.
    ///
    /// Source: FG-1.1: the seeds contradict one another, so the tenant's own limits win.
    var tiers: Thresholds {
        var tiers = thresholds
        func take(_ limit: KeyPath<RateLimitSample, Double?>, _ tier: WritableKeyPath<Thresholds, Int>) {
            let told = rateLimits.filter { $0[keyPath: limit] != nil }
                .max { ($0.at ?? asOf) < ($1.at ?? asOf) }?[keyPath: limit]
            if let told, told > 0, told < 1e12 { tiers[keyPath: tier] = Int(told) }
        }
        take(\.burstLimit, \.burstPerMinute)
        take(\.hourLimit, \.sustainedPerHour)
        take(\.limit24h, \.rollingPerDay)
        return tiers
    }

    /// Judges how somebody's access to the tenant went.
    ///
    /// What is wrong with this tool's own access says nothing of the tenant: it only keeps things from being seen.
    func judgingAccess(_ judge: ([HTTPExchange]) -> Conclusion) -> Conclusion {
        // Several files of exchanges may overlap in time.
        let inOrder =
            exchanges.contains { $0.at == nil }
            ? exchanges : exchanges.sorted { ($0.at ?? asOf) < ($1.at ?? asOf) }
        let theirs = judge(inOrder.filter { !$0.isOwn })
        guard exchanges.contains(where: \.isOwn), case .cannotTell = theirs.answer else { return theirs }
        let own = judge(inOrder.filter(\.isOwn))
        guard case .found(let claims) = own.answer else { return own }
        return .cannotTell(
            because: "this tool's own access: \(claims.map(\.brief).joined(separator: "; "))",
            supply: "credentials that the tenant accepts")
    }
}

/// How to get what the probes of this layer need.
let needsExchanges = Need(
    Supply(.exchanges),
    how: "HTTP exchanges with the tenant, as HAR: of the MDM, of a proxy, or of a browser's developer tools")
