import SwiftASN1
import X509

/// A set of trust anchors, of which only those are parsed that a path asks for.
///
/// A system's bundle has about 150 and a chain needs one of them: what is read in advance is where the subject
/// of each one stands.
struct AnchorSet: Sendable {
    /// The certificates by the DER of their subjects.
    private let certificates: [ArraySlice<UInt8>: [[UInt8]]]
    let count: Int

    /// Takes certificates in DER; those that carry no subject are left out.
    init(_ certificates: [[UInt8]]) {
        var kept: [ArraySlice<UInt8>: [[UInt8]]] = [:]
        var count = 0
        for der in certificates {
            guard let subject = CertificateOutline.subject(of: der),
                kept[subject]?.contains(der) != true
            else { continue }
            kept[subject, default: []].append(der)
            count += 1
        }
        self.certificates = kept
        self.count = count
    }

    var isEmpty: Bool { count == 0 }

    /// The set as the path search wants it.
    var store: CertificateStore { CertificateStore(custom: AnchorStore(anchors: self)) }

    /// Whether exactly this certificate is one of them.
    func contains(_ der: [UInt8]) -> Bool {
        guard !isEmpty, let subject = CertificateOutline.subject(of: der) else { return false }
        return certificates[subject]?.contains(der) == true
    }

    /// The anchors with this subject; one that cannot be parsed is left out.
    func named(_ name: DistinguishedName) -> [Certificate] {
        guard !isEmpty else { return [] }
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(name)) != nil else { return [] }
        return (certificates[serializer.serializedBytes[...]] ?? []).compactMap {
            try? Certificate(derEncoded: $0)
        }
    }

    /// Whether an anchor belongs to this organisation.
    ///
    /// Complexity: reads the names of all anchors.
    func includesOrganisation(_ organisation: String) -> Bool {
        let wanted = organisation.lowercased()
        return certificates.keys.contains { subject in
            DirectoryName(der: Array(subject))?.organisation?.lowercased() == wanted
        }
    }
}

/// The set behind the interface of the path search.
private struct AnchorStore: CustomCertificateStore {
    let anchors: AnchorSet
    private var added: [Certificate] = []

    init(anchors: AnchorSet) { self.anchors = anchors }

    subscript(subject: DistinguishedName) -> [Certificate]? {
        get async { anchors.named(subject) + added.filter { $0.subject == subject } }
    }

    func contains(_ certificate: Certificate) async -> Bool {
        anchors.named(certificate.subject).contains(certificate) || added.contains(certificate)
    }

    mutating func append(contentsOf certificates: some Sequence<Certificate>) {
        added += certificates
    }

    static func == (lhs: AnchorStore, rhs: AnchorStore) -> Bool {
        lhs.anchors.isSame(as: rhs.anchors) && lhs.added == rhs.added
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(anchors.count)
        hasher.combine(added)
    }
}

extension AnchorSet {
    fileprivate func isSame(as other: AnchorSet) -> Bool { certificates == other.certificates }
}
