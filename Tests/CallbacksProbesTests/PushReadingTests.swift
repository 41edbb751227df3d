import CaseReading
import Casework
import ProbeKit
import Testing

@testable import CallbacksProbes

/// Push certificates and the topics that devices listen on, drawn from evidence.
struct PushReadingTests {
    private static let topic = "com.apple.mgmt.External.0f5c2d9a-7b1e-4c6f-8a3d-2e9b4f1c6d70"
    /// Valid through 2026, made for this test; its key is gone.
    private static let pem = """
        -----BEGIN CERTIFICATE-----
        MIICCDCCAa4CAQEwCgYIKoZIzj0EAwIwgY8xTDBKBgoJkiaJk/IsZAEBDDxjb20u
        YXBwbGUubWdtdC5FeHRlcm5hbC4wZjVjMmQ5YS03YjFlLTRjNmYtOGEzZC0yZTli
        NGYxYzZkNzAxMjAwBgNVBAMMKUFQU1A6MGY1YzJkOWEtN2IxZS00YzZmLThhM2Qt
        MmU5YjRmMWM2ZDcwMQswCQYDVQQGEwJVUzAeFw0yNjAxMDEwMDAwMDBaFw0yNzAx
        MDEwMDAwMDBaMIGPMUwwSgYKCZImiZPyLGQBAQw8Y29tLmFwcGxlLm1nbXQuRXh0
        ZXJuYWwuMGY1YzJkOWEtN2IxZS00YzZmLThhM2QtMmU5YjRmMWM2ZDcwMTIwMAYD
        VQQDDClBUFNQOjBmNWMyZDlhLTdiMWUtNGM2Zi04YTNkLTJlOWI0ZjFjNmQ3MDEL
        MAkGA1UEBhMCVVMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR4sHqXIEYQrf4p
        C8KHTYdeP2yxkKOIhpSpiOpnpi0EY7UJRJWx8MoSsUMgUkWTSN1m3OC9l/1iIgks
        rStXjlWDMAoGCCqGSM49BAMCA0gAMEUCIHHg3zpcwpTHOaNVfD6F2TY8poFL34or
        MBRChCAbFenjAiEA5//ezk59CmI6ocy/HpDMZMdVTt60yfTv809mjxR5pY8=
        -----END CERTIFICATE-----
        """

    private static func file(_ role: EvidenceRole?, _ text: String = pem) -> CertificateFile {
        CertificateFile(role: role, bytes: Array(text.utf8), citation: Citation(file: "mdm/push.pem"))
    }

    private static func facts(
        _ role: EvidenceRole? = .push, _ fill: @escaping (inout CaseEvidence) -> Void = { _ in }
    ) -> CallbackFacts {
        LiteralCase.facts { evidence in
            evidence.supplied = [Supply(.certificate, role)]
            evidence.certificates = [file(role)]
            fill(&evidence)
        }
    }

    @Test(arguments: [EvidenceRole.push, nil])
    func aPushCertificateTellsItsTopicAndDates(_ role: EvidenceRole?) throws {
        let certificate = try #require(Self.facts(role).pushCertificates.first)
        #expect(certificate.topic == Self.topic)
        #expect(certificate.notBefore?.description == "2026-01-01T00:00:00Z")
        #expect(certificate.notAfter?.description == "2027-01-01T00:00:00Z")
        #expect(HoldsAGoodPushCertificate().examination(of: Self.facts(role)).outcome == .pass)
    }

    @Test func aSupervisionIdentityIsNoPushCertificate() {
        #expect(Self.facts(.supervisionIdentity).pushCertificates.isEmpty)
    }

    @Test func aFileThatHoldsNoneIsNamed() {
        let facts = LiteralCase.facts { evidence in
            evidence.supplied = [Supply(.certificate, .push)]
            evidence.certificates = [Self.file(.push, "hello")]
        }
        let result = HoldsAGoodPushCertificate().examination(of: facts)
        #expect(result.outcome == .unknown && result.because?.contains("mdm/push.pem") == true)
    }

    @Test func theClockOfTheCaseDecides() {
        var facts = Self.facts()
        let probe = HoldsAGoodPushCertificate()
        facts.asOf = Instant(microseconds: 1_798_761_600_000_000)  // 2027-01-01T00:00:00Z
        #expect(probe.examination(of: facts).findings.map(\.code) == ["L6-PUSH-CERT-EXPIRING"])
        facts.asOf = facts.asOf + .seconds(1)
        #expect(probe.examination(of: facts).findings.map(\.code) == ["L6-PUSH-CERT-EXPIRED"])
    }

    @Test func devicesOnAnotherTopicAreNamed() throws {
        let facts = Self.facts { evidence in
            evidence.callbacks = [
                .token(0, "com.apple.mgmt.External.old", ago: 9),
                .token(1, "com.apple.mgmt.External.old", ago: 8),
                .token(1, Self.topic, ago: 2), .token(nil, "com.apple.mgmt.External.gone", ago: 3),
            ]
            evidence.exchanges = [
                LiteralCase.exchange(
                    "https://mdm.example.com/checkin", 200, method: "PUT",
                    request: LiteralCase.message(
                        "TokenUpdate", topic: "com.apple.mgmt.External.old", udid: LiteralCase.udids[2]))
            ]
        }
        let claim = try #require(HoldsAGoodPushCertificate().examination(of: facts).findings.first?.claim)
        #expect(claim.code == "L6-PUSH-TOPIC-CHANGED")
        // Device 1 has enrolled again, with the certificate's own topic.
        #expect(claim.devices == DeviceSet([0, 2]) && claim.against.count == 1)
    }

    @Test func aProfileOfAnotherTopicIsEnough() throws {
        let facts = Self.facts { evidence in
            var profile = ConfigurationProfile(citation: Citation(file: "mdm/enrol.mobileconfig"))
            profile.pushTopics = ["com.apple.mgmt.External.old"]
            evidence.profiles = [profile]
        }
        let claim = try #require(HoldsAGoodPushCertificate().examination(of: facts).findings.first?.claim)
        #expect(claim.devices == nil && claim.evidence.map(\.file).contains("mdm/enrol.mobileconfig"))
    }

    @Test func aRefusalForWantOfACertificateIsFlagged() throws {
        let facts = LiteralCase.facts { evidence in
            evidence.supplied = [Supply(.mdmLog)]
            evidence.mdmLog = [LiteralCase.log("Enrollment failed: APNSCertificateNotValid")]
        }
        let claim = try #require(HoldsAGoodPushCertificate().examination(of: facts).findings.first?.claim)
        #expect(claim.code == "L6-PUSH-CERT-EXPIRED" && claim.values["refusesEnrolment"] == true)
        let edge = HoldsAGoodPushCertificate.expired.explains.first { $0.symptom == "L2-CHECKIN-INCOMPLETE" }
        #expect(edge?.flag == "refusesEnrolment")
        // A certificate that was valid then contradicts the complaint.
        let valid = Self.facts { $0.mdmLog = [LiteralCase.log("APNSCertificateNotValid")] }
        #expect(HoldsAGoodPushCertificate().examination(of: valid).outcome == .pass)
    }
}

extension CallbackDelivery {
    fileprivate static func token(_ device: Int?, _ topic: String, ago minutes: Int) -> Self {
        Self(
            receivedAt: LiteralCase.minutesAgo(minutes), device: device, needsSession: false,
            checkin: .tokenUpdate, topic: topic)
    }
}
