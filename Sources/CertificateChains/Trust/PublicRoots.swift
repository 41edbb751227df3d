#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import X509

/// The public roots of this system, without those that its administrator added.
///
/// A bundle on a managed machine holds the roots of inspecting gateways too. What stands in the folders for
/// local additions is kept apart: trusted by this machine, public to nobody.
package struct PublicRoots: Sendable {
    /// Bundles of the usual systems: Debian and Arch, Fedora, SUSE, Alpine and macOS.
    package static let bundlePaths = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]
    /// Folders into which administrators put roots: Debian, Fedora, SUSE, Arch.
    package static let additionFolders = [
        "/usr/local/share/ca-certificates", "/etc/pki/ca-trust/source/anchors", "/etc/pki/trust/anchors",
        "/etc/ca-certificates/trust-source/anchors",
    ]
    /// The most files of an addition folder that are read.
    static let additionLimit = 1_000

    /// The bundle that was read, absent if there is none.
    package let source: String?
    /// Why the roots of the system could not be read, absent if they were or were not wanted.
    package let problem: String?
    let anchors: AnchorSet
    /// Roots that the administrator added.
    let additions: AnchorSet

    package var isAvailable: Bool { !anchors.isEmpty }
    package var count: Int { anchors.count }

    /// Takes roots that the caller already has.
    package init(certificates: [[UInt8]], additions: [[UInt8]] = [], source: String? = nil) {
        let added = AnchorSet(additions)
        self.anchors = AnchorSet(certificates.filter { !added.contains(Fingerprint.sha256($0)) })
        self.additions = added
        self.source = source
        self.problem = nil
    }

    private init(additions: [[UInt8]], problem: String) {
        self.anchors = AnchorSet([])
        self.additions = AnchorSet(additions)
        self.source = nil
        self.problem = problem
    }

    /// No roots at all, for a caller that trusts only its own anchors.
    package static let none = PublicRoots(certificates: [])

    /// Reads the first bundle that exists, and the folders of local additions.
    ///
    /// Complexity: about 150 certificates are parsed; do this once and keep the value.
    package static func system(
        bundles: [String] = bundlePaths, additionFolders folders: [String] = additionFolders
    ) -> PublicRoots {
        let additions = folders.flatMap(certificates(inFolder:))
        for path in bundles {
            guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { continue }
            guard let file = try? PEMFile(Array(bytes)) else { continue }
            return PublicRoots(certificates: file.certificates, additions: additions, source: path)
        }
        let searched = bundles.joined(separator: ", ")
        return PublicRoots(additions: additions, problem: "no bundle of roots at \(searched)")
    }

    private static func certificates(inFolder folder: String) -> [[UInt8]] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else { return [] }
        return names.sorted().prefix(additionLimit).flatMap { name -> [[UInt8]] in
            guard let bytes = try? Data(contentsOf: URL(filePath: folder + "/" + name)),
                let file = try? PEMFile(Array(bytes))
            else { return [] }
            return file.certificates
        }
    }
}
