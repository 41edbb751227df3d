import Synchronization
import X509

/// The presented certificates as candidates for issuers, which runs dry after a number of look-ups.
///
/// The search of swift-certificates is depth-first and knows no bound: certificates that sign each other in
/// circles with different keys make it walk every permutation. Each step asks this store once.
struct PresentedStore: CustomCertificateStore {
    private let certificates: [DistinguishedName: [Certificate]]
    private let allowance: Allowance

    init(_ certificates: [Certificate], steps: Int) {
        self.certificates = Dictionary(grouping: certificates, by: \.subject)
        self.allowance = Allowance(steps)
    }

    /// Whether the search asked for more than it was allowed.
    var isExhausted: Bool { allowance.isExhausted }

    subscript(subject: DistinguishedName) -> [Certificate]? {
        get async { allowance.take() ? certificates[subject] : nil }
    }

    func contains(_ certificate: Certificate) async -> Bool {
        certificates[certificate.subject]?.contains(certificate) == true
    }

    mutating func append(contentsOf certificates: some Sequence<Certificate>) {
        self = PresentedStore(
            self.certificates.values.flatMap(\.self) + Array(certificates), steps: allowance.steps)
    }

    static func == (lhs: PresentedStore, rhs: PresentedStore) -> Bool { lhs.certificates == rhs.certificates }

    func hash(into hasher: inout Hasher) { hasher.combine(certificates) }
}

/// A counter that is shared by the copies of a store.
private final class Allowance: Sendable {
    let steps: Int
    private let taken = Mutex(0)

    init(_ steps: Int) { self.steps = steps }

    var isExhausted: Bool { taken.withLock { $0 > steps } }

    func take() -> Bool {
        taken.withLock { count in
            if count <= steps { count += 1 }
            return count <= steps
        }
    }
}
