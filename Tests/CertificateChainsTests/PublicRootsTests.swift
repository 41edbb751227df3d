import Foundation
import SwiftASN1
import Testing
import X509

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
        #expect(roots.additions.contains(companyRoot))
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
        // Each is found by the name that another certificate would call its issuer.
        for der in file.certificates {
            let certificate = try Certificate(derEncoded: der)
            #expect(AnchorSet([der]).named(certificate.subject) == [certificate])
        }
    }

    @Test func theSubjectIsFoundWithoutParsing() throws {
        let der = try TestAuthority("Some Root").der
        let subject = try #require(CertificateOutline.subject(of: der))
        #expect(DirectoryName(der: Array(subject)) == CertificateFacts(der: der).subject)
        for length in der.indices {
            #expect(CertificateOutline.subject(of: Array(der.prefix(length))) == nil)
        }
    }

    @Test func anyByteMayBeAnotherOne() throws {
        let der = try TestAuthority("Some Root").der
        for index in der.indices {
            for value: UInt8 in [0x00, 0x30, 0x7F, 0x80, 0x84, 0xFF] {
                var broken = der
                broken[index] = value
                let subject = CertificateOutline.subject(of: broken)
                #expect(subject.map { $0.endIndex <= der.count } ?? true)
            }
        }
    }
}
