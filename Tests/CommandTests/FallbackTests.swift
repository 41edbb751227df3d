import CustomDump
import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// The burst case without the audit log, the only witness of the throttling.
struct FallbackTests {
    static let judged = Once {
        let blinded = try BlindedCase()
        defer { withExtendedLifetime(blinded) {} }
        return try await SampleCase.judge(blinded.path)
    }

    @Test func noThrottlingIsClaimed() async throws {
        let judged = try await Self.judged.value
        #expect(!judged.report.codes.contains("L1-THROTTLED"))
        #expect(!judged.report.text.contains("L1-THROTTLED") && !judged.text.contains("L1-THROTTLED"))
        #expect(!judged.report.codes.contains("L6-CALLBACK-MISSING"))
        #expect(judged.report.rootCauses.isEmpty)
    }

    @Test func theDevicesAreStillStuckAndNobodyKnowsWhy() async throws {
        let judged = try await Self.judged.value
        #expect(judged.exitCode == 2 && judged.report["verdict.firstBrokenLayer"]?.int == 2)
        #expect(judged.report.layer(2)?["status"]?.string == "fail")
        expectNoDifference(
            judged.report["devices.byState"]?.counts, ["enrolled": 8946, "assigned-not-enrolled": 5254])
        #expect(judged.report.finding("L2-ASSIGNED-NOT-ENROLLED")?["count"]?.int == 5254)
        #expect(judged.report.codes(judged.report["verdict.unexplained"]) == ["L2-ASSIGNED-NOT-ENROLLED"])
        let text = judged.text
        #expect(text.contains("Unexplained") && !text.contains("Root cause"))
    }

    @Test(arguments: [1, 6]) func whatTheLogWouldTellIsOpen(_ layer: Int) async throws {
        let report = try await Self.judged.value.report
        #expect(["unknown", "pass"].contains(report.layer(layer)?["status"].words))
        let open = try #require(report.notTested(layer: layer).first)
        #expect(open["why"].words.contains("no audit"))
        #expect(open["how"].words.contains("tenantAuditLog"))
        let asked = ["callbacks.delivered", "tenant-health.rate-tiers"]
        for id in asked { #expect(report.probe(id)?["status"]?.string == "unknown", "\(id)") }
    }

    /// 14,200 devices were assigned in 142 bulk calls, which only the lost log shows: a HAR of something else is
    /// no proof that there were none.
    @Test func theAbsenceOfTheLogIsNoPass() async throws {
        let judged = try await Self.judged.value
        #expect(judged.report.probe("tenant-health.bulk-assign")?["status"]?.string == "unknown")
        #expect(!judged.text.contains("no bulk assignment"))
    }

    @Test func whatNeedsNoLogIsJudged() async throws {
        let report = try await Self.judged.value.report
        for id in ["callbacks.accepted", "callbacks.queue", "ade-token.valid-server-token"] {
            #expect(report.probe(id)?["status"]?.string == "pass", "\(id)")
        }
        #expect(report.layer(3)?["status"]?.string == "pass" && report.layer(4)?["status"]?.string == "pass")
    }
}

/// A copy of the burst case that never had an audit log: not in the case file, the manifest or the folder.
private final class BlindedCase {
    let folder: TemporaryFolder
    var path: String { folder.path + "/case" }

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: PackageRoot.file("Samples/cases/financial-burst"), toPath: path)
        for name in ["case.yaml", "manifest-sha256.txt"] {
            let lines = try read("\(path)/\(name)").split(separator: "\n")
            let left = lines.filter { !$0.contains("tenant/audit.ndjson.gz") }
            guard left.count == lines.count - 1 else {
                throw Tool.Failure(description: "\(name) has no such line")
            }
            try folder.write("case/\(name)", left.map { "\($0)\n" }.joined())
        }
        try FileManager.default.removeItem(atPath: "\(path)/tenant/audit.ndjson.gz")
    }
}
