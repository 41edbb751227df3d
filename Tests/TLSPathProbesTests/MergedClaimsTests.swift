import Casework
import ProbeKit
import Testing

@testable import TLSPathProbes

/// One fault of a way that meets many hosts.
@Suite struct MergedClaimsTests {
    private func claim(hosts: [String]) throws -> Claim {
        let facts = PathFacts(
            reading: PathReading.evidence(
                hosts.map { #"{"outcome":"unresolved","serverName":"\#($0)","via":"direct"}"# }))
        let claims = ReachesEveryHost().examine(facts).claims
        try #require(claims.count == 1)
        return claims[0]
    }

    @Test func sixHostsAreToldOneByOne() throws {
        let claim = try claim(hosts: ["a", "b", "c", "d", "e", "f", "a"])
        #expect(claim.detail.contains("2 of 2 with a, 1 of 1 with b, "))
        #expect(claim.detail.contains("1 of 1 with f: "))
    }

    @Test func ofManyHostsAFewAreNamed() throws {
        let claim = try claim(hosts: ["a", "b", "c", "d", "e", "f", "g", "a"])
        #expect(claim.detail.contains("8 of 8 with 7 hosts, among them a, b, c: "))
        #expect(claim.brief.hasPrefix("7 hosts over the direct path: "))
        #expect(claim.count == 8)
        #expect(claim.values["hosts"] == .list(["a", "b", "c", "d", "e", "f", "g"].map { .text($0) }))
    }
}
