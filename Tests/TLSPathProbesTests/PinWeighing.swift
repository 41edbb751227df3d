import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSPathProbes

@Suite struct PinWeighing {
    private func verdict(
        _ pin: PinVerdict, _ kind: TrustVerdict.AnchorKind? = nil, product: String? = nil
    ) -> TrustVerdict {
        var verdict = TrustVerdict(status: .expected, reason: "")
        verdict.pin = pin
        verdict.anchorKind = kind
        verdict.product = product.flatMap(InspectionProduct.named)
        return verdict
    }

    private func recorded(_ word: String) throws -> PinStanding {
        let transcript = HandshakeTranscript.completed().pinned(word)
        return try #require(
            PinStanding(recordedIn: transcript, host: HandshakeTranscript.sampleHost, status: .expected))
    }

    private let broken = PinVerdict.broken(
        policy: "Profiles",
        breaches: [PinBreach(requirement: .anchor, certificate: "CN=x", reason: "is not an Apple root")])
    private let open = PinVerdict.undecided(policy: "Profiles", reason: "the issuer was not presented")

    @Test func whatTheCertificatesDecideCounts() throws {
        #expect(PinStanding.weighing(verdict(.unpinned), recorded: try recorded("broken")) == nil)
        let kept = verdict(.kept(policy: "Profiles"), .given)
        #expect(PinStanding.weighing(kept, recorded: try recorded("broken"))?.verdict == .kept)
        #expect(PinStanding.weighing(verdict(broken), recorded: try recorded("kept"))?.verdict == .broken)
    }

    @Test func whatTheyLeaveOpenIsTakenAsRecorded() throws {
        for word in ["kept", "broken"] {
            let standing = PinStanding.weighing(verdict(open), recorded: try recorded(word))
            #expect(standing?.verdict.rawValue == word)
        }
        #expect(PinStanding.weighing(verdict(open), recorded: nil)?.verdict == .undecided)
    }

    @Test func aCasesAnchorWaivesTheRuleButNotForAProduct() throws {
        #expect(PinStanding.weighing(verdict(broken, .given), recorded: nil)?.verdict == .waived)
        let product = verdict(broken, .given, product: "Zscaler ZIA")
        #expect(PinStanding.weighing(product, recorded: nil)?.verdict == .broken)
        #expect(
            PinStanding.weighing(verdict(broken, .given), recorded: try recorded("broken"))?.verdict
                == .broken)
    }

    @Test func anUnknownWordIsUndecided() throws {
        #expect(try recorded("nonsense").verdict == .undecided)
    }
}
