import CaseReading
import Casework
import ProbeKit
import Testing

@testable import CallbacksProbes

/// What the MDM says when it refuses, drawn from evidence.
struct RefusalReadingTests {
    private static func refusals(_ exchanges: [HTTPExchange], log: [MDMLogLine] = []) -> [EnrolmentRefusal] {
        LiteralCase.facts { evidence in
            evidence.supplied = log.isEmpty ? [Supply(.exchanges)] : [Supply(.mdmLog)]
            evidence.exchanges = exchanges
            evidence.mdmLog = log
        }.refusals
    }

    @Test func everyTextTellsItsRow() {
        for row in RefusalReason.rows {
            for text in row.texts { #expect(RefusalReason.told(in: "ERROR \(text): x")?.id == row.id) }
            #expect(!row.meaning.isEmpty && row.step.hasSuffix(".") && !row.source.isEmpty)
        }
        #expect(Set(RefusalReason.rows.map(\.id)).count == RefusalReason.rows.count)
    }

    @Test(
        arguments: [
            (#"{"code":"com.apple.softwareupdate.required","details":{"OSVersion":"17.4.1"}}"#, "17.4.1"),
            ("<key>OSVersion</key>\n<string>26.0</string>", "26.0"), ("OSVersion", nil), ("", nil),
            (#""OSVersion":"none""#, nil),
        ] as [(String, String?)])
    func theRequiredVersionIsFound(_ body: String, _ version: String?) {
        #expect(CallbackFacts.requiredVersion(in: body) == version)
    }

    @Test func answersAreDecodedAndOthersQuoted() {
        let found = Self.refusals([
            LiteralCase.exchange(
                "https://mdm.example.com/checkin", 401, method: "PUT",
                request: LiteralCase.message("Authenticate"),
                answer: "<dict><key>code</key><string>com.apple.unrecognized.device</string></dict>"),
            LiteralCase.exchange("https://mdm.example.com/cloudenroll", 403, answer: "Access\n denied\u{7}"),
            LiteralCase.exchange("https://mdm.example.com/admin", 403, answer: "no"),
            LiteralCase.exchange("https://mdmenrollment.apple.com/session", 403, answer: "T_C_NOT_SIGNED"),
        ])
        #expect(found.map(\.reason.id) == ["unrecognised-device", "unsaid"])
        #expect(found.first?.device == 1)
        #expect(found.last?.words == "403 Access denied")
    }

    @Test func aChallengeThatNobodyMeetsIsARefusal() {
        let challenge = LiteralCase.exchange(
            "https://mdm.example.com/enroll", 401, headers: [HTTPHeader("www-authenticate", "Bearer")])
        #expect(Self.refusals([challenge, challenge]).map(\.reason) == [.credentials])
        let served = LiteralCase.exchange("https://mdm.example.com/enroll", 200)
        #expect(Self.refusals([challenge, served]).isEmpty)
    }

    @Test func aStackTraceIsOneRefusalAndTwoAreTwo() {
        let serial = LiteralCase.serials[2]
        let found = Self.refusals(
            [],
            log: [
                LiteralCase.log(
                    "[ERROR] enrolment of \(serial) failed: FAILED_SIGNATURE_CHECK", ago: 30, line: 1),
                LiteralCase.log("Caused by: java.security.cert.CertPathBuilderException", ago: nil, line: 2),
                LiteralCase.log("[ERROR] FAILED_SIGNATURE_CHECK", ago: 20, line: 9),
                LiteralCase.log("[ERROR] FAILED_SIGNATURE_CHECK", ago: 20, line: 11),
                LiteralCase.log("java.security.cert.CertPathBuilderException", ago: 20, line: 12),
                LiteralCase.log("[ERROR] user a: DeviceCapReached", ago: 20, line: 10),
            ])
        #expect(
            found.map(\.reason.id) == [
                "device-certificate-dates", "device-certificate-dates", "device-certificate-dates",
                "device-cap",
            ])
        #expect(found.map(\.device) == [2, nil, nil, nil])
    }

    @Test func graphEventsAreRead() {
        let body = """
            {"value":[{"failureCategory":"enrollmentRestrictionsEnforced","failureReason":"platform","deviceId":"\(LiteralCase.serials[0])"},
            {"failureCategory":"authentication","failureReason":null},{"failureCategory":null}]}
            """
        let found = Self.refusals([
            LiteralCase.exchange(
                "https://graph.microsoft.com/v1.0/deviceManagement/troubleshootingEvents", 200, method: "GET",
                answer: body)
        ])
        #expect(found.map(\.reason.id) == ["platform-restricted"] && found.first?.device == 0)
    }

    @Test func eachReasonIsAFindingOfItsOwn() throws {
        let facts = CallbackFacts.refused([
            .of("DeviceCapReached", 0), .of("DeviceCapReached", 0), .of("DeviceCapReached", 1),
            .of("com.apple.softwareupdate.required", 2),
        ])
        let findings = LetsDevicesEnrol().examination(of: facts).findings
        #expect(findings.map(\.code) == ["L6-ENROLMENT-REFUSED", "L6-UPDATE-REQUIRED"])
        #expect(findings.first?.claim.devices == DeviceSet([0, 1]) && findings.first?.count == 2)
        #expect(findings.last?.severity == .info)
    }

    @Test func aRefusalWithoutANameCountsForAll() throws {
        let facts = CallbackFacts.refused([.of("DeviceCapReached", 0), .of("DeviceCapReached", nil)])
        let claim = try #require(LetsDevicesEnrol().examination(of: facts).findings.first?.claim)
        #expect(claim.devices == nil && claim.count == 2)
    }

    @Test func witnessesOfOneRefusalAreOne() {
        func refusal(_ text: String, _ device: Int?, second: Int, _ file: String) -> EnrolmentRefusal {
            EnrolmentRefusal(
                RefusalReason.told(in: text) ?? .unsaid, device: device,
                at: CallbackFacts.start + .seconds(second), citation: Citation(file: file))
        }
        let joined = JoinedRefusals([
            refusal("", nil, second: 0, "device.har"),
            refusal("DeviceCapReached", 1, second: 3, "server.log"),
            refusal("DeviceCapReached", nil, second: 5, "events.har"),
            refusal("DeviceCapReached", 2, second: 6, "server.log"),
            refusal("", nil, second: 500, "device.har"), refusal("", nil, second: 501, "device.har"),
            refusal("UserLicenseTypeInvalid", 1, second: 700, "server.log"),
        ]).all
        #expect(joined.map(\.reason.id) == ["device-cap", "device-cap", "unsaid", "unsaid", "licence"])
        #expect(joined.map(\.device) == [1, 2, nil, nil, 1])
        #expect(joined.first?.at == CallbackFacts.start && joined.first?.citation.file == "server.log")
    }

    @Test func aStormIsNotJoinedToOne() {
        let storm = (0..<40).map { number in
            EnrolmentRefusal(
                .unsaid, at: CallbackFacts.start + .seconds(number), citation: Citation(file: "device.har"))
        }
        #expect(JoinedRefusals(storm).all.count == 40)
    }
}
