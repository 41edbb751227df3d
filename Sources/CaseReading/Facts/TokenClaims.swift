package import Casework

/// What a bearer token or a client assertion says of itself, decoded and not verified.
///
/// The token is gone: nothing here can be used to sign in. Only `identity` is left of it, so that a token that was
/// issued can be found again where it was sent.
/// Source: RFC 7519 section 4.1; AE 1.1.
package struct TokenClaims: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// `Authorization: Bearer …`, or the `access_token` of a token answer.
        case bearer
        /// The signed JWT that asks for a bearer token.
        case assertion
    }

    package let kind: Kind
    /// Whether it came in an answer; else it was sent in a request.
    package let isIssued: Bool
    /// The first eight bytes of the token's SHA-256.
    package let identity: UInt64
    package let issuedAt: Instant?
    /// `exp`; for a token without claims, when the answer that issued it says it ends.
    package let expiresAt: Instant?
    package let audience: String?
    /// Whether the token is a JWT whose claims could be read.
    package let isDecoded: Bool

    package init(
        _ kind: Kind, isIssued: Bool = false, identity: UInt64 = 0, issuedAt: Instant? = nil,
        expiresAt: Instant? = nil, audience: String? = nil, isDecoded: Bool = true
    ) {
        self.kind = kind
        self.isIssued = isIssued
        self.identity = identity
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.audience = audience
        self.isDecoded = isDecoded
    }
}
