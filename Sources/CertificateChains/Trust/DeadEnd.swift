import X509

/// Tells why no path reached an anchor, from the last certificate that the presented ones lead to.
///
/// This is rules 5 to 8 of ``ChainTrust``.
struct DeadEnd {
    let chain: PresentedChain
    let given: AnchorSet
    let publicRoots: PublicRoots
    let host: HostIdentity

    func verdict() -> TrustVerdict {
        let walked = chain.walk()
        let path = walked.map { chain.facts[$0] }
        guard let index = walked.last, let end = path.last, let top = chain.usable[index] else {
            return TrustVerdict(status: .untrusted, reason: "the chain cannot be used", path: path)
        }
        var verdict = TrustVerdict(status: accusation, reason: "", path: path)
        let isRoot = top.subject == top.issuer && top.hasSigned(top)
        if isRoot {
            verdict.anchor = end.subject.text
            verdict.reason = rootReason(end)
        } else {
            verdict.missingIssuer = end.issuer.text
            verdict.reason = missingReason(top, end, &verdict)
        }
        if let obstacle = chain.usable.indices.lazy.compactMap(chain.obstacle(at:)).first {
            verdict.reason += "; " + obstacle
        }
        return verdict
    }

    /// What an unknown end means, absent if there is nothing to compare it with.
    private var accusation: TrustVerdict.Status? {
        guard publicRoots.problem == nil else { return nil }
        return host.isApple ? .intercepted : .untrusted
    }

    private func rootReason(_ end: CertificateFacts) -> String {
        if publicRoots.additions.contains(end.der) {
            return "the chain ends in \(end.subject.text), which this machine's administrator added"
        }
        return "the chain ends in \(end.subject.text), which is no expected anchor" + storeRemark
    }

    private func missingReason(
        _ top: Certificate, _ end: CertificateFacts, _ verdict: inout TrustVerdict
    ) -> String {
        let issuer = end.issuer.text
        let added = publicRoots.additions.named(top.issuer).contains { $0.hasSigned(top) }
        if added {
            verdict.anchor = issuer
            verdict.missingIssuer = nil
            return "the chain ends in \(issuer), which this machine's administrator added"
        }
        let namesakes = [given, AppleRoots.anchors, publicRoots.anchors].flatMap { $0.named(top.issuer) }
        if !namesakes.isEmpty {
            return "the issuer calls itself \(issuer) as an anchor does, but has another key"
        }
        if chain.usable.contains(where: { $0?.subject == top.issuer && $0 != top }) {
            return "the issuer \(issuer) was presented with another key than the one that signed"
        }
        if let location = end.issuerLocations.first {
            verdict.status = .incomplete
            return "the intermediate \(issuer) was not presented; the certificate says it is at \(location)"
        }
        let organisation = end.issuer.organisation ?? ""
        let known =
            given.includesOrganisation(organisation)
            || publicRoots.anchors.includesOrganisation(organisation)
            || host.isApple && AppleRoots.isAppleOperated(end.issuer)
        if known {
            verdict.status = .incomplete
            return "the intermediate \(issuer) was not presented"
        }
        return "the issuer \(issuer) was neither presented nor is it an expected anchor" + storeRemark
    }

    private var storeRemark: String {
        publicRoots.problem.map { "; public roots could not be compared: " + $0 } ?? ""
    }
}
