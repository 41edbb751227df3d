#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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

    /// What there is once it was read.
    fileprivate struct Content: Sendable {
        var anchors = AnchorSet([])
        var additions = AnchorSet([])
        var source: String?
        var problem: String?
    }

    private let content: Deferred<Content>

    /// The bundle that was read, absent if there is none.
    package var source: String? { content.value.source }
    /// Why the roots of the system could not be read, absent if they were or were not wanted.
    package var problem: String? { content.value.problem }
    var anchors: AnchorSet { content.value.anchors }
    /// Roots that the administrator added.
    var additions: AnchorSet { content.value.additions }

    package var isAvailable: Bool { !anchors.isEmpty }
    package var count: Int { anchors.count }

    /// Takes roots that the caller already has.
    package init(certificates: [[UInt8]], additions: [[UInt8]] = [], source: String? = nil) {
        self.init(content: Content(certificates, additions: additions, source: source))
    }

    private init(content: @autoclosure @escaping @Sendable () -> Content) {
        self.content = Deferred(content)
    }

    /// No roots at all, for a caller that trusts only its own anchors.
    package static let none = PublicRoots(certificates: [])

    /// Roots that are deliberately not looked at: nobody is accused of not being among them.
    package static let unread = PublicRoots(content: Content(problem: "they were not looked at"))

    /// The first bundle that exists, and the folders of local additions.
    ///
    /// They are read when a chain is first compared with them, which one that ends in an anchor of the caller's
    /// or in a root of Apple's never is.
    package static func system(
        bundles: [String] = bundlePaths, additionFolders folders: [String] = additionFolders
    ) -> PublicRoots {
        PublicRoots(content: read(bundles, folders))
    }

    private static func read(_ bundles: [String], _ folders: [String]) -> Content {
        let additions = folders.flatMap(certificates(inFolder:))
        for path in bundles {
            guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { continue }
            guard let file = try? PEMFile(Array(bytes)) else { continue }
            return Content(file.certificates, additions: additions, source: path)
        }
        let searched = bundles.joined(separator: ", ")
        return Content(additions: AnchorSet(additions), problem: "no bundle of roots at \(searched)")
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

extension PublicRoots.Content {
    fileprivate init(_ certificates: [[UInt8]], additions: [[UInt8]], source: String?) {
        let added = AnchorSet(additions)
        self.init(
            anchors: AnchorSet(added.isEmpty ? certificates : certificates.filter { !added.contains($0) }),
            additions: added, source: source)
    }
}
