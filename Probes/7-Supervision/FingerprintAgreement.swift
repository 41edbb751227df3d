import Casework

/// Whether two statements of a fingerprint can both be true.
enum FingerprintAgreement {
    case same, different
    /// One is cut short, or they are digests of different kinds: no statement about the identity.
    case incomparable
}

extension Fingerprint {
    /// Compares with another statement of the same fingerprint.
    ///
    /// Digests of known but different lengths (SHA-1, SHA-256, SHA-512) say nothing about each other, and
    /// neither does a fingerprint that was cut short for display, as the beginning of a longer one.
    func agreement(with other: Fingerprint) -> FingerprintAgreement {
        if hex == other.hex { return .same }
        let left = hex.utf8.count
        let right = other.hex.utf8.count
        if left == right { return .different }
        if Self.digestLengths.contains(left), Self.digestLengths.contains(right) { return .incomparable }
        let shorter = left < right ? hex : other.hex
        let longer = left < right ? other.hex : hex
        return longer.hasPrefix(shorter.prefix { $0 != "." && $0 != "…" }) ? .incomparable : .different
    }

    /// Compares with a list, as an ADE or MDM profile holds one: contained is the same, not contained is
    /// different.
    ///
    /// An empty list says nothing.
    func agreement(with list: some Sequence<Fingerprint>) -> FingerprintAgreement {
        var best: FingerprintAgreement?
        for other in list {
            switch agreement(with: other) {
            case .same: return .same
            case .incomparable: best = .incomparable
            case .different: best = best ?? .different
            }
        }
        return best ?? .incomparable
    }

    /// Hex digits of SHA-1, SHA-256, SHA-384 and SHA-512.
    ///
    /// Source: FIPS 180-4.
    private static let digestLengths: Set<Int> = [40, 64, 96, 128]
}
