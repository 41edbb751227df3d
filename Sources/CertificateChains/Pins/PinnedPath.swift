/// A path under one pin rule.
struct PinnedPath {
    enum Result: Hashable {
        case met
        case unmet(PinBreach)
        case unseen(String)
    }

    /// Leaf, intermediate, root.
    static let length = 3
    private static let appleRoot = "an Apple root"

    private let certificates: [CertificateFacts]
    /// Whether the path goes up to a root.
    private let isWhole: Bool
    /// Whether it is known that no anchor, Apple's or public, is at its end.
    private let endsNowhere: Bool
    private let missing: String
    /// Whether the path was found by its root in the public store, which may hold others for the same chain.
    private let isPublic: Bool

    init(_ verdict: TrustVerdict) {
        isPublic = verdict.anchorKind == .public
        certificates = verdict.path
        isWhole = verdict.missingIssuer == nil && verdict.path.last?.isSelfIssued == true
        endsNowhere = verdict.status == .intercepted
        missing = verdict.missingIssuer ?? "the rest of the chain"
    }

    /// Whether one alternative holds; the most telling requirement comes first.
    func examine(_ rule: PinRule) -> Result {
        guard let leaf = certificates.first else { return .unseen("no certificate was presented") }
        switch rule {
        case .appleServer(let mark):
            return all([
                anchor(Set(AppleRoots.names.keys), Self.appleRoot), marked(leaf, mark), marksIntermediate(),
                length(),
            ])
        case .appleOperated(let roots, let mark):
            return all([
                anchor(roots.fingerprints, "one of the public roots that Apple names"), marked(leaf, mark),
                intermediatesAreApples(), length(),
            ])
        case .extendedValidation:
            return all([
                anchor(PublicAnchors.extendedValidation.fingerprints, "one of DigiCert's three roots"),
                leafIsApples(leaf), hasPolicy(),
            ])
        }
    }

    /// A breach wins over what cannot be seen: the rule can then not hold any more.
    private func all(_ results: [Result]) -> Result {
        let breach = results.first { if case .unmet = $0 { true } else { false } }
        return breach ?? results.first { $0 != .met } ?? .met
    }

    private func marked(_ leaf: CertificateFacts, _ mark: PinMark) -> Result {
        mark.isOn(leaf) ? .met : unmet(.leaf, leaf, "has not the marker \(mark.text)")
    }

    private func leafIsApples(_ leaf: CertificateFacts) -> Result {
        let names = leaf.subject.organisations
        return names == ["Apple Inc."]
            ? .met : unmet(.leaf, leaf, "is not of the organisation Apple Inc. alone")
    }

    /// The roots of the public list are not shipped: a path that stops before its root is not judged by it.
    private func anchor(_ fingerprints: Set<String>, _ wanted: String) -> Result {
        guard let top = certificates.last else { return .unseen(missing) }
        if isWhole {
            if fingerprints.contains(top.sha256) { return .met }
            if isPublic, wanted != Self.appleRoot { return .unseen(otherPath(top)) }
            return unmet(.anchor, top, "is not \(wanted)")
        }
        if endsNowhere { return unmet(.anchor, top, "leads to none of the anchors, thus not to \(wanted)") }
        return .unseen("\(missing) was not presented")
    }

    private func length() -> Result {
        if !isWhole, certificates.count < Self.length { return .unseen("\(missing) was not presented") }
        if isWhole, certificates.count == Self.length { return .met }
        if isWhole, isPublic, let top = certificates.last { return .unseen(otherPath(top)) }
        return tooLong()
    }

    /// Cross-signed authorities have several paths, and devices try them all.
    private func otherPath(_ top: CertificateFacts) -> String {
        "the path that was found ends in \(top.subject.text); another may keep the rule"
    }

    private func tooLong() -> Result {
        guard let top = certificates.last else { return .unseen(missing) }
        return unmet(
            .chainLength, top, "ends a path of \(certificates.count) certificates, not of \(Self.length)")
    }

    /// What stands between the leaf and the root.
    private var intermediates: ArraySlice<CertificateFacts> {
        let upper = certificates.dropFirst()
        return isWhole ? upper.dropLast() : upper
    }

    private func marksIntermediate() -> Result {
        let marker = AppleMarker.serverAuthentication
        if intermediates.contains(where: { $0.appleMarkers[marker] == .null }) { return .met }
        guard isWhole || endsNowhere, let last = intermediates.last ?? certificates.last else {
            return .unseen("\(missing) was not presented")
        }
        return unmet(.intermediate, last, "has not the marker \(AppleMarker.arc)\(marker)")
    }

    private func intermediatesAreApples() -> Result {
        for certificate in intermediates {
            let subject = certificate.subject
            if subject.organisations != ["Apple Inc."] || subject.countries != ["US"] {
                return unmet(.intermediate, certificate, "is not of Apple Inc. in the US")
            }
        }
        return isWhole || endsNowhere ? .met : .unseen("\(missing) was not presented")
    }

    /// The policy of extended validation, which any certificate of the path may carry.
    private func hasPolicy() -> Result {
        if certificates.contains(where: { $0.policies.contains("2.23.140.1.1") }) { return .met }
        guard isWhole || endsNowhere, let leaf = certificates.first else {
            return .unseen("\(missing) was not presented")
        }
        return unmet(.leaf, leaf, "has not the policy of extended validation, 2.23.140.1.1")
    }

    private func unmet(
        _ requirement: PinBreach.Requirement, _ certificate: CertificateFacts, _ reason: String
    ) -> Result {
        .unmet(
            PinBreach(
                requirement: requirement, certificate: certificate.subject.text, reason: reason))
    }
}
