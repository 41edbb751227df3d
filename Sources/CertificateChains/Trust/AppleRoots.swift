#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Apple's own roots, which every chain is compared with: no system but Apple's has them in its store.
///
/// The classic three and the two "Platform Backport" ones are what Apple's devices take for Apple anchors; the
/// two "Platform TLS" ones stand in the trust store of OS 26.
/// Source: see ``AppleRootCertificates``; the same fingerprints stand at apple.com/certificateauthority.
package enum AppleRoots {
    /// The certificates in DER.
    package static let certificates: [[UInt8]] = AppleRootCertificates.table.compactMap {
        Data(base64Encoded: $0.base64).map(Array.init)
    }

    /// Fingerprint in lower-case hex to common name.
    package static let names = Dictionary(
        AppleRootCertificates.table.map { ($0.sha256, $0.name) }, uniquingKeysWith: { first, _ in first })

    static let anchors = AnchorSet(certificates)

    /// The name of the Apple root with this fingerprint, absent if it is none.
    package static func name(sha256: String) -> String? { names[sha256] }

    /// Whether a distinguished name is one that Apple's certification authorities use.
    static func isAppleOperated(_ name: DirectoryName) -> Bool {
        name.organisation == "Apple Inc."
    }
}
