import Foundation
import Testing

@testable import CertificateChains

@Suite struct PublicRootsTests {
    @Test func localAdditionsAreNotPublic() throws {
        let folder = URL.temporaryDirectory.appending(path: "roots-\(UUID().uuidString)")
        let additions = folder.appending(path: "additions/company")
        try FileManager.default.createDirectory(at: additions, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let publicRoot = try TestAuthority("Public Root").der
        let companyRoot = try TestAuthority("Company Root").der
        let bundle = folder.appending(path: "bundle.crt")
        try Data(publicRoot + companyRoot).write(to: bundle)
        try Data(companyRoot).write(to: additions.appending(path: "company.crt"))

        let roots = PublicRoots.system(
            bundles: [folder.appending(path: "absent.crt").path, bundle.path],
            additionFolders: [folder.appending(path: "additions").path, "/nonexistent"])
        #expect(roots.count == 1)
        #expect(roots.source == bundle.path)
        #expect(roots.problem == nil)
        #expect(roots.additions.contains(Fingerprint.sha256(companyRoot)))
    }

    @Test func anAbsentBundleIsAProblem() {
        let roots = PublicRoots.system(bundles: ["/nonexistent/a", "/nonexistent/b"], additionFolders: [])
        #expect(!roots.isAvailable)
        #expect(roots.problem == "no bundle of roots at /nonexistent/a, /nonexistent/b")
    }

    @Test(
        .enabled(
            if: PublicRoots.bundlePaths.contains { FileManager.default.fileExists(atPath: $0) },
            "needs the system's bundle of public roots (package ca-certificates)"))
    func theBundleOfThisSystemIsReadWhole() throws {
        let roots = PublicRoots.system()
        let source = try #require(roots.source)
        let file = try PEMFile(Array(Data(contentsOf: URL(filePath: source))))
        #expect(file.problems.isEmpty)
        #expect(file.certificates.count > 50)
        #expect(file.certificates.allSatisfy { CertificateFacts(der: $0).problem == nil })
        #expect(roots.count > 50)
    }

    @Test func fingerprintsOfAppleHaveTheirForm() {
        #expect(AppleRoots.names.count == 5)
        #expect(AppleRoots.names.keys.allSatisfy { $0.count == 64 && $0.allSatisfy(\.isHexDigit) })
    }
}
