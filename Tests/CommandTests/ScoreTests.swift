import ForensicsTestKit
import OpenFormats
import Testing

/// The score and the service-level indicators, as the report of a sample case holds them.
struct ScoreTests {
    @Test func theScoreHoldsItsPartsAndTheIndicators() async throws {
        let report = try await SampleCase.financialBurst.judged.report
        #expect(report["score.compliance"]?.int == 75)
        #expect(report["score.parts.rateLimitAdherence"]?.double == 0.63)
        #expect(report["score.slis.tokenUtilisation"]?.double == 0.4684)
        #expect(report["score.slis.handshakeSuccess.jamf-pro"]?.double == 1)
    }

    @Test func handshakesThatStallLowerTheIndicator() async throws {
        let report = try await SampleCase.edtechZTNA.judged.report
        #expect(report["score.slis.handshakeSuccess.example-mdm"]?.double == 0.1579)
    }
}
