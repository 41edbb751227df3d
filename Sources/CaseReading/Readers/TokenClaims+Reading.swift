import Casework
import Crypto
import OpenFormats

extension TokenClaims {
    /// The longest token that is looked into; a header may not be longer.
    private static let maximumBytes = 16 << 10

    /// Takes the claims out of a token; what is no JWT keeps its identity alone.
    ///
    /// Source: RFC 7519 sections 3 and 4.1; times are seconds with any fraction.
    init?(_ kind: Kind, token: String, isIssued: Bool = false) {
        let text = token.trimmedASCII
        guard !text.isEmpty, text.utf8.count <= Self.maximumBytes, text != Redaction.mark else { return nil }
        let digest = SHA256.hash(data: Array(text.utf8))
        let identity = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let claims = Self.claims(of: text)
        let audience = claims?["aud"]
        self.init(
            kind, isIssued: isIssued, identity: identity, issuedAt: Self.time(claims?["iat"]),
            expiresAt: Self.time(claims?["exp"]),
            audience: (audience?.string ?? audience?[0]?.string).map { String($0.prefix(200)) },
            isDecoded: claims != nil)
    }

    private static func claims(of token: String) -> JSONValue? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.bytes(String(parts[1])),
            let value = try? JSONValue(parsing: bytes, limits: .record), value.object != nil
        else { return nil }
        return value
    }

    private static func time(_ value: JSONValue?) -> Instant? {
        guard let seconds = value?.double, seconds.isFinite, abs(seconds) < 1e11 else { return nil }
        return Instant(microseconds: Int64(seconds * 1e6))
    }

    /// With the times that the answer which issued it gives, where the token tells none.
    func living(from start: Instant, to end: Instant) -> Self {
        Self(
            kind, isIssued: isIssued, identity: identity,
            issuedAt: expiresAt == nil ? start : issuedAt, expiresAt: expiresAt ?? end,
            audience: audience, isDecoded: isDecoded)
    }
}

/// Finds the tokens of an exchange before they are taken out of it.
///
/// Source: AE 1.1; RFC 6749 section 5.1, RFC 6750 section 2.1, RFC 7523 section 2.2.
struct CredentialSearch {
    let request: JSONFields
    let url: String
    let sentBody: [UInt8]?
    let answer: [UInt8]?
    let at: Instant?

    func claims() -> [TokenClaims] { bearer() + assertions() + issued() }

    private func bearer() -> [TokenClaims] {
        (request["headers"]?.array ?? []).compactMap { header in
            guard header["name"]?.string?.lowercased() == "authorization",
                let value = header["value"]?.string, value.lowercased().hasPrefix("bearer ")
            else { return nil }
            return TokenClaims(.bearer, token: String(value.dropFirst(7)))
        }
    }

    /// The assertion stands in a form, in its parsed parameters, or in the query.
    private func assertions() -> [TokenClaims] {
        let name = "client_assertion"
        var tokens: [String] = []
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        let form = sentBody.map { String(decoding: $0.prefix(64 << 10), as: UTF8.self) } ?? ""
        for text in [query, form] {
            for pair in text.split(separator: "&") where pair.hasPrefix(name + "=") {
                tokens.append(String(pair.dropFirst(name.count + 1)))
            }
        }
        for parameter in request["postData"]?["params"]?.array ?? [] where parameter["name"]?.string == name {
            tokens.append(parameter["value"]?.string ?? "")
        }
        var seen: Set<UInt64> = []
        return tokens.compactMap { TokenClaims(.assertion, token: $0) }.filter {
            seen.insert($0.identity).inserted
        }
    }

    /// A token answer says how long its token lives, whether or not the token itself can be read.
    private func issued() -> [TokenClaims] {
        guard url.contains("oauth2"), let answer, answer.count <= 64 << 10,
            let body = try? JSONValue(parsing: answer, limits: .record),
            let token = body["access_token"]?.string,
            let claims = TokenClaims(.bearer, token: token, isIssued: true)
        else { return [] }
        let life = body["expires_in"]?.int ?? body["expires_in"]?.string.flatMap { Int($0) }
        guard let at, let life, (0...1_000_000_000).contains(life) else { return [claims] }
        return [claims.living(from: at, to: at + .seconds(life))]
    }
}
