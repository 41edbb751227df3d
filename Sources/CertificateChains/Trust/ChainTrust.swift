import SwiftASN1
import X509

/// Judges a presented chain against anchors: where its path ends, and what else is wrong with it.
///
/// Rules, in this order:
/// 1. a path to an anchor that the caller gave, or a leaf that is one itself: `expected`.
/// 2. a path to one of Apple's roots, which are shipped, or for a name of Apple's to a public root: `expected`.
/// 3. for any other name, a path to a public root: `public`.
/// 4. a path to one of these that breaks RFC 5280 (an expired intermediate, a leaf that signs): `untrusted`.
/// 5. an issuer that carries an anchor's name and another key: `intercepted` for a name of Apple's, else
///    `untrusted`.
/// 6. a self-signed end that is no anchor: the same two.
/// 7. an issuer that is missing, while authority information access says where it is or its organisation
///    runs an anchor: `incomplete`.
/// 8. any other missing issuer: as rule 6.
///
/// The path is searched at the time of the handshake, or, if the leaf itself was not valid then, at the
/// nearest moment when it was: ``TrustVerdict/leafValidity`` answers the leaf's dates and ``TrustVerdict/namesHost``
/// its names, so that one fault does not hide another. Without public roots rules 5 to 8 accuse nobody and
/// the status is absent.
/// Source: RFC 5280 section 6, RFC 4158 for the search.
package struct ChainTrust: Sendable {
    /// The most look-ups for an issuer in one search; a path of five needs five.
    static let searchSteps = 128

    private let given: AnchorSet
    private let publicRoots: PublicRoots

    /// Takes the caller's anchors in DER; an anchor need not be self-signed.
    package init(anchors: [[UInt8]] = [], publicRoots: PublicRoots) {
        self.given = AnchorSet(anchors)
        self.publicRoots = publicRoots
    }

    /// Judges a chain.
    ///
    /// Shape: `presented` holds DER as the server sent it, leaf first; the order of the rest does not matter.
    package func judge(
        presented: [[UInt8]], for host: HostIdentity, at time: CertificateTime
    ) async -> TrustVerdict {
        let chain = PresentedChain(presented)
        guard let leaf = chain.facts.first else {
            return TrustVerdict(status: .untrusted, reason: "the server presented no certificate")
        }
        var verdict = await search(chain, for: host, at: ChainTrust.searchTime(leaf, time))
        verdict.namesHost = host.matches(leaf)
        verdict.leafValidity = ChainTrust.validity(leaf, at: time)
        verdict.unfit = Unfitness.reasons(in: verdict.path)
        verdict.pin = PinRules.judge(verdict, for: host)
        let issuers = (verdict.path + chain.facts.prefix(PresentedChain.searchLimit)).map(\.issuer)
        verdict.product = InspectionProduct.recognise(issuers: issuers)
        return verdict
    }

    private func search(
        _ chain: PresentedChain, for host: HostIdentity, at time: CertificateTime
    ) async -> TrustVerdict {
        let walked = chain.walk().map { chain.facts[$0] }
        guard let leaf = chain.leaf else {
            let reason = chain.obstacle(at: 0) ?? "the leaf cannot be used"
            return TrustVerdict(status: .untrusted, reason: reason, path: walked)
        }
        if let pinned = chain.facts.first, given.contains(pinned.der) {
            // RFC 5280 knows no path that begins at its anchor; a pinned leaf need not be an authority.
            return TrustVerdict(
                status: .expected, reason: "the leaf itself is an anchor", anchor: pinned.subject.text,
                anchorKind: .given, path: [pinned])
        }
        var broken: String?
        var exhausted = false
        for candidate in candidates(for: host) {
            let store = PresentedStore(chain.usable.compactMap(\.self), steps: ChainTrust.searchSteps)
            var verifier = Verifier(rootCertificates: candidate.anchors.store) { PathPolicy(at: time) }
            switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(custom: store)) {
            case .validCertificate(let path):
                return ChainTrust.found(Array(path), candidate)
            case .couldNotValidate(let failures):
                broken = broken ?? failures.last?.policyFailureReason.description
            }
            exhausted = exhausted || store.isExhausted
        }
        if let broken {
            let reason = "the path to an anchor breaks a rule: \(ChainTrust.oneLine(broken))"
            return TrustVerdict(status: .untrusted, reason: reason, path: walked)
        }
        if exhausted {
            let reason = "the search was given up after \(ChainTrust.searchSteps) steps without an anchor"
            return TrustVerdict(status: .untrusted, reason: reason, path: walked)
        }
        return DeadEnd(chain: chain, given: given, publicRoots: publicRoots, host: host).verdict()
    }

    /// Anchors to try, and what a path to one of them means.
    private struct Candidate {
        var anchors: AnchorSet
        var kind: TrustVerdict.AnchorKind
        var status: TrustVerdict.Status
    }

    /// The anchors to try, the caller's own first; each is fetched when those before it have failed.
    private func candidates(for host: HostIdentity) -> some Sequence<Candidate> {
        let kinds: [TrustVerdict.AnchorKind] = [.given, .apple, .public]
        return kinds.lazy.map { kind in
            switch kind {
            case .given: Candidate(anchors: given, kind: kind, status: .expected)
            case .apple: Candidate(anchors: AppleRoots.anchors, kind: kind, status: .expected)
            case .public:
                Candidate(
                    anchors: publicRoots.anchors, kind: kind, status: host.isApple ? .expected : .public)
            }
        }.filter { !$0.anchors.isEmpty }
    }

    private static func found(_ path: [Certificate], _ candidate: Candidate) -> TrustVerdict {
        let facts = path.compactMap { certificate -> CertificateFacts? in
            var serializer = DER.Serializer()
            guard (try? serializer.serialize(certificate)) != nil else { return nil }
            return CertificateFacts(der: serializer.serializedBytes)
        }
        let anchor = facts.last?.subject.text
        return TrustVerdict(
            status: candidate.status, reason: "the path ends in \(anchor ?? "an anchor")", anchor: anchor,
            anchorKind: candidate.kind, path: facts)
    }

    /// The time at which the path is judged: the given one, moved into the leaf's validity.
    private static func searchTime(_ leaf: CertificateFacts, _ time: CertificateTime) -> CertificateTime {
        guard let first = leaf.notBefore, let last = leaf.notAfter, first <= last else { return time }
        return min(max(time, first), last)
    }

    private static func validity(
        _ leaf: CertificateFacts, at time: CertificateTime
    ) -> TrustVerdict.Validity? {
        guard let first = leaf.notBefore, let last = leaf.notAfter else { return nil }
        if time < first { return .notYetValid }
        return time > last ? .expired : .valid
    }

    /// Cuts a reason of the verifier to one line of bearable length.
    private static func oneLine(_ text: String) -> String {
        String(text.prefix { $0 != "\n" }.prefix(300))
    }
}
