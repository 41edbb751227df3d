import SwiftASN1
import X509

/// A set of trust anchors in the form that the path search wants, with their fingerprints and names.
struct AnchorSet: Sendable {
    let store: CertificateStore
    let count: Int
    private let fingerprints: Set<String>
    private let subjects: [DistinguishedName: [Certificate]]
    private let organisations: Set<String>

    /// Takes certificates in DER; those that cannot be used as anchors are left out.
    init(_ certificates: [[UInt8]]) {
        var kept: [Certificate] = []
        var fingerprints: Set<String> = []
        var organisations: Set<String> = []
        for der in certificates {
            guard let certificate = try? Certificate(derEncoded: der) else { continue }
            let facts = CertificateFacts(der: der)
            guard fingerprints.insert(facts.sha256).inserted else { continue }
            if let organisation = facts.subject.organisation {
                organisations.insert(organisation.lowercased())
            }
            kept.append(certificate)
        }
        self.store = CertificateStore(kept)
        self.count = kept.count
        self.fingerprints = fingerprints
        self.subjects = Dictionary(grouping: kept, by: \.subject)
        self.organisations = organisations
    }

    var isEmpty: Bool { count == 0 }

    func contains(_ sha256: String) -> Bool { fingerprints.contains(sha256) }

    /// The anchors with this subject.
    func named(_ name: DistinguishedName) -> [Certificate] { subjects[name] ?? [] }

    /// Whether an anchor belongs to this organisation.
    func includesOrganisation(_ organisation: String) -> Bool {
        organisations.contains(organisation.lowercased())
    }
}
