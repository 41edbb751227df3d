import CaseReading
import Casework
import CertificateChains

extension SupervisionFacts {
    /// Takes the certificates that are supervision identities: by their role, or, where a file has none,
    /// because tenant or profile names their fingerprint.
    mutating func takeIdentities(of evidence: CaseEvidence) {
        let roots = evidence.profile.anchors.flatMap { Self.certificates(of: $0) ?? [] }
        let anchors = Set(roots.filter { !$0.subject.isEmpty }.map(\.subject))
        for file in evidence.certificates where file.role == .supervisionIdentity || file.role == nil {
            guard let chain = Self.certificates(of: file), let leaf = chain.first else {
                if file.role != nil { unreadableIdentities.append(file.citation) }
                continue
            }
            let identity = IdentityCertificate(leaf, chain: chain, anchors: anchors, citation: file.citation)
            guard let identity else {
                if file.role != nil { unreadableIdentities.append(file.citation) }
                continue
            }
            if file.role != nil || isNamed(identity.fingerprint) { identities.append(identity) }
        }
    }

    private func isNamed(_ fingerprint: Casework.Fingerprint) -> Bool {
        fingerprints.tenant[fingerprint] != nil
            || profiles.contains { $0.supervisionFingerprints.contains(fingerprint) }
    }

    private static func certificates(of file: CertificateFile) -> [CertificateFacts]? {
        guard let pem = try? PEMFile(file.bytes) else { return nil }
        return pem.certificates.prefix(IdentityCertificate.longestChain).map { CertificateFacts(der: $0) }
    }
}

extension IdentityCertificate {
    /// The most certificates of one file that are looked at; a chain has three.
    static let longestChain = 16

    /// `nil` where the certificate has no subject and no dates to judge.
    init?(
        _ leaf: CertificateFacts, chain: [CertificateFacts], anchors: Set<DirectoryName>, citation: Citation
    ) {
        guard let fingerprint = Casework.Fingerprint(leaf.sha256),
            leaf.notAfter != nil || !leaf.subject.isEmpty
        else {
            return nil
        }
        self.init(
            subject: leaf.subject.text, organisationalUnits: leaf.subject.organisationalUnits,
            issuer: leaf.issuer.text, voucher: Self.voucher(of: leaf, chain: chain, anchors: anchors),
            notBefore: leaf.notBefore.map(Instant.init), notAfter: leaf.notAfter.map(Instant.init),
            fingerprint: fingerprint, citation: citation)
    }

    /// Follows the issuers by name, through the certificates of the same file, to the first that is known.
    private static func voucher(
        of leaf: CertificateFacts, chain: [CertificateFacts], anchors: Set<DirectoryName>
    ) -> Voucher {
        if leaf.isSelfIssued { return anchors.contains(leaf.subject) ? .caseAnchor : .itself }
        var issuer = leaf.issuer
        for _ in 0..<longestChain {
            if anchors.contains(issuer) { return .caseAnchor }
            if issuer.organisation == "Apple Inc." { return .apple }
            guard let next = chain.first(where: { $0.subject == issuer && !$0.isSelfIssued }) else { break }
            issuer = next.issuer
        }
        return .stranger
    }
}

extension Instant {
    /// A certificate's time, which counts seconds.
    init(_ time: CertificateTime) {
        let (microseconds, overflow) = time.secondsSince1970.multipliedReportingOverflow(by: 1_000_000)
        self.init(microseconds: overflow ? (time.secondsSince1970 < 0 ? .min : .max) : microseconds)
    }
}
