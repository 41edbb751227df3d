/// What a presented chain is worth for a host at a time; every refusal says why.
package struct TrustVerdict: Sendable, Hashable {
    /// Where the path from the leaf ends.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        /// In an anchor that the caller gave or, for a name of Apple's, in an Apple or a public root.
        case expected
        /// In one of the system's public roots.
        case `public`
        /// For a name of Apple's: in a root that is neither given, nor Apple's, nor public.
        case intercepted
        /// In a root nobody vouches for, or along a path that breaks a rule.
        case untrusted
        /// Nowhere, because an intermediate was not presented.
        case incomplete
    }

    /// Whose anchor the path ends in.
    package enum AnchorKind: String, Sendable, Hashable, CaseIterable {
        case given, apple, `public`
    }

    /// Whether the leaf was within its validity period at the time of the handshake.
    package enum Validity: String, Sendable, Hashable {
        case valid, notYetValid, expired
    }

    /// Absent if it cannot be judged here: there is no public root store to compare with.
    package var status: Status?
    /// One sentence: which anchor, or what is missing or wrong.
    package var reason: String
    /// The subject of the root that the path ends in, known to be an anchor or not.
    package var anchor: String?
    /// Absent where no anchor was reached.
    package var anchorKind: AnchorKind?
    /// The certificates of the path, leaf first, with the anchor last if one was found.
    package var path: [CertificateFacts] = []
    /// The issuer that was neither presented nor an anchor.
    package var missingIssuer: String?
    /// Whether the leaf names the host.
    package var namesHost = false
    /// Absent if the leaf's dates cannot be read.
    package var leafValidity: Validity?
    /// What Apple devices refuse although others may accept it.
    package var unfit: [Unfitness] = []
    /// What the chain is worth under Apple's pin rules.
    package var pin = PinVerdict.unpinned
    /// The product whose names the issuers bear, whether the chain is trusted or not.
    package var product: InspectionProduct?
}
