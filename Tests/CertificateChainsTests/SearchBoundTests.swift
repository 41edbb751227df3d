import Foundation
import Testing

@testable import CertificateChains

/// The path search ends soon, whatever is presented.
@Suite struct SearchBoundTests {
    @Test func authoritiesThatSignEachOtherDoNotKeepTheSearchBusy() async throws {
        // Six keys of one name, each certified by each: the orders to try grow with the factorial.
        let keys = try (0..<6).map { _ in try TestAuthority("Circle").key }
        var presented: [[UInt8]] = []
        for issuer in keys {
            let authority = try TestAuthority("Circle", key: issuer)
            for subject in keys {
                presented.append(try authority.subordinate("Circle", .init(key: subject)).der)
            }
        }
        let leaf = try TestAuthority("Circle", key: keys[0]).issue()
        let anchor = try TestAuthority("Elsewhere").der
        let clock = ContinuousClock()
        let start = clock.now
        let verdict = await ChainTrust(anchors: [anchor], publicRoots: .none)
            .judge(
                presented: [leaf] + presented, for: HostIdentity("mdm.example.test"), at: TestAuthority.now)
        #expect(verdict.status == .untrusted)
        #expect(verdict.reason == "the search was given up after 128 steps without an anchor")
        #expect(clock.now - start < .seconds(20))
    }

    @Test func onlyTheFirst32CertificatesAreSearched() async throws {
        let root = try TestAuthority("Example Root")
        let middle = try root.subordinate("Example Issuing CA 1")
        let filler = try TestAuthority("Filler").der
        let trust = ChainTrust(anchors: [try root.der], publicRoots: .none)
        for (count, status) in [(30, TrustVerdict.Status.expected), (31, .incomplete)] {
            let presented = [try middle.issue()] + Array(repeating: filler, count: count) + [try middle.der]
            let verdict = await trust.judge(
                presented: presented, for: HostIdentity("mdm.example.test"), at: TestAuthority.now)
            #expect(verdict.status == status)
        }
    }

    /// The cases of x509-limbo that are made to exhaust a verifier.
    @Test(.enabled(if: LimboCase.file != nil, "needs limbo-nobettertls.json beside the project"))
    func theDenialOfServiceCasesEndSoon() async throws {
        let cases = try LimboCase.all().filter { $0.id.hasPrefix("pathological::") }
        #expect(cases.count >= 11)
        for item in cases {
            let clock = ContinuousClock()
            let start = clock.now
            let verdict = try await item.verdict()
            #expect((verdict.status == .expected) == (item.expected_result == "SUCCESS"), "\(item.id)")
            #expect(clock.now - start < .seconds(10), "\(item.id)")
        }
    }

    /// Every other server case ends with a verdict, and none of the sound paths is refused.
    @Test(.enabled(if: LimboCase.file != nil, "needs limbo-nobettertls.json beside the project"))
    func soundPathsAreAccepted() async throws {
        var refused: [String] = []
        for item in try LimboCase.all()
        where item.validation_kind == "SERVER" && item.expected_result == "SUCCESS" {
            let verdict = try await item.verdict()
            if verdict.status != .expected { refused.append(item.id) }
        }
        // Directory names in name constraints, and what is issued to itself, as swift-certificates judges them.
        #expect(refused.count <= 4, "\(refused)")
    }
}

/// One case of x509-limbo, in its own field names.
struct LimboCase: Decodable {
    struct Peer: Decodable {
        var value: String
    }

    var id: String
    var validation_kind: String
    var expected_result: String
    var validation_time: String?
    var peer_certificate: String
    var untrusted_intermediates: [String]
    var trusted_certs: [String]
    var expected_peer_name: Peer?

    private struct Suite: Decodable {
        var testcases: [LimboCase]
    }

    /// The suite, if it lies beside the project.
    static let file: URL? = {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = project.deletingLastPathComponent().appending(path: "shared/data/limbo-nobettertls.json")
        return FileManager.default.fileExists(atPath: path.path) ? path : nil
    }()

    static func all() throws -> [LimboCase] {
        guard let file else { return [] }
        return try JSONDecoder().decode(Suite.self, from: Data(contentsOf: file)).testcases
    }

    func verdict() async throws -> TrustVerdict {
        let texts = [peer_certificate] + untrusted_intermediates
        let presented = texts.map { (try? PEMFile(Array($0.utf8)).certificates.first) ?? [] }
        let anchors = trusted_certs.compactMap { try? PEMFile(Array($0.utf8)).certificates.first }
        let seconds = try validation_time.map {
            try Date($0, strategy: .iso8601).timeIntervalSince1970
        }
        let time = CertificateTime(secondsSince1970: Int64(seconds ?? 1_782_000_000))
        return await ChainTrust(anchors: anchors, publicRoots: .none).judge(
            presented: presented, for: HostIdentity(expected_peer_name?.value ?? "example.com"), at: time)
    }
}
